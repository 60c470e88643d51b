"""Which tasks an official sees, what waits for whom, and how a task stands."""

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from coordination.plans.queries import visible_to as visible_plans
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from coordination.units.official import NOTHING, Official
from coordination.units.states import Duty

PRINTED = Prefetch(
    "cooperations",
    queryset=Cooperation.objects.exclude(state=CooperationState.RELEASED)
    .select_related("unit")
    .order_by("pk"),
    to_attr="parts",
)
CLOSED = (TaskState.VERIFIED, TaskState.CANCELLED)


def visible_to(actor: Official) -> QuerySet[Task]:
    """Printed lines of the plans the actor sees; drafts, dropped ones too, for their drafters."""
    drafts = Q(plan__in=actor.plans.get("draft_plan", NOTHING))
    return (
        Task.objects.filter(plan__in=visible_plans(actor).values("pk").order_by())
        .filter(Q(assigned_on__isnull=False) | drafts)
        .select_related("lead", "plan", "section__parent")
    )


def insiders(actor: Official) -> Q:
    """Tasks whose reports, evidence and timeline the actor may read.

    Lead and cooperating units, former ones too, and the functions of the plan.
    """
    functions = frozenset().union(
        *(
            actor.plans.get(right, NOTHING)
            for right in ("coordinate_plan", "supervise_plan", "rule_plan")
        )
    )
    led = Assignment.objects.filter(task=OuterRef("pk"), unit__in=actor.acts)
    helped = Cooperation.objects.filter(task=OuterRef("pk"), unit__in=actor.acts)
    return Q(plan__in=functions) | Q(lead__in=actor.acts) | Exists(led) | Exists(helped)


def sees_inside(task: Task, actor: Official) -> bool:
    """Whether the actor may read reports, evidence and timeline of the task."""
    return Task.objects.filter(insiders(actor), pk=task.pk).exists()


def with_sight(tasks: QuerySet[Task], actor: Official) -> QuerySet[Task]:
    """The tasks, each with ``inside``: whether the actor may read more than its printed line."""
    return tasks.annotate(inside=ExpressionWrapper(insiders(actor), output_field=BooleanField()))


def printed(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with all that a printed line shows, whatever their number."""
    return tasks.prefetch_related(PRINTED)


def waiting_for(actor: Official) -> QuerySet[Task]:
    """Tasks on which the actor's next act is due, most urgent first."""
    found = visible_to(actor)
    if actor.for_unit:
        mine = Q(
            lead__in=actor.acts,
            state__in=[TaskState.ASSIGNED, TaskState.ACCEPTED, TaskState.IN_PROGRESS],
        )
        found = found.filter(mine)
    elif actor.hat == Duty.SUPERVISOR:
        found = found.filter(state=TaskState.COMPLETED)
    else:
        return found.none()
    return found.order_by("due_on", "pk")


def parts_waiting_for(actor: Official) -> QuerySet[Cooperation]:
    """Cooperating parts on which the actor's unit still works."""
    return (
        Cooperation.objects.filter(
            unit__in=actor.acts,
            state__in=[CooperationState.PENDING, CooperationState.ACCEPTED],
        )
        .exclude(task__state__in=CLOSED)
        .select_related("task", "task__lead", "unit")
        .order_by("state", "task__due_on", "pk")
    )


def visible_parts(actor: Official) -> QuerySet[Cooperation]:
    """Cooperating parts of the tasks the actor sees."""
    return Cooperation.objects.filter(
        task__in=visible_to(actor).values("pk").order_by()
    ).select_related("unit", "task")
