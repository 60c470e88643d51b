"""The business as a Django application: the one place where the engine is told of it."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from coordination.disputes import actions
        from coordination.notifications import deliver
        from workflow import deadlines, outbox

        outbox.subscribe(deliver.handle)
        deadlines.on(actions.STATEMENT_LIMIT, actions.statements_due)
        deadlines.on(actions.ANSWER_LIMIT, actions.answers_due)
