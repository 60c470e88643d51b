"""The ruling file: what each side said in every round, side by side, generated from the case."""

from typing import Any

from coordination.disputes.acts import RulingFile
from coordination.disputes.models import Dispute, DisputeSlot, Statement
from coordination.disputes.states import Profile, SlotKind
from coordination.duties.queries import Quotes, quotes_of
from workflow.door import Act

Content = dict[str, Any]


def keep_file(act: Act, dispute: Dispute, **text: str) -> None:
    """Store the file as it goes for ruling; without ``text`` nobody prepared it."""
    RulingFile.objects.create(
        dispute=dispute,
        content=content_of(dispute),
        unprepared=not text,
        by_id=act.actor.user_id if text else None,
        at=act.at,
        **text,
    )


def content_of(dispute: Dispute) -> Content:
    """The file as JSON: codes, dates, names and the words that are open."""
    slots = list(
        dispute.slots.select_related("unit").prefetch_related("statements").order_by("round", "pk")
    )
    quotes = quotes_of(dispute)
    return {
        "task": str(dispute.task),
        "filed_on": dispute.filed_on.isoformat(),
        "ground": dispute.ground,
        "facts": dispute.facts,
        "basis": dispute.basis,
        "cited": quotes.get((None, None), []),
        "parties": [
            {"unit": str(party.unit), "role": party.role}
            for party in dispute.parties.select_related("unit").order_by("pk")
        ],
        "rounds": [
            _round(dispute, number, slots, quotes) for number in range(1, dispute.round + 1)
        ],
        "opinions": _said(slots, quotes, SlotKind.OPINION),
        "facts_corrected": _said(slots, quotes, SlotKind.FACTS),
        "marks": marks_of(dispute),
    }


def marks_of(dispute: Dispute) -> list[str]:
    """Codes of what was out of the ordinary; each is written into the file."""
    found = []
    if dispute.profile == Profile.URGENT:
        found.append("urgent")
    if dispute.new_ground:
        found.append("new_ground")
    if set(dispute.skipping) >= dispute.party_ids():
        found.append("skipped")
    if not dispute.consultations.filter(meeting=True).exists() and not found:
        found.append("no_meeting")
    return found


def _round(dispute: Dispute, number: int, slots: list[DisputeSlot], quotes: Quotes) -> Content:
    own = [slot for slot in slots if slot.round == number]
    proposal = dispute.proposals.filter(round=number).select_related("new_lead").first()
    return {
        "number": number,
        "statements": _said(own, quotes, SlotKind.STATEMENT, SlotKind.WINDOW),
        "consultations": [
            {
                "held_on": each.held_on.isoformat(),
                "people": each.people,
                "agreed": each.agreed,
                "still_open": each.still_open,
            }
            for each in dispute.consultations.filter(round=number).order_by("pk")
        ],
        "proposal": proposal
        and {
            "outcome": proposal.outcome,
            "new_lead": str(proposal.new_lead or ""),
            "text": proposal.text,
            "cited": quotes.get((None, proposal.pk), []),
        },
        "answers": _said(own, quotes, SlotKind.ANSWER),
    }


def _said(slots: list[DisputeSlot], quotes: Quotes, *kinds: SlotKind) -> list[Content]:
    return [_position(slot, quotes) for slot in slots if slot.asked_for in kinds]


def _position(slot: DisputeSlot, quotes: Quotes) -> Content:
    last: Statement | None = max(
        slot.statements.all(), key=lambda each: each.position, default=None
    )
    return {
        "unit": str(slot.unit),
        "state": slot.state,
        "stance": slot.stance,
        "text": last.text if last else "",
        "basis": last.basis if last else "",
        "cited": quotes.get((last.pk, None), []) if last else [],
    }
