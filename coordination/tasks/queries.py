"""Which tasks an official sees, what waits for whom, and how a task stands."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from coordination.plans.models import Plan
from coordination.plans.queries import visible_to as visible_plans
from coordination.tasks.claims import Claim, Verification
from coordination.tasks.models import AT_WORK, Assignment, Cooperation, Task
from coordination.tasks.states import CooperationState, GroupChoice, TaskState
from coordination.units.models import Unit
from coordination.units.official import NOTHING, Official
from coordination.units.states import Duty
from workflow.prepared import Prepared

PRINTED = Prefetch(
    "cooperations",
    queryset=Cooperation.objects.exclude(state=CooperationState.RELEASED)
    .select_related("unit")
    .order_by("pk"),
    to_attr="parts",
)
SHARES = Prefetch(
    "children",
    queryset=Task.objects.exclude(state=TaskState.CANCELLED).select_related("lead").order_by("pk"),
    to_attr="shares",
)
CLOSED = (TaskState.VERIFIED, TaskState.CANCELLED)
PARTS_SORTED = 1_000


def visible_to(actor: Official) -> QuerySet[Task]:
    """Printed lines of the plans the actor sees; drafts, dropped ones too, for their drafters."""
    drafts = Q(plan__in=actor.plans.get("draft_plan", NOTHING))
    return (
        Task.objects.filter(plan__in=visible_plans(actor).values("pk").order_by())
        .filter(Q(assigned_on__isnull=False) | drafts)
        .select_related("lead", "plan", "section__parent", "verifying")
    )


def insiders(actor: Official) -> Q:
    """Tasks whose reports, evidence and timeline the actor may read.

    Lead and cooperating units, former ones too, a temporary lead, the functions of the plan.
    """
    functions = frozenset().union(
        *(
            actor.plans.get(right, NOTHING)
            for right in ("coordinate_plan", "supervise_plan", "rule_plan")
        )
    )
    units = actor.heirs()
    led = Assignment.objects.filter(task=OuterRef("pk"), unit__in=units)
    helped = Cooperation.objects.filter(task=OuterRef("pk"), unit__in=units)
    stead = Task.objects.filter(
        temporary_leads__unit__in=actor.acts, temporary_leads__until__isnull=True
    )
    mine = Q(lead__in=actor.acts) | Q(pk__in=stead.values("pk").order_by())
    return Q(plan__in=functions) | mine | Exists(led) | Exists(helped)


def sees_inside(task: Task, actor: Official) -> bool:
    """Whether the actor may read reports, evidence and timeline of the task."""
    return Task.objects.filter(insiders(actor), pk=task.pk).exists()


def with_sight(tasks: QuerySet[Task], actor: Official) -> QuerySet[Task]:
    """The tasks, each with ``inside``: whether the actor may read more than its printed line."""
    return tasks.annotate(inside=ExpressionWrapper(insiders(actor), output_field=BooleanField()))


def printed(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with all that a printed line shows, whatever their number."""
    return tasks.prefetch_related(PRINTED, SHARES)


@dataclass(frozen=True)
class Shares:
    """How many of all shares of a container are verified."""

    done: int
    all: int

    @property
    def percent(self) -> int:
        """The same in per cent."""
        return self.done * 100 // self.all


def share_progress(task: Task) -> Shares | None:
    """How far a divided task has come, by its shares; ``None`` for any other one."""
    shares = task.living_shares() if task.group == GroupChoice.DIVIDED else []
    done = sum(share.state == TaskState.VERIFIED for share in shares)
    return Shares(done, len(shares)) if shares else None


def shares_of(task: Task) -> QuerySet[Task]:
    """The shares of a container in order; those taken out before the issue are left away."""
    issued = Q(assigned_on__isnull=False) | ~Q(state=TaskState.CANCELLED)
    found: QuerySet[Task] = task.children.filter(issued)
    return found.select_related("lead").order_by("pk")


def parts_of(task: Task, *, former: bool) -> QuerySet[Cooperation]:
    """The parts of a task; with ``former`` also those that were sent and released."""
    found: QuerySet[Cooperation] = task.cooperations.select_related("unit", "task", "task__plan")
    living = ~Q(state=CooperationState.RELEASED)
    sent = Q(sign_off_until__isnull=False) if former else Q(pk=None)
    return found.filter(living | sent).order_by("pk")


def releases_to_confirm(actor: Official) -> QuerySet[Cooperation]:
    """Releases that a lead has proposed, for the coordinators of the plan to decide."""
    return (
        Cooperation.objects.filter(
            task__plan__in=actor.plans.get("coordinate_plan", NOTHING),
            release_by__isnull=False,
            state__in=AT_WORK,
        )
        .exclude(task__state__in=CLOSED)
        .select_related("task", "task__lead", "unit")
        .order_by("pk")
    )


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


def without_lead(drafts: QuerySet[Task]) -> QuerySet[Task]:
    """Drafts that nobody would lead: containers count where no share is left in them."""
    shares = Task.objects.filter(parent=OuterRef("pk"), state=TaskState.DRAFT)
    shared = Q(group=GroupChoice.DIVIDED) & Exists(shares)
    return drafts.filter(lead__isnull=True).exclude(shared)


def undecided_groups(drafts: QuerySet[Task]) -> QuerySet[Task, str]:
    """The numbers of the drafts for whose groups of units nothing was chosen yet."""
    open_choice = drafts.filter(group="").exclude(collective=[])
    return open_choice.order_by("position", "pk").values_list("number", flat=True)


def drafted_parts(task: Task, unit: Unit) -> list[Cooperation]:
    """The part that was drafted for the unit, if any."""
    return list(task.cooperations.filter(unit=unit, state=CooperationState.DRAFT))


def with_open_opinions(drafts: QuerySet[Task]) -> list[str]:
    """The drafts on which a unit's opinion, or the dispute opened from it, is undecided."""
    found = drafts.filter(opinions__state__in=["open", "in_dispute"])
    rows = found.order_by("position", "pk").values_list("number", "title").distinct()
    return [f"{number} {title}".strip() for number, title in rows]


def with_shares(pks: Collection[int]) -> list[int]:
    """The ids of tasks and of the living shares of those that are containers, in order."""
    living = Task.objects.filter(parent__in=pks).exclude(state__in=CLOSED)
    return sorted({*pks, *living.values_list("pk", flat=True)})


def parts_to_word(task: Task) -> list[Cooperation]:
    """The parts of which the lead may still say what the unit is to do."""
    return TO_WORD.instances(task.pk, join="unit")


TO_WORD = Prepared(
    lambda task: (
        Cooperation.objects.filter(
            task=task, state__in=(CooperationState.PENDING, CooperationState.ACCEPTED), barred=False
        )
        .select_related("unit")
        .order_by("pk")
    )
)


def cancellable_tasks(plan: Plan) -> QuerySet[Task]:
    """The tasks of a plan that an amendment may cancel, in their printed order."""
    found: QuerySet[Task] = plan.tasks.exclude(state__in=CLOSED)
    return found.order_by("position", "pk")


def parts_waiting_for(actor: Official) -> QuerySet[Cooperation]:
    """Cooperating parts on which the actor's unit still works, the most urgent task first.

    Dates stand in the tasks, so that no index gives this order: the newest ``PARTS_SORTED`` parts
    are sorted, and what the page costs stays the same however many there are.
    """
    at_work = Cooperation.objects.filter(unit__in=actor.acts, state__in=AT_WORK)
    return (
        Cooperation.objects.filter(pk__in=at_work.order_by("-pk").values("pk")[:PARTS_SORTED])
        .exclude(task__state__in=CLOSED)
        .select_related("task", "task__lead", "unit")
        .order_by(F("asked_until").asc(nulls_last=True), "-state", "task__due_on", "pk")
    )


def finished_parts(task: Task) -> QuerySet[Cooperation]:
    """The parts that their units have done, which a verifier may have taken up again."""
    done = task.cooperations.filter(state=CooperationState.DONE)
    found: QuerySet[Cooperation] = done.select_related("unit").order_by("pk")
    return found


def visible_claims(actor: Official) -> QuerySet[Claim]:
    """Claims with their results, of the tasks whose inside the actor sees, newest first."""
    inside = Task.objects.filter(insiders(actor)).only("pk")
    found = Claim.objects.filter(task__in=inside).select_related("unit", "by")
    return found.prefetch_related("results").order_by("-pk")


def visible_verifications(actor: Official) -> QuerySet[Verification]:
    """Decisions upon claims, with their findings, of the tasks whose inside the actor sees."""
    inside = Task.objects.filter(insiders(actor)).only("pk")
    found = Verification.objects.filter(task__in=inside)
    rows = found.select_related("unit", "by").prefetch_related("findings")
    return rows.order_by("-pk")


def claims_of(task: Task) -> list[Claim]:
    """The claims of a task, the newest first, with results and what became of them.

    For readers who see the inside of the task.
    """
    found = Claim.objects.filter(task=task).select_related("unit", "by", "verification__unit")
    whole = found.prefetch_related("results__indicator", "verification__findings__indicator")
    return list(whole.order_by("-number"))


def visible_parts(actor: Official) -> QuerySet[Cooperation]:
    """Cooperating parts of the tasks the actor sees, each with ``inside`` as of its task."""
    inside = Task.objects.filter(insiders(actor), pk=OuterRef("task"))
    return (
        Cooperation.objects.filter(task__in=visible_to(actor).values("pk").order_by())
        .select_related("unit", "task", "task__plan")
        .annotate(inside=Exists(inside))
    )
