"""Notices in the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.plans.models import Plan
from coordination.tasks.models import Task
from coordination.units.models import Unit
from workflow.models import Record


class Notice(models.Model):
    """A unit, or a function of a plan (``duty``), is told of a record; once, whoever delivers."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="notices")
    duty = models.CharField(max_length=20, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "topic", "unit"],
                condition=models.Q(unit__isnull=False),
                name="notice_unit_once",
            ),
            models.UniqueConstraint(
                fields=["record", "topic", "duty"],
                condition=models.Q(unit__isnull=True),
                name="notice_duty_once",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="notice_by_unit"),
            models.Index(fields=["plan", "duty", "-id"], name="notice_by_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.unit or self.duty}"
