"""Pages of disputes: the list, and the case with its rounds side by side."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.disputes import queries as disputes
from coordination.disputes.models import Dispute, DisputeSlot, Statement
from coordination.disputes.profiles import bound, ceiling
from coordination.disputes.settlement import missing
from coordination.disputes.states import (
    LIVE_STATES,
    Decided,
    DisputeState,
    Phase,
    SlotKind,
    SlotState,
)
from coordination.duties.queries import of_filing
from coordination.reports import timeline
from coordination.steps import offers_for
from coordination.tasks import queries as tasks
from coordination.units.official import NOTHING, Official
from coordination.units.queries import units_by_id
from coordination.web.access import SIGNED_IN, VISIBLE, official, open_to
from coordination.web.case_drawing import RUNGS, drawing
from coordination.web.nouns import fetch, page_of
from coordination.web.offer_links import links_of
from coordination.web.paging import slice_of
from coordination.web.positions import Said, columns, spoken
from coordination.web.precedent_pages import for_deciders

OPEN_SLOTS = (SlotState.ASKED, SlotState.GIVEN)
LADDER = tuple(RUNGS)
IN_ROUNDS = (DisputeState.COLLECTING, DisputeState.CONSULTING, DisputeState.ANSWERING)
STATEMENTS = (SlotKind.STATEMENT, SlotKind.WINDOW)


@open_to(SIGNED_IN)
def dispute_list(request: HttpRequest) -> HttpResponse:
    """The cases the official sees, open ones by default."""
    actor = official(request)
    found = disputes.visible_to(actor)
    show_all = request.GET.get("all") == "1"
    if not show_all:
        found = found.filter(state__in=LIVE_STATES)
    page = slice_of(request, found, "pk")
    rows = [{"case": case, "url": page_of(case)} for case in page.rows]
    context = {"rows": rows, "page": page, "show_all": show_all, "conduct": _conduct(actor)}
    return render(request, "disputes/list.html", context)


def _conduct(actor: Official) -> list[dict[str, Any]]:
    """What supervision sees of cases: how units behaved in them, counted and not scored."""
    plans = actor.plans.get("supervise_plan", NOTHING)
    counted = disputes.conduct(plans) if plans else {}
    units = units_by_id(set(counted))
    return [{"unit": unit, **counted[unit.pk]} for unit in units if any(counted[unit.pk].values())]


@open_to(VISIBLE)
def dispute_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: the ladder, who is waited for, the positions of each round in columns."""
    actor = official(request)
    case = fetch("disputes", actor, pk)
    prefetch_related_objects([case], "parties__unit")
    slots = list(case.slots.select_related("unit", "task", "dispute").order_by("round", "pk"))
    mine = [slot for slot in slots if _is_mine(slot, actor)]
    said: dict[int, list[Statement]] = {}
    for statement in disputes.readable_statements(actor, case):
        said.setdefault(statement.slot_id, []).append(statement)
    context = {
        "case": case,
        "steps": ladder(case),
        "offers": links_of(case, offers_for(case, actor)),
        "slot_offers": [link for slot in mine for link in _slot_links(slot, actor)],
        "key": uuid4(),
        "parties": sorted(case.parties.all(), key=lambda party: party.pk),
        "rounds": rounds(case, slots, said),
        "opinions": columns(slots, said, SlotKind.OPINION),
        "corrections": columns(slots, said, SlotKind.FACTS),
        "receipts": columns(slots, said, SlotKind.RECEIPT),
        "file": getattr(case, "file", None) if case.inside else None,
        "reviews": list(case.reviews.select_related("unit", "by").order_by("pk")),
        "temporary": case.temporary_leads.select_related("unit").filter(until=None).first(),
        "bound": bound(case) if case.limits else None,
        "ceiling": ceiling(case) if case.limits else None,
        "waits": waits(slots, actor),
        "missing": still_missing(case, slots) if case.inside else "",
        "filed_with": list(of_filing().filter(dispute=case)),
        "rulings": list(case.rulings.select_related("by", "new_lead").order_by("number")),
        "draft": case.phase == Phase.PRE_ISSUE,
        "task_seen": tasks.visible_to(actor).filter(pk=case.task_id).exists(),
        "open": case.state in LIVE_STATES,
        "together": disputes.joined_with(case, actor),
        "entries": timeline.of_case(case) if case.inside else [],
        "drawing": drawing(timeline.path_of(case)) if case.inside else None,
        **for_deciders(case, actor),
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
    if case.state == DisputeState.JOINED:
        return [{"label": case.get_state_display(), "status": "contest"}]
    short = {
        Decided.SETTLEMENT: LADDER[4:8],
        Decided.REFUSAL: LADDER[1:8],
        Decided.LAPSE: LADDER[7:8],
    }
    skipped = short.get(Decided(case.decided), ()) if case.decided else ()
    rungs = [rung for rung in LADDER if rung not in skipped]
    at = rungs.index(DisputeState(case.state))
    last = len(rungs) - 1
    return [
        {
            "label": str(RUNGS[rung]),
            "note": _rung_note(case) if index == at and index < last else "",
            "status": "done"
            if index < at or at == index == last
            else "contest"
            if index == at
            else "todo",
        }
        for index, rung in enumerate(rungs)
    ]


def _rung_note(case: Dispute) -> str:
    """Until when it waits there, and in which round."""
    if case.state in IN_ROUNDS:
        words = _("round %(round)d of %(max)d")
        return words % {"round": case.round, "max": case.max_rounds}
    return _("until %(day)s") % {"day": case.due_on.isoformat()} if case.due_on else ""


def rounds(case: Dispute, slots: Iterable[DisputeSlot], said: Said) -> list[dict[str, Any]]:
    """The rounds, the newest first; in each the parties' positions in columns."""
    written = case.proposals.select_related("new_lead").prefetch_related(disputes.CITED)
    proposals = {each.round: each for each in written}
    held: dict[int, list[Any]] = {}
    for each in case.consultations.select_related("by").order_by("pk"):
        held.setdefault(each.round, []).append(each)
    found: list[dict[str, Any]] = []
    before: dict[int, Statement] = {}
    for number in sorted({slot.round for slot in slots}):
        own = [slot for slot in slots if slot.round == number]
        stated = columns(own, said, *STATEMENTS, before=before)
        before |= spoken(stated)
        told = {
            "number": number,
            "statements": stated,
            "consultations": held.get(number, []),
            "answers": columns(own, said, SlotKind.ANSWER),
            "proposal": proposals.get(number),
        }
        found.insert(0, told)
    return found


def _is_mine(slot: DisputeSlot, actor: Official) -> bool:
    """The actor's unit owes it, or the office whose function the actor holds."""
    if slot.state not in OPEN_SLOTS:
        return False
    if slot.asked_for == SlotKind.OPINION:
        return slot.unit_id == actor.unit_id and not actor.for_unit
    return slot.unit_id in actor.acts


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
    return missing(disputes.gaining(case), answers, asked)
