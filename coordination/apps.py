"""The business as a Django application: the one place where the engine is told of it."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from coordination.disputes import joining, lapses
        from coordination.notifications import deliver
        from coordination.precedents import actions as precedents
        from coordination.supervision import actions as supervision
        from coordination.supervision import reminders, turns, undo
        from coordination.tasks import ends, limits, suspension
        from coordination.units import sign_ins
        from workflow import deadlines, outbox

        sign_ins.listen()
        outbox.subscribe(deliver.handle)
        outbox.subscribe(precedents.handle)
        outbox.subscribe(joining.handle)
        deadlines.on(limits.SIGN_OFF, limits.sign_off_due)
        deadlines.on(limits.PART_SIGN_OFF, limits.part_sign_off_due)
        deadlines.on(limits.VERIFICATION, limits.verification_due)
        deadlines.on(undo.LETTER_REPLY, supervision.reply_due)
        deadlines.on(undo.EXTENSION_DUE, supervision.extension_due)
        deadlines.on(suspension.REVIEW, turns.review_due)
        deadlines.on(suspension.REVIEW_RISE, reminders.review_rises)
        reminders.start()
        ends.on_end(undo.lapse_with)
        lapses.subscribe()
