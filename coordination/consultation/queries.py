"""The opinions that an official sees."""

from django.db.models import QuerySet

from coordination.consultation.models import Opinion
from coordination.consultation.states import UNDECIDED
from coordination.plans.models import Plan
from coordination.units.official import NOTHING, Official


def visible_to(actor: Official) -> QuerySet[Opinion]:
    """Those on the drafts of plans that the actor drafts or coordinates.

    The unit itself sees the case that was opened from its opinion, and is told of the decision.
    """
    rights = ("draft_plan", "coordinate_plan")
    plans = frozenset().union(*(actor.plans.get(right, NOTHING) for right in rights))
    return (
        Opinion.objects.filter(plan__in=plans)
        .select_related("task", "task__lead", "plan", "unit", "proposed", "by", "dispute")
        .order_by("-pk")
    )


def undecided(actor: Official, plan: Plan) -> QuerySet[Opinion]:
    """What still stands against the issue of the plan, in the order of its lines."""
    found = visible_to(actor).filter(plan=plan, state__in=UNDECIDED, task__state="draft")
    return found.order_by("task__position", "task", "pk")
