"""The state of a dispute, N1 to N12, read in four files; that of a slot in ``slot_lifecycle``.

viewflow decides who is asked next (``flow``); what the case *is* stands here and changes by
the door only. Beside the way stand here the calendar that was edited and the party that was merged.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.joining_steps import JoiningSteps
from coordination.disputes.opening_steps import STAY
from coordination.disputes.states import DisputeState
from workflow.door import Act
from workflow.lifecycle import Creation, consequence, state_field, step

LIVE = {**STAY, "joined": "joined", "receipt": "receipt"}


class DisputeLifecycle(JoiningSteps):
    """Admission, rounds, opinions, file, ruling, execution, receipt; or withdrawn, or void."""

    kind = "dispute"
    creations = (Creation("file", DisputeState.FILED, _("file the dispute"), "dispute.filed"),)

    state = state_field(DisputeState, DisputeState.FILED)

    class Meta:
        abstract = True

    @step(LIVE, rule=consequence, label=_("Limits counted anew"))
    def move_limits(self, act: Act, *, due_on: date) -> None:
        """The calendar of working days was changed; the limit ends no earlier than before."""
        if self.completion_until:
            self.completion_until = due_on
        if self.review_until:
            self.review_until = due_on
        self.due_on = due_on

    @step(
        LIVE,
        rule=consequence,
        label=_("Taken over by the unit that follows"),
        topic="dispute.succeeded",
    )
    def succeed(self, act: Act, *, old: Any, new: Any) -> None:
        """A party was merged or closed; its successor enters in its place."""
        for role in ("contesting", "lead", "proposed", "new_lead"):
            if getattr(self, f"{role}_id") == old.pk:
                setattr(self, role, new)
        self.objectors = _with(self.objectors, old.pk, new.pk)
        self.skipping = _with(self.skipping, old.pk, new.pk)
        self.terms = terms_with(self.terms, old.pk, new.pk)


def terms_with(terms: dict[str, Any], old: int, new: int) -> dict[str, Any]:
    """The terms of an outcome with the unit ``new`` wherever they name ``old``."""
    found = dict(terms)
    if "units" in terms:
        found["units"] = sorted(_with(terms["units"], old, new))
    if "parts" in terms:
        found["parts"] = [
            {**part, "unit": new if part["unit"] == old else part["unit"]}
            for part in terms["parts"]
        ]
    return found


def _with(units: list[int], old: int, new: int) -> list[int]:
    return [new if unit == old else unit for unit in units]
