"""Pages of disputes: the list, and the case with its rounds side by side."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.disputes import queries as disputes
from coordination.disputes.models import Dispute, DisputeSlot, Statement
from coordination.disputes.settlement import missing
from coordination.disputes.states import OPEN_STATES, DisputeState, SlotKind, SlotState
from coordination.reports import timeline
from coordination.steps import offers_for
from coordination.units.official import Official
from coordination.web.access import SIGNED_IN, VISIBLE, official, open_to
from coordination.web.nouns import fetch, page_of
from coordination.web.offer_links import links_of
from coordination.web.paging import slice_of

OPEN_SLOTS = (SlotState.ASKED, SlotState.GIVEN)
LADDER = (
    DisputeState.COLLECTING,
    DisputeState.CONSULTING,
    DisputeState.ANSWERING,
    DisputeState.RULING,
    DisputeState.CLOSED,
)


@open_to(SIGNED_IN)
def dispute_list(request: HttpRequest) -> HttpResponse:
    """The cases the official sees, open ones by default."""
    found = disputes.visible_to(official(request))
    show_all = request.GET.get("all") == "1"
    if not show_all:
        found = found.filter(state__in=OPEN_STATES)
    page = slice_of(request, found, "pk")
    rows = [{"case": case, "url": page_of(case)} for case in page.rows]
    return render(request, "disputes/list.html", {"rows": rows, "page": page, "show_all": show_all})


@open_to(VISIBLE)
def dispute_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: the ladder, who is waited for, the positions of each round in columns."""
    actor = official(request)
    case = fetch("disputes", actor, pk)
    slots = list(case.slots.select_related("unit", "task", "dispute").order_by("round", "pk"))
    mine = [slot for slot in slots if slot.unit_id in actor.acts and slot.state in OPEN_SLOTS]
    context = {
        "case": case,
        "steps": ladder(case),
        "offers": links_of(case, offers_for(case, actor)),
        "slot_offers": [link for slot in mine for link in _slot_links(slot, actor)],
        "key": uuid4(),
        "parties": list(case.parties.select_related("unit").order_by("pk")),
        "rounds": rounds(case, slots, disputes.readable_statements(actor, case)),
        "waits": waits(slots, actor),
        "missing": still_missing(case, slots),
        "ruling": getattr(case, "ruling", None),
        "open": case.state in OPEN_STATES,
        "entries": timeline.of_case(case),
    }
    return render(request, "disputes/dispute.html", context)


def _slot_links(slot: DisputeSlot, actor: Official) -> list[dict[str, Any]]:
    """The buttons of a slot; a statement that was given can still be revised."""
    links = links_of(slot, offers_for(slot, actor))
    if slot.state == SlotState.GIVEN:
        revise = {"label": _("Revise our statement"), "primary": False}
        links = [link | revise for link in links if link["allowed"]]
    return links


def ladder(case: Dispute) -> list[dict[str, Any]]:
    """The rungs of the case and the present one."""
    if case.state in (DisputeState.WITHDRAWN, DisputeState.VOID):
        return [{"label": case.get_state_display(), "status": "done"}]
    settled = case.state == DisputeState.CLOSED and case.decided == "settlement"
    rungs = [rung for rung in LADDER if not (settled and rung == DisputeState.RULING)]
    at = rungs.index(DisputeState(case.state))
    labels = {
        DisputeState.COLLECTING: _("Statements"),
        DisputeState.CONSULTING: _("Proposal"),
        DisputeState.ANSWERING: _("Answers"),
        DisputeState.RULING: _("Ruling"),
        DisputeState.CLOSED: _("Carried out"),
    }
    last = len(rungs) - 1
    return [
        {
            "label": labels[rung],
            "note": _("round %(round)d of %(max)d") % {"round": case.round, "max": case.max_rounds}
            if index == at and index < last
            else "",
            "status": "done"
            if index < at or at == index == last
            else "contest"
            if index == at
            else "todo",
        }
        for index, rung in enumerate(rungs)
    ]


def rounds(
    case: Dispute, slots: Iterable[DisputeSlot], statements: Iterable[Statement]
) -> list[dict[str, Any]]:
    """The rounds, the newest first; in each the parties' positions in columns."""
    said: dict[int, list[Statement]] = {}
    for statement in statements:
        said.setdefault(statement.slot_id, []).append(statement)
    proposals = {each.round: each for each in case.proposals.select_related("new_lead")}
    found: dict[int, dict[str, Any]] = {}
    for slot in slots:
        entry = found.setdefault(
            slot.round,
            {
                "number": slot.round,
                "statements": [],
                "answers": [],
                "proposal": proposals.get(slot.round),
            },
        )
        column = {"slot": slot, "said": said.get(slot.pk, [])}
        entry["statements" if slot.asked_for == SlotKind.STATEMENT else "answers"].append(column)
    return [found[number] for number in sorted(found, reverse=True)]


def waits(slots: Iterable[DisputeSlot], actor: Official) -> list[dict[str, Any]]:
    """Who is waited for, until when."""
    return [
        {
            "who": _("The case"),
            "whom": str(slot.unit),
            "what": _("%(kind)s by %(day)s")
            % {"kind": slot.get_asked_for_display(), "day": slot.due_on.isoformat()},
            "mine": slot.unit_id in actor.acts,
        }
        for slot in slots
        if slot.state == SlotState.ASKED
    ]


def still_missing(case: Dispute, slots: Iterable[DisputeSlot]) -> str:
    """What is still missing for agreement, as one sentence."""
    if case.state != DisputeState.ANSWERING:
        return ""
    current = [
        slot for slot in slots if slot.round == case.round and slot.asked_for == SlotKind.ANSWER
    ]
    answers = {str(slot.unit): slot.stance for slot in current}
    asked = {str(slot.unit) for slot in current if slot.state == SlotState.ASKED}
    return missing(case.gaining, answers, asked)
