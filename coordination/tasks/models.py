"""Tasks, who leads and who cooperates, and what is to be reached."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.plans.models import Plan, Section
from coordination.tasks.lifecycle import TaskLifecycle
from coordination.tasks.part_lifecycle import CooperationLifecycle
from coordination.tasks.states import Cause, CooperationState, DueKind, ReportCycle, TaskState
from coordination.units.models import Unit
from workflow.lifecycle import Ref, length_checks, state_check
from workflow.prepared import Prepared

WORKING = (CooperationState.PENDING, CooperationState.ACCEPTED)


class Task(TaskLifecycle):
    """One line of the division table: what, by whom, until when.

    ``lead`` is the one accountable unit now; its history stands in :class:`Assignment`.
    ``collective`` keeps the printed names of groups, which make no assignment by themselves,
    ``unresolved`` those of units that the body's list does not hold.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, related_name="tasks")
    position = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("wording"), blank=True)
    lead = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="led_tasks", verbose_name=_("lead")
    )
    claimed_by = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    verifying = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("due"), null=True)
    due_text = models.CharField(max_length=60, blank=True)
    due_kind = models.CharField(max_length=20, choices=DueKind.choices, blank=True)
    collective = models.JSONField(default=list)
    open_ended = models.BooleanField(default=False)
    flags = models.JSONField(default=list)
    unresolved = models.JSONField(default=list)
    source = models.JSONField(default=dict)
    import_key = models.CharField(max_length=64, null=True)

    class Meta:
        verbose_name = _("task")
        constraints = [
            state_check(TaskState, "task_state"),
            models.CheckConstraint(
                condition=models.Q(report_cycle__in=["", *ReportCycle.values]),
                name="task_report_cycle",
            ),
            models.CheckConstraint(
                condition=models.Q(state="suspended", review_on__isnull=False)
                | (~models.Q(state="suspended") & models.Q(review_on__isnull=True)),
                name="task_suspended",
            ),
            models.CheckConstraint(
                condition=models.Q(extensions=0) | models.Q(original_due_on__isnull=False),
                name="task_original_due",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="assigned") | models.Q(deemed=False),
                name="task_deemed",
            ),
            models.UniqueConstraint(fields=["plan", "import_key"], name="task_import_once"),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True)
                | ~models.Q(verified_by=models.F("claimed_by")),
                name="task_verifier_other",
            ),
            models.CheckConstraint(
                condition=models.Q(verifying__isnull=True)
                | ~models.Q(verifying=models.F("claimed_by")),
                name="task_checker_other",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "cancelled"]) | models.Q(lead__isnull=False),
                name="task_has_lead",
            ),
            *length_checks("task", title=200, number=20, contact=60, text=20_000),
        ]
        indexes = [
            models.Index(
                fields=["lead", "due_on", "id"],
                condition=~models.Q(state__in=["verified", "cancelled"]),
                name="task_open_by_lead",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=~models.Q(state__in=["verified", "cancelled"]),
                name="task_open_by_due",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(state="completed"),
                name="task_to_verify",
            ),
            models.Index(
                fields=["plan", "due_on"],
                condition=~models.Q(state__in=["verified", "cancelled"]),
                name="task_open_by_plan",
            ),
            models.Index(fields=["lead", "state"], name="task_by_lead_state"),
            models.Index(fields=["plan", "state"], name="task_by_plan_state"),
            models.Index(fields=["plan", "position", "id"], name="task_by_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    def units_with_a_part(self) -> set[int]:
        """Ids of the units that cooperate, or ever led the task."""
        return {unit for (unit,) in _WITH_A_PART.rows(self.pk)}

    def working_units(self) -> set[int]:
        """Ids of the lead and of the units that cooperate now."""
        parts = self.cooperations.filter(state__in=WORKING).values_list("unit_id", flat=True)
        return {unit for unit in (self.lead_id, *parts) if unit}

    def unmeasured_indicators(self) -> list["Indicator"]:
        """The indicators that lack a unit of measure."""
        return _UNMEASURED.instances(self.pk)

    def units_still_working(self) -> list[str]:
        """Names of the cooperating units whose part is not done."""
        return [name for (name,) in _STILL_WORKING.rows(self.pk)]


class Assignment(models.Model):
    """Unit ``unit`` leads the task from ``since`` until ``until``; one is accountable at a time."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    accountable = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20, choices=Cause.choices)

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=models.Q(until__isnull=True, accountable=True),
                name="assignment_one_lead",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.get_cause_display()})"


class Cooperation(CooperationLifecycle):
    """The part of a cooperating unit in a task."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="cooperations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cooperations")

    class Meta:
        verbose_name = _("cooperation")
        constraints = [
            state_check(CooperationState, "cooperation_state"),
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=~models.Q(state="released"),
                name="cooperation_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


def _with_a_part(task: int) -> "models.QuerySet[Any, Any]":
    parts = Cooperation.objects.filter(task=task).exclude(state=CooperationState.RELEASED)
    leads = Assignment.objects.filter(task=task).order_by().values_list("unit_id")
    return parts.order_by().values_list("unit_id").union(leads)


_WITH_A_PART = Prepared(_with_a_part)
_STILL_WORKING = Prepared(
    lambda task: (
        Cooperation.objects.filter(task=task, state__in=WORKING)
        .order_by("pk")
        .values_list("unit__short_name")
    )
)


class Milestone(models.Model):
    """A step of the lead's plan of work and the day on which it is to be reached."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    due_on = models.DateField()

    class Meta:
        verbose_name = _("milestone")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="milestone_once"),
            *length_checks("milestone", title=120),
        ]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """A quantity the task is measured by.

    ``comparator`` is ge, le, eq, about, increase, decrease or range; ``value`` a decimal
    number, two joined by ``-`` for a range; ``measure`` the unit of measure.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="indicators")
    text = models.CharField(max_length=120)
    comparator = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=30, blank=True)
    measure = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("indicator")

    def __str__(self) -> str:
        return self.text


_UNMEASURED = Prepared(lambda task: Indicator.objects.filter(task=task, measure="").order_by("pk"))
