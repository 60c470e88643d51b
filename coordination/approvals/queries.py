"""Amendments as an official sees them."""

from django.db.models import QuerySet

from coordination.approvals.models import Amendment
from coordination.approvals.states import AmendmentState
from coordination.plans.queries import visible_to as visible_plans
from coordination.units.official import NOTHING, Official


def visible_to(actor: Official) -> QuerySet[Amendment]:
    """Those of the plans the actor sees; a proposal only for the functions of the plan."""
    found = Amendment.objects.filter(plan__in=visible_plans(actor).values("pk").order_by())
    if actor.for_unit:
        found = found.filter(state=AmendmentState.APPROVED)
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
