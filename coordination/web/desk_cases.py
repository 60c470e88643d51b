"""What waits on a desk in disputes: answers a unit owes, and cases that wait for a function."""

from typing import Any

from django.utils.translation import gettext as _

from coordination.disputes import queries as disputes
from coordination.disputes.states import DisputeState, SlotKind
from coordination.units.official import Official
from coordination.web.desk_items import LIMIT, Item, limit_light
from coordination.web.nouns import page_of, step_url

# The step by which each kind of slot is answered.
ANSWERS = {
    SlotKind.STATEMENT: "state",
    SlotKind.WINDOW: "state",
    SlotKind.ANSWER: "answer",
    SlotKind.OPINION: "give_opinion",
    SlotKind.FACTS: "confirm_facts",
    SlotKind.RECEIPT: "receive",
}
# The step for which a case waits in each state.
NEXT = {
    DisputeState.FILED: "admit",
    DisputeState.CONSULTING: "propose",
    DisputeState.FILING: "submit_file",
    DisputeState.RULING: "rule",
    DisputeState.RECEIPT: "decide_review",
}


def slots_owed(actor: Official) -> list[Item]:
    """Statements, answers, opinions, corrections and receipts, the earliest limit first."""
    words = {
        "state": _("Give our statement"),
        "answer": _("Answer the proposal"),
        "give_opinion": _("Give our opinion"),
        "confirm_facts": _("Confirm or correct the facts"),
        "receive": _("Sign for the ruling"),
    }
    found = []
    for slot in disputes.slots_waiting_for(actor)[:LIMIT]:
        step = ANSWERS[SlotKind(slot.asked_for)]
        found.append(
            Item(
                title=str(slot.task),
                url=page_of(slot),
                sub=_("Dispute, round %(round)d") % {"round": slot.round},
                act=words[step],
                act_url=page_of(slot) if step == "receive" else step_url(slot, step),
                light=limit_light(slot.due_on),
                due=slot.due_on,
            )
        )
    return found


def cases_waiting(actor: Official) -> list[Item]:
    """Cases that wait for the actor's own act, the one about to lapse first."""
    words = {
        "admit": _("Decide on the admission"),
        "propose": _("Propose a settlement"),
        "submit_file": _("Submit for ruling"),
        "rule": _("Rule"),
        "decide_review": _("Decide on the review"),
    }
    found = []
    for case in disputes.waiting_for(actor)[:LIMIT]:
        step = NEXT[DisputeState(case.state)]
        found.append(
            Item(
                title=str(case.task),
                url=page_of(case),
                sub=_case_sub(case),
                act=words[step],
                act_url=page_of(case) if step == "admit" else step_url(case, step),
                light=limit_light(case.due_on) if case.due_on else None,
                due=case.due_on,
                state={"code": case.state, "label": case.get_state_display()},
            )
        )
    return found


def _case_sub(case: Any) -> str:
    if case.part_id:
        words = _("%(one)s contests its part; round %(round)d")
        return words % {"one": case.contesting, "round": case.round}
    words = _("%(one)s contests; proposed: %(other)s; round %(round)d")
    return words % {"one": case.contesting, "other": case.proposed, "round": case.round}
