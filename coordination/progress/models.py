"""Reports and evidence of a task."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.progress.lifecycle import EvidenceLifecycle, ReportLifecycle
from coordination.progress.states import EvidenceState, ReportState
from coordination.tasks.indicators import Indicator, quantity
from coordination.tasks.models import Task
from coordination.units.models import Unit, User
from workflow.lifecycle import Ref, length_checks, state_check
from workflow.prepared import Prepared


class Report(ReportLifecycle):
    """What a unit says it has done; one for each period, named by its first day.

    ``percent`` is the unit's own estimate, 0 to 100.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(_("progress in per cent"))
    done = models.TextField(_("done so far"))
    problem = models.TextField(_("problems"), blank=True)
    next = models.TextField(_("next steps"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    period = models.DateField(null=True)

    class Meta:
        verbose_name = _("report")
        constraints = [
            models.UniqueConstraint(fields=["task", "unit", "period"], name="report_once"),
            state_check(ReportState, "report_state"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="report_percent"),
            *length_checks("report", done=5_000, problem=5_000, next=5_000),
        ]
        indexes = [models.Index(fields=["task", "-id"], name="report_latest")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.percent}%"

    @staticmethod
    def is_filed(task_id: int, unit_id: int | None, period: date) -> bool:
        """Whether the unit has reported on the task for the period."""
        return bool(_FILED.rows(task_id, unit_id, period))

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


_FILED = Prepared(
    lambda task, unit, period: (
        Report.objects.filter(task=task, unit=unit, period=period).order_by().values_list("pk")
    )
)


class ActualValue(models.Model):
    """What a report says an indicator has reached by then."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="actual")
    value = quantity()

    class Meta:
        verbose_name = _("actual value")
        ordering = ["indicator_id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="actual_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class Evidence(EvidenceLifecycle):
    """A file kept outside the web root under a random name, or a link that is never fetched.

    ``sha256`` proves a file's content, ``size`` is in bytes; a link has neither, nor a ``path``.
    ``name`` is what whoever added it calls it, ``indicator`` what it shows in particular.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, related_name="evidence"
    )
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    url = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("evidence")
        constraints = [
            state_check(EvidenceState, "evidence_state"),
            models.CheckConstraint(
                condition=models.Q(url="") ^ models.Q(path=""), name="evidence_file_or_link"
            ),
            *length_checks("evidence", name=120, path=80, sha256=64, url=500),
        ]

    def __str__(self) -> str:
        return self.name

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)
