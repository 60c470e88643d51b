"""Tasks, who leads and who cooperates, and what is to be reached."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.plans.models import Plan, Section
from coordination.tasks.lifecycle import TaskLifecycle
from coordination.tasks.part_lifecycle import CooperationLifecycle
from coordination.tasks.states import (
    CHANGES,
    Cause,
    CooperationState,
    DueKind,
    GroupChoice,
    ReportCycle,
    ResultGrade,
    TaskState,
)
from coordination.units.models import Unit, User
from coordination.units.states import Duty
from workflow.lifecycle import Ref, choice_checks, length_checks, state_check
from workflow.models import Record
from workflow.prepared import Prepared

# The states to which a task returns from dispute or suspension.
RESUMED = (TaskState.DRAFT, TaskState.ASSIGNED, TaskState.ACCEPTED, TaskState.IN_PROGRESS)
AT_WORK = (CooperationState.PENDING, CooperationState.ACCEPTED)
WORKING = (*AT_WORK, CooperationState.CONTESTED)


class Task(TaskLifecycle):
    """One line of the division table: what, by whom, until when.

    ``lead`` is the one accountable unit now; its history stands in :class:`Assignment`.
    ``collective`` keeps the printed names of groups, which make no assignment by themselves,
    ``unresolved`` those of units that the body's list does not hold. ``group`` is what the
    drafter made of the groups: the task is a container without lead, whose ``children`` are
    the shares of the units, or the units cooperate.
    """

    # Where there is no index of the column alone, another one begins with it, or nobody asks by it.
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("wording"), blank=True)
    lead = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="led_tasks",
        verbose_name=_("lead"),
        db_index=False,
    )
    claimed_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    verifying = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    verified_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
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
                condition=models.Q(waived_until__isnull=True)
                | models.Q(upper_due_on__isnull=False, waived_until__gt=models.F("upper_due_on")),
                name="task_waived",
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
                condition=models.Q(state__in=["draft", "cancelled", "divided"])
                | models.Q(lead__isnull=False),
                name="task_has_lead",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="divided") | models.Q(lead__isnull=True),
                name="task_divided",
            ),
            models.CheckConstraint(
                condition=models.Q(group__in=["", *GroupChoice.values]), name="task_group"
            ),
            *length_checks(
                "task", title=200, number=20, contact=60, text=20_000, due_text=60, import_key=64
            ),
            *choice_checks(
                "task",
                due_kind=["", *DueKind.values],
                resume_state=["", *RESUMED],
                grade=["", *ResultGrade.values],
            ),
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
        """Ids of the units that cooperate or lead, and of those that ever did."""
        return {unit for unit, _signer in CONCERNED.rows(self.pk) if unit}

    def signed_by(self, person_id: int | None) -> bool:
        """Whether the person has acted as the head of a unit in anything about the task."""
        signers = {signer for _unit, signer in CONCERNED.rows(self.pk)}
        return person_id is not None and person_id in signers

    def lead_changes(self) -> int:
        """How often the accountable unit has changed since the task was issued."""
        return self.assignments.filter(accountable=True, cause__in=CHANGES).count()

    def temporary_lead_id(self) -> int | None:
        """The unit that does the lead's work until a dispute is decided, if one was named."""
        return next((unit for (unit,) in _TEMPORARY_LEAD.rows(self.pk)), None)

    def working_units(self) -> set[int]:
        """Ids of the lead, of a temporary one, and of the units that cooperate now."""
        parts = self.cooperations.filter(state__in=WORKING).values_list("unit_id", flat=True)
        return {unit for unit in (self.lead_id, self.temporary_lead_id(), *parts) if unit}

    def parts_not_done(self) -> list["Cooperation"]:
        """The parts on which a cooperating unit still works, or which it contests."""
        return NOT_DONE.instances(self.pk, join="unit")

    def living_shares(self) -> list["Task"]:
        """The shares of a container that were not taken out; as fetched before, if they were."""
        fetched: list[Task] | None = getattr(self, "shares", None)
        if fetched is not None:
            return fetched
        return list(self.children.exclude(state=TaskState.CANCELLED).order_by("pk"))

    def shares_of_others(self) -> set[int]:
        """Ids of the units that lead the other living shares of the same container."""
        if self.parent_id is None:
            return set()
        siblings = Task.objects.filter(parent=self.parent_id).exclude(pk=self.pk)
        living = siblings.exclude(state=TaskState.CANCELLED).exclude(lead__isnull=True)
        return set(living.order_by().values_list("lead_id", flat=True))


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
    release_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("cooperation")
        constraints = [
            state_check(CooperationState, "cooperation_state"),
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=~models.Q(state="released"),
                name="cooperation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_on__isnull=True, silent_after__isnull=True)
                | models.Q(asked_on__isnull=False, silent_after__isnull=False),
                name="cooperation_asked",
            ),
            *length_checks("cooperation", duty=2_000, asked_text=5_000, release_reason=5_000),
        ]
        indexes = [
            models.Index(
                name="part_at_work", fields=["unit", "id"], condition=models.Q(state__in=AT_WORK)
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


def _concerned(task: int) -> "models.QuerySet[Any, Any]":
    """The people who signed as head of a unit, and the units that have or had a part.

    The people first: PostgreSQL takes the type of a column that is empty elsewhere from there.
    """
    nobody = models.Value(None, output_field=models.BigIntegerField())
    signed = Record.objects.filter(root_kind=Task.kind, root_id=task, hat=Duty.HEAD)
    parts = Cooperation.objects.filter(task=task).order_by().values_list("unit_id", nobody)
    leads = Assignment.objects.filter(task=task).order_by().values_list("unit_id", nobody)
    return signed.order_by().values_list(nobody, "actor_id").union(parts, leads)


def _temporary_lead(task: int) -> "models.QuerySet[Any, Any]":
    named: Any = Task._meta.get_field("temporary_leads").related_model
    found = named.objects.filter(task=task, until__isnull=True)
    return found.order_by().values_list("unit_id")  # type: ignore[no-any-return]


_TEMPORARY_LEAD = Prepared(_temporary_lead)
CONCERNED = Prepared(_concerned)
NOT_DONE = Prepared(
    lambda task: (
        Cooperation.objects.filter(task=task, state__in=WORKING)
        .select_related("unit")
        .order_by("pk")
    )
)
