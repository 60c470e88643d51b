"""Requests and letters as an official sees them, and those that wait for it."""

from django.db.models import QuerySet

from coordination.supervision.models import Extension, Letter
from coordination.supervision.states import EXTENDABLE, URGEABLE, ExtensionState, LetterState
from coordination.tasks.models import Task
from coordination.tasks.queries import insiders
from coordination.units.official import NOTHING, Official


def _inside(actor: Official) -> QuerySet[Task]:
    return Task.objects.filter(insiders(actor)).only("pk")


def visible_extensions(actor: Official) -> QuerySet[Extension]:
    """Requests on the tasks whose inside the actor sees, newest first."""
    found = Extension.objects.filter(task__in=_inside(actor))
    return found.select_related("task", "task__plan", "unit").order_by("-pk")


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
            state=ExtensionState.ASKED,
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
