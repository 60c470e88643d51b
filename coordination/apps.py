"""The business as a Django application: the one place where the engine is told of it."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from coordination.disputes import actions
        from coordination.notifications import deliver
        from coordination.precedents import actions as precedents
        from coordination.supervision import actions as supervision
        from coordination.supervision import turns
        from coordination.tasks import limits
        from workflow import deadlines, outbox

        outbox.subscribe(deliver.handle)
        outbox.subscribe(precedents.handle)
        deadlines.on(limits.SIGN_OFF, limits.sign_off_due)
        deadlines.on(limits.PART_SIGN_OFF, limits.part_sign_off_due)
        deadlines.on(limits.VERIFICATION, limits.verification_due)
        deadlines.on(supervision.LETTER_REPLY, supervision.reply_due)
        deadlines.on(turns.REVIEW, turns.review_due)
        deadlines.on(actions.STATEMENT_LIMIT, actions.statements_due)
        deadlines.on(actions.ANSWER_LIMIT, actions.answers_due)
