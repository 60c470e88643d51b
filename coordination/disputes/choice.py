"""An outcome that is proposed or ruled, as the steps and the rows take it."""

from datetime import date
from typing import Any

from coordination.disputes.models import Dispute
from coordination.disputes.states import CHANGING, OldLead, Outcome
from coordination.units.models import Unit


def chosen(
    outcome: str,
    new_lead: Unit | None = None,
    old_lead: str = "",
    units: list[Unit] | None = None,
    wording: str = "",
    division: str = "",
    duty: str = "",
    due_on: date | None = None,
    on: date | None = None,
    parts: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """An outcome as the steps and rows take it: what means nothing for it is left out."""
    first = outcome in (*CHANGING, Outcome.JOINT)
    keeps = outcome == Outcome.REASSIGN and (old_lead or OldLead.COOPERATING)
    terms: dict[str, Any] = {
        "units": sorted(unit.pk for unit in units or []),
        "parts": parts or [],
        "due_on": due_on.isoformat() if due_on else "",
        "on": on.isoformat() if on else "",
    }
    return {
        "outcome": outcome,
        "new_lead": new_lead if first else None,
        "old_lead": str(keeps or ""),
        "terms": {name: value for name, value in terms.items() if value},
        "wording": wording,
        "division": division,
        "duty": duty if outcome == Outcome.ADJUST else "",
    }


def newly_named(dispute: Dispute, data: dict[str, Any]) -> list[Unit]:
    """Units that the outcome names and that are no parties yet."""
    named = [data["new_lead"]] if data["new_lead"] else []
    named += dispute.units_of(data["terms"])
    known = dispute.party_ids()
    return [unit for unit in named if unit.pk not in known]
