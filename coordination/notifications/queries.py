"""The notices an official reads."""

from django.db.models import Q, QuerySet

from coordination.notifications.models import Notice
from coordination.units.official import NOTHING, Official
from coordination.units.states import Duty


def visible_to(actor: Official) -> QuerySet[Notice]:
    """Notices of the unit acted for, or of the function on its plans, newest first."""
    mine = (
        Q(unit__in=actor.acts)
        if actor.for_unit
        else Q(duty__in=_told_as(actor), plan__in=actor.plans.get("view_plan", NOTHING))
    )
    return (
        Notice.objects.filter(mine).select_related("task", "record", "plan", "unit").order_by("-pk")
    )


def _told_as(actor: Official) -> set[str]:
    """The functions whose notices the actor reads; the head of an office reads its office's."""
    return {actor.hat, Duty.COORDINATOR} if actor.hat == Duty.COORDINATOR_HEAD else {actor.hat}
