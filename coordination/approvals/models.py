"""Amendments of an issued plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.approvals.lifecycle import AmendmentLifecycle
from coordination.approvals.states import AmendmentState
from coordination.plans.models import Plan
from coordination.tasks.models import Task
from coordination.units.models import User
from workflow.lifecycle import Ref, length_checks, state_check


class Amendment(AmendmentLifecycle):
    """Amendment ``number`` of a plan, which cancels ``tasks``."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="amendments")
    number = models.CharField(max_length=40)
    reason = models.TextField()
    tasks = models.ManyToManyField(Task, related_name="amendments")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("amendment")
        constraints = [
            state_check(AmendmentState, "amendment_state"),
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=~models.Q(state="withdrawn"),
                name="amendment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("by")),
                name="amendment_decider_other",
            ),
            *length_checks("amendment", number=40, reason=5_000),
        ]

    def __str__(self) -> str:
        return self.number

    def root(self) -> Ref:
        """The plan."""
        return Ref(Plan, self.plan_id)
