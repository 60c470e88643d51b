"""The business as a Django application: the one place where the engine is told of it."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from coordination.disputes import lapses
        from coordination.notifications import deliver
        from coordination.supervision import actions as supervision
        from coordination.supervision import turns
        from coordination.tasks import limits, suspension
        from workflow import deadlines, outbox

        outbox.subscribe(deliver.handle)
        deadlines.on(limits.SIGN_OFF, limits.sign_off_due)
        deadlines.on(limits.PART_SIGN_OFF, limits.part_sign_off_due)
        deadlines.on(limits.VERIFICATION, limits.verification_due)
        deadlines.on(supervision.LETTER_REPLY, supervision.reply_due)
        deadlines.on(suspension.REVIEW, turns.review_due)
        lapses.subscribe()
