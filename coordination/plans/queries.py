"""Which plans an official sees."""

from django.db.models import Q, QuerySet

from coordination.plans.models import Plan
from coordination.plans.states import PlanState
from coordination.units.models import Body
from coordination.units.official import NOTHING, Official


def visible_to(actor: Official) -> QuerySet[Plan]:
    """Issued plans of the body for its units; drafts for their drafters only."""
    own = Q(pk__in=actor.plans.get("draft_plan", NOTHING))
    granted = Q(pk__in=actor.plans.get("view_plan", NOTHING), state=PlanState.ISSUED)
    issued = Q(body_id=actor.body_id, state=PlanState.ISSUED) if actor.for_unit else Q(pk=None)
    return (
        Plan.objects.filter(own | granted | issued).select_related("body").order_by("-year", "-pk")
    )


def plan_exists(body: Body, title: str, year: int) -> bool:
    """Whether the body has a plan of this title in the year."""
    return Plan.objects.filter(body=body, title=title, year=year).exists()
