"""Reading the opinions of units on drafts."""

from typing import Any

from django.db.models import QuerySet

from coordination.api.listing import Reading
from coordination.api.parameters import ID, one_of
from coordination.api.turn_serializers import OpinionOut
from coordination.consultation import queries as consultation
from coordination.consultation.states import OpinionKind, OpinionState
from coordination.units.official import Official


class Opinions(Reading):
    """Opinions on the drafts of a plan."""

    serializer_class = OpinionOut
    orders = ("-id", "id")
    filters = {
        **dict.fromkeys(("plan", "task", "unit"), ID),
        "about": one_of(OpinionKind.values),
        "state": one_of(OpinionState.values),
    }

    def rows(self, actor: Official) -> QuerySet[Any]:
        """Those on the plans that the official drafts or coordinates."""
        return consultation.visible_to(actor)
