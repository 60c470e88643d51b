"""Requests and letters as an official sees them, and those that wait for it."""

from django.db.models import Q, QuerySet

from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.supervision.states import (
    EXTENDABLE,
    URGEABLE,
    LetterState,
    RequestState,
    TransferState,
)
from coordination.tasks.models import Task
from coordination.tasks.queries import insiders
from coordination.tasks.states import TaskState
from coordination.units.official import NOTHING, Official


def _inside(actor: Official) -> QuerySet[Task]:
    return Task.objects.filter(insiders(actor)).only("pk")


def visible_extensions(actor: Official) -> QuerySet[Extension]:
    """Requests on the tasks whose inside the actor sees, newest first."""
    found = Extension.objects.filter(task__in=_inside(actor))
    return found.select_related("task", "task__plan", "unit", "by").order_by("-pk")


def visible_letters(actor: Official) -> QuerySet[Letter]:
    """Letters on the tasks whose inside the actor sees, newest first."""
    found = Letter.objects.filter(task__in=_inside(actor))
    return found.select_related("task", "unit", "by").order_by("-pk")


def extensions_to_decide(actor: Official) -> QuerySet[Extension]:
    """Requests that wait for the actor's decision; those of its own units are another's."""
    own = actor.own_units()
    right, beyond = ("rule_plan", True) if "rule_plan" in actor.plans else ("supervise_plan", False)
    return (
        Extension.objects.filter(
            state=RequestState.ASKED,
            beyond=beyond,
            task__plan__in=actor.plans.get(right, NOTHING),
            task__state__in=EXTENDABLE,
        )
        .exclude(task__assignments__unit__in=own)
        .exclude(task__cooperations__unit__in=own)
        .select_related("task", "unit")
        .order_by("old_due", "pk")
    )


def letters_to_answer(actor: Official) -> QuerySet[Letter]:
    """Letters that the actor's unit has not answered, the earliest limit first."""
    return (
        Letter.objects.filter(
            unit__in=actor.acts,
            state__in=[LetterState.SENT, LetterState.UNANSWERED],
            task__state__in=URGEABLE,
        )
        .select_related("task", "unit")
        .order_by("reply_until", "pk")
    )


def visible_reopenings(actor: Official) -> QuerySet[Reopening]:
    """Requests on the tasks whose inside the actor sees, newest first."""
    found = Reopening.objects.filter(task__in=_inside(actor))
    return found.select_related("task", "task__lead", "by").order_by("-pk")


def visible_transfers(actor: Official) -> QuerySet[Transfer]:
    """As for the task's inside, and those that propose the actor's own unit."""
    found = Transfer.objects.filter(Q(task__in=_inside(actor)) | Q(to_unit__in=actor.acts))
    people = ("by", "from_by", "to_by")
    return found.select_related("task", "from_unit", "to_unit", *people).order_by("-pk")


def reopenings_to_decide(actor: Official) -> QuerySet[Reopening]:
    """Requests that wait for the leader in charge."""
    return (
        Reopening.objects.filter(
            state=RequestState.ASKED,
            task__state=TaskState.VERIFIED,
            task__plan__in=actor.plans.get("rule_plan", NOTHING),
        )
        .exclude(task__assignments__unit__in=actor.own_units())
        .exclude(task__cooperations__unit__in=actor.own_units())
        .select_related("task", "by")
        .order_by("pk")
    )


def transfers_waiting(actor: Official) -> QuerySet[Transfer]:
    """Transfers that wait for the head's consent, or for the coordinator's decision."""
    found = Transfer.objects.filter(task__state__in=EXTENDABLE)
    if actor.for_unit:
        mine = Q(from_unit__in=actor.signs, from_by=None) | Q(to_unit__in=actor.signs, to_by=None)
        found = found.filter(mine, state=TransferState.ASKED)
    else:
        plans = actor.plans.get("coordinate_plan", NOTHING)
        found = found.filter(state=TransferState.CONSENTED, task__plan__in=plans)
    return found.select_related("task", "from_unit", "to_unit").order_by("pk")
