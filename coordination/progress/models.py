"""Reports and evidence of a task."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.progress.lifecycle import EvidenceLifecycle, ReportLifecycle
from coordination.progress.states import EvidenceState, ReportState
from coordination.tasks.models import Task
from coordination.units.models import Unit, User
from workflow.lifecycle import Ref, length_checks, state_check


class Report(ReportLifecycle):
    """What a unit says it has done. ``percent`` is its own estimate, 0 to 100."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(_("progress in per cent"))
    done = models.TextField(_("done so far"))
    problem = models.TextField(_("problems"), blank=True)
    next = models.TextField(_("next steps"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("report")
        constraints = [
            state_check(ReportState, "report_state"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="report_percent"),
            *length_checks("report", done=5_000, problem=5_000, next=5_000),
        ]
        indexes = [models.Index(fields=["task", "-id"], name="report_latest")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.percent}%"

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


class Evidence(EvidenceLifecycle):
    """A file kept outside the web root under a random name; ``sha256`` proves its content.

    ``size`` is in bytes, ``name`` the name it was given by whoever uploaded it.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("evidence")
        constraints = [state_check(EvidenceState, "evidence_state")]

    def __str__(self) -> str:
        return self.name

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)
