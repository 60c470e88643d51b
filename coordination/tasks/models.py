"""Tasks, who leads and who cooperates, and what is to be reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.plans.models import Plan, Section
from coordination.tasks.lifecycle import CooperationLifecycle, TaskLifecycle
from coordination.tasks.states import Cause, CooperationState, DueKind, TaskState
from coordination.units.models import Unit
from workflow.lifecycle import Ref, length_checks, state_check

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
            models.UniqueConstraint(fields=["plan", "import_key"], name="task_import_once"),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True)
                | ~models.Q(verified_by=models.F("claimed_by")),
                name="task_verifier_other",
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
            models.Index(fields=["plan", "position", "id"], name="task_by_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    def units_with_a_part(self) -> set[int]:
        """Ids of the units that cooperate, or ever led the task."""
        parts = self.cooperations.exclude(state=CooperationState.RELEASED)
        leads = self.assignments.values_list("unit_id", flat=True)
        return {*parts.values_list("unit_id", flat=True), *leads}

    def units_still_working(self) -> list[str]:
        """Names of the cooperating units whose part is not done."""
        waiting = self.cooperations.filter(state__in=WORKING).order_by("pk")
        return list(waiting.values_list("unit__short_name", flat=True))


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
