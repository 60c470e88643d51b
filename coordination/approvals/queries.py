"""Amendments as an official sees them."""

from django.db.models import Q, QuerySet

from coordination.approvals.models import Amendment
from coordination.approvals.states import AmendmentState
from coordination.plans.queries import visible_to as visible_plans
from coordination.units.official import NOTHING, Official


def visible_to(actor: Official) -> QuerySet[Amendment]:
    """Those of the plans the actor sees; a proposal only for those who conduct the plan."""
    rights = ("coordinate_plan", "supervise_plan", "rule_plan")
    conducted = frozenset().union(*(actor.plans.get(right, NOTHING) for right in rights))
    found = Amendment.objects.filter(plan__in=visible_plans(actor).values("pk").order_by()).filter(
        Q(state=AmendmentState.APPROVED) | Q(plan__in=conducted)
    )
    return found.select_related("plan", "by").prefetch_related("tasks").order_by("-pk")


def to_decide(actor: Official) -> QuerySet[Amendment]:
    """Amendments that wait for the leader in charge."""
    return (
        Amendment.objects.filter(
            state=AmendmentState.PROPOSED, plan__in=actor.plans.get("rule_plan", NOTHING)
        )
        .exclude(by=actor.user_id or 0)
        .select_related("plan")
        .order_by("pk")
    )
