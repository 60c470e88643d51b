"""The notices an official reads."""

from django.db.models import Q, QuerySet

from coordination.notifications.models import Notice
from coordination.units.official import NOTHING, Official


def visible_to(actor: Official) -> QuerySet[Notice]:
    """Notices of the unit acted for, or of the function on its plans, newest first."""
    mine = (
        Q(unit__in=actor.acts)
        if actor.for_unit
        else Q(duty=actor.hat, plan__in=actor.plans.get("view_plan", NOTHING))
    )
    return (
        Notice.objects.filter(mine).select_related("task", "record", "plan", "unit").order_by("-pk")
    )
