"""What must never be around a task: its claim, its parts, requests about it, its case."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from coordination.approvals.models import Amendment
from coordination.consultation.models import Opinion
from coordination.consultation.states import UNDECIDED, OpinionState
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import LIVE_STATES, OPEN_STATES, Phase, Scope, SlotKind, SlotState
from coordination.reports.finding import Finding
from coordination.supervision.models import Extension, Reopening, Transfer
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState

CLAIMED = (TaskState.COMPLETED, TaskState.VERIFIED)
CLOSED = (TaskState.VERIFIED, TaskState.CANCELLED)
OF_PARTY = "the unit that checks has, or had, a part in the task"


def findings() -> Iterator[Finding]:
    """Everything found, one rule after the other."""
    yield from claims()
    yield from parts()
    yield from plans_of_work()
    yield from requests()
    yield from counts()
    yield from cases()
    yield from amendments()
    yield from opinions()


def claims() -> Iterator[Finding]:
    """A claim stands exactly while it is checked or closed, and no party checks it."""
    tasks = Task.objects.order_by("pk")
    open_states = tasks.exclude(state__in=[*CLAIMED, TaskState.CANCELLED])
    yield from _named(
        tasks.filter(state__in=CLAIMED, claimed_by=None)
        | open_states.filter(claimed_by__isnull=False),
        "claim",
        "the claim does not fit the state",
    )
    yield from _named(
        tasks.filter(state=TaskState.VERIFIED, verified_by=None)
        | tasks.exclude(state=TaskState.VERIFIED).filter(verified_by__isnull=False),
        "verifier",
        "the verifying unit does not fit the state",
    )
    for name in ("verifying", "verified_by"):
        unit = OuterRef(f"{name}_id")
        led = Assignment.objects.filter(task=OuterRef("pk"), unit=unit)
        helped = Cooperation.objects.filter(task=OuterRef("pk"), unit=unit)
        judged = tasks.filter(Exists(led) | Exists(helped) | Q(**{name: F("claimed_by")}))
        yield from _named(judged, "separation", OF_PARTY)


def parts() -> Iterator[Finding]:
    """Parts are sent with their task and end with it."""
    rows = Cooperation.objects.order_by("pk").exclude(state=CooperationState.RELEASED)
    drafted = Q(state=CooperationState.DRAFT)
    yield from _named(
        rows.filter(task__state=TaskState.CANCELLED).exclude(drafted),
        "part_of_cancelled",
        "a part of a cancelled task is not released",
    )
    unsent = Q(task__state__in=[TaskState.DRAFT, TaskState.CANCELLED])
    yield from _named(
        rows.filter((drafted & ~unsent) | (~drafted & Q(task__state=TaskState.DRAFT))),
        "part_sent",
        "the part was not sent together with its task",
    )
    yield from _named(
        rows.filter(unit=F("task__lead")).exclude(drafted),
        "part_of_lead",
        "the lead cooperates with itself",
    )


def plans_of_work() -> Iterator[Finding]:
    """Milestones follow one another."""
    before: dict[int, Any] = {}
    rows = Milestone.objects.order_by("task", "position").values_list("task_id", "due_on")
    for pk, due_on in rows.iterator():
        if pk in before and due_on < before[pk]:
            yield Finding("task", pk, "milestone_order", f"a milestone steps back to {due_on}")
        before[pk] = due_on


def requests() -> Iterator[Finding]:
    """One open request of a sort, none about a closed task, none decided by who signed it."""
    asked: list[tuple[Any, Q]] = [
        (Extension, Q(state="asked")),
        (Reopening, Q(state="asked")),
        (Transfer, Q(state__in=["asked", "consented"])),
    ]
    for model, is_open in asked:
        rows = model.objects.order_by("pk").filter(is_open)
        doubled = rows.order_by().values("task").annotate(n=Count("pk")).filter(n__gt=1)
        for pk in doubled.values_list("task", flat=True):
            yield Finding("task", pk, "one_request", f"several open requests: {model.kind}")
        closed = CLOSED if model is not Reopening else (TaskState.CANCELLED,)
        yield from _named(
            rows.filter(task__state__in=closed), "request_of_closed", "open, the task is closed"
        )
    signed = Q(decided_by=F("by"))
    both = Q(decided_by=F("from_by")) | Q(decided_by=F("to_by"))
    for model, by_signer in ((Extension, signed), (Reopening, signed), (Transfer, both)):
        decided: Any = model._default_manager.order_by("pk")
        yield from _named(decided.filter(by_signer), "decider", "decided by somebody who signed it")


def counts() -> Iterator[Finding]:
    """What is counted on a task equals what was granted."""
    for name, related in (("extensions", "extension_requests"), ("reopened", "reopenings")):
        granted = Count(related, filter=Q(**{f"{related}__state": "granted"}))
        counted = Task.objects.order_by("pk").annotate(granted=granted)
        yield from _named(counted.exclude(**{name: F("granted")}), "count", f"{name} miscounted")


def cases() -> Iterator[Finding]:
    """An open case is about the present lead; nobody is asked in a closed one, or a past round.

    A case about a part goes on with its parties when the lead changes meanwhile: both run.
    """
    is_open = Dispute.objects.order_by("pk").filter(state__in=OPEN_STATES)
    others = is_open.exclude(scope=Scope.COOPERATION).exclude(lead=F("task__lead"))
    yield from _named(others, "case_lead", "of another lead")
    waiting = DisputeSlot.objects.order_by("pk").filter(
        state__in=[SlotState.ASKED, SlotState.GIVEN]
    )
    past = ~Q(round=F("dispute__round")) & ~Q(asked_for=SlotKind.WINDOW)
    over = ~Q(dispute__state__in=LIVE_STATES) | past
    yield from _named(waiting.filter(over), "slot_open", "still asked, the round is over")


def amendments() -> Iterator[Finding]:
    """What an approved amendment names is cancelled."""
    spared = Task.objects.filter(amendments=OuterRef("pk")).exclude(state=TaskState.CANCELLED)
    approved = Amendment.objects.order_by("pk").filter(Exists(spared), state="approved")
    yield from _named(approved, "amendment", "approved, but a task of it is not cancelled")


def opinions() -> Iterator[Finding]:
    """An opinion is in dispute exactly while the case opened from it is open, about a draft.

    Nothing undecided is left on an issued task.
    """
    rows = Opinion.objects.order_by("pk")
    is_open = Q(dispute__state__in=OPEN_STATES)
    disputed = rows.filter(state=OpinionState.IN_DISPUTE)
    idle = rows.exclude(state=OpinionState.IN_DISPUTE).filter(is_open)
    yield from _named(disputed.exclude(is_open) | idle, "opinion_case", "the case does not fit")
    issued = rows.filter(state__in=UNDECIDED, task__assigned_on__isnull=False)
    yield from _named(issued, "opinion_open", "undecided, the task is issued")
    drafts = Dispute.objects.order_by("pk").filter(phase=Phase.PRE_ISSUE, state__in=OPEN_STATES)
    others = drafts.exclude(task__state=TaskState.DRAFT)
    yield from _named(others, "case_draft", "open before the issue, the task is no draft")


def _named(rows: "QuerySet[Any]", rule: str, detail: str) -> Iterator[Finding]:
    model: type[Model] = rows.model
    kind = str(getattr(model, "kind", model._meta.model_name))
    for pk in rows.values_list("pk", flat=True):
        yield Finding(kind, pk, rule, detail)
