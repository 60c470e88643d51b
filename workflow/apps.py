"""The engine as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class WorkflowConfig(AppConfig):
    name = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from workflow import checks  # noqa: F401, PLC0415 - registers the system checks
        from workflow.guards import install  # noqa: PLC0415 - needs the models

        pre_migrate.connect(install.before_migration, dispatch_uid="workflow.guards.lift")
        post_migrate.connect(install.after_migration, dispatch_uid="workflow.guards.install")
