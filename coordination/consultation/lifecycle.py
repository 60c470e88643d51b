"""The lifecycle of an opinion on a draft."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.consultation import rules
from coordination.consultation.states import DECISIONS, OpinionState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step

DECIDED = tuple(state.value for state in DECISIONS)


class OpinionLifecycle(Subject):
    """Recorded from a unit's letter; decided with a reason, or by the dispute opened from it."""

    kind = "opinion"
    creations = (
        Creation(
            "opine",
            OpinionState.OPEN,
            _("record an opinion"),
            "opinion.recorded",
            ("text", "basis"),
        ),
    )

    state = state_field(OpinionState, OpinionState.OPEN)
    reason = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    @step(
        {"open": DECIDED},
        rule=rules.may_decide,
        label=_("Decide on the opinion"),
        needs=(rules.lead_living,),
        prose=("reason",),
        topic="opinion.decided",
    )
    def decide_opinion(self, act: Act, *, decision: str, reason: str) -> str:
        """The coordinator adopts it, partly or not; each with the reason."""
        self.reason = reason
        return decision

    @step(
        {"open": "in_dispute"},
        rule=rules.may_decide,
        label=_("Open the dispute"),
        needs=(
            rules.about_the_lead,
            rules.another_leads,
            rules.no_open_case,
            rules.not_barred,
        ),
        primary=True,
    )
    def open_dispute(self, act: Act) -> None:
        """The units do not agree: they consult, and if need be it is ruled, before the issue."""

    @step(
        {"open": "withdrawn"},
        rule=rules.may_withdraw,
        label=_("Record the withdrawal"),
        prose=("reason",),
        topic="opinion.withdrawn",
        grave=True,
    )
    def withdraw_opinion(self, act: Act, *, reason: str) -> None:
        """The unit took its opinion back before anything came of it."""
        self.reason = reason

    @step(
        {"in_dispute": (*DECIDED, "withdrawn"), **dict.fromkeys(DECIDED, DECIDED)},
        rule=consequence,
        label=_("Concluded by the dispute"),
        topic="opinion.decided",
    )
    def conclude(self, act: Act, *, result: str, **_case: Any) -> str:
        """The outcome of the case decides; a ruling changed on review does so once more."""
        return result
