"""The work desk: what waits for me first, whoever I am."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.disputes import queries as disputes
from coordination.disputes.states import DisputeState, SlotKind
from coordination.notifications import queries as notices
from coordination.notifications.topics import TOPICS
from coordination.plans import queries as plans
from coordination.tasks import queries as tasks
from coordination.tasks.lights import Light, days_left, light_of
from coordination.tasks.states import CLOSED_STATES, TaskState
from coordination.units.official import Official
from coordination.units.states import Duty
from coordination.web.access import SIGNED_IN, official, open_to
from coordination.web.nouns import page_of, step_url
from coordination.web.rows import Row, rows_of
from workflow import clock

LIMIT = 50
SOON_DAYS = 2
NEXT = {
    TaskState.ASSIGNED: "accept",
    TaskState.ACCEPTED: "start",
    TaskState.IN_PROGRESS: "report",
    TaskState.COMPLETED: "verify",
}

ACTS = {
    "accept": gettext_lazy("Accept"),
    "start": gettext_lazy("File the plan of work and start"),
    "report": gettext_lazy("Report progress"),
    "verify": gettext_lazy("Verify and close"),
}


@dataclass(frozen=True)
class Item:
    """One thing that waits: what it is, what is to be done, until when."""

    title: str
    url: str
    sub: str
    act: str
    act_url: str
    light: Any
    due: Any
    state: Any = None


@open_to(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of whoever is signed in, by the post acted in."""
    actor = official(request)
    items = [*_slots(actor), *_cases(actor), *_tasks(actor), *_parts(actor)]
    context = {
        "heading": _heading(actor),
        "items": items[:LIMIT],
        "more": len(items) > LIMIT,
        "plans": plans.visible_to(actor)[:8],
        "others": _others(actor),
        "notices_latest": [
            {"words": TOPICS[notice.topic].words, "notice": notice}
            for notice in notices.visible_to(actor)[:8]
        ],
        "figures": _figures(actor),
        "empty": _empty(actor),
    }
    return render(request, "desks/desk.html", context)


def _heading(actor: Official) -> str:
    if actor.post_id is None:
        return _("Desk")
    duty = str(Duty(actor.hat).label)
    return f"{actor.unit_name} · {duty}"


def _slots(actor: Official) -> list[Item]:
    """Statements and answers the unit owes, the earliest limit first."""
    if not actor.for_unit:
        return []
    return [
        Item(
            title=str(slot.task),
            url=page_of(slot),
            sub=_("Dispute, round %(round)d") % {"round": slot.round},
            act=_("Give our statement")
            if slot.asked_for == SlotKind.STATEMENT
            else _("Answer the proposal"),
            act_url=step_url(slot, "state" if slot.asked_for == SlotKind.STATEMENT else "answer"),
            light=_limit_light(slot.due_on),
            due=slot.due_on,
        )
        for slot in disputes.slots_waiting_for(actor)[:LIMIT]
    ]


def _cases(actor: Official) -> list[Item]:
    """Cases that wait for a proposal or a ruling."""
    return [
        Item(
            title=str(case.task),
            url=page_of(case),
            sub=_("%(one)s contests; proposed: %(other)s; round %(round)d")
            % {"one": case.contesting, "other": case.proposed, "round": case.round},
            act=_("Rule") if case.state == DisputeState.RULING else _("Propose a settlement"),
            act_url=step_url(case, "rule" if case.state == DisputeState.RULING else "propose"),
            light=None,
            due=None,
            state={"code": case.state, "label": case.get_state_display()},
        )
        for case in disputes.waiting_for(actor)[:LIMIT]
    ]


def _others(actor: Official) -> list[dict[str, Any]]:
    """Cases that wait for somebody else, the one about to lapse first."""
    return [
        {
            "case": case,
            "url": page_of(case),
            "light": _limit_light(case.limit) if case.limit else None,
        }
        for case in disputes.others_turn(actor)[:LIMIT]
    ]


def _tasks(actor: Official) -> list[Item]:
    found, helped = tasks.printed(tasks.waiting_for(actor))[:LIMIT], _("Cooperating:")
    return [
        Item(
            title=str(row.task),
            url=row.url,
            sub=f"{row.task.number} · {row.task.lead}"
            + (f" · {helped} {'、'.join(row.helpers)}" if row.helpers else ""),
            act=str(ACTS[NEXT[TaskState(row.task.state)]]),
            act_url=_act_url(row),
            light=row.light,
            due=row.task.due_on or row.task.due_text,
            state={"code": row.task.state, "label": row.task.get_state_display()},
        )
        for row in rows_of(found)
    ]


def _act_url(row: Row) -> str:
    """Straight to the form; who verifies looks at the evidence on the page first."""
    if row.task.state == TaskState.COMPLETED:
        return row.url
    return step_url(row.task, NEXT[TaskState(row.task.state)])


def _parts(actor: Official) -> list[Item]:
    if not actor.for_unit:
        return []
    return [
        Item(
            title=str(part.task),
            url=page_of(part),
            sub=_("Led by %(unit)s; we cooperate") % {"unit": part.task.lead},
            act=_("Confirm our part") if part.state == "pending" else _("Our part is done"),
            act_url=step_url(part, "coop_accept" if part.state == "pending" else "coop_done"),
            light=light_of(part.task, clock.today()),
            due=part.task.due_on or part.task.due_text,
            state={"code": part.state, "label": part.get_state_display()},
        )
        for part in tasks.parts_waiting_for(actor)[:LIMIT]
    ]


def _limit_light(due: date) -> Light:
    left = (due - clock.today()).days
    if left < 0:
        return Light("red", _("limit passed"))
    colour = "red" if left == 0 else "yellow" if left <= SOON_DAYS else "green"
    return Light(colour, days_left(left) if left else _("ends today"))


def _figures(actor: Official) -> list[dict[str, Any]]:
    """A strip of counts over the tasks of the actor's units, or of its plans."""
    found = tasks.visible_to(actor)
    if actor.for_unit:
        found = found.filter(lead__in=actor.acts)
    late = Q(due_on__lt=clock.today()) & ~Q(state__in=CLOSED_STATES)
    counts = found.order_by().aggregate(
        assigned=Count("pk", filter=Q(state=TaskState.ASSIGNED)),
        working=Count("pk", filter=Q(state__in=[TaskState.ACCEPTED, TaskState.IN_PROGRESS])),
        disputed=Count("pk", filter=Q(state=TaskState.DISPUTED)),
        late=Count("pk", filter=late),
        claimed=Count("pk", filter=Q(state=TaskState.COMPLETED)),
        verified=Count("pk", filter=Q(state=TaskState.VERIFIED)),
    )
    return [
        {"label": _("To be accepted"), "count": counts["assigned"]},
        {"label": _("Under way"), "count": counts["working"]},
        {"label": _("Disputed"), "count": counts["disputed"]},
        {"label": _("Overdue"), "count": counts["late"], "alarm": bool(counts["late"])},
        {"label": _("To be verified"), "count": counts["claimed"]},
        {"label": _("Verified"), "count": counts["verified"]},
    ]


def _empty(actor: Official) -> dict[str, Any]:
    """What to do where nothing waits."""
    if actor.post_id is None:
        return {
            "title": _("You hold no post at present"),
            "text": _("Ask the system administrator to give you a post at your unit."),
        }
    return {
        "title": _("Nothing waits for you"),
        "text": _("New tasks, statements and cases appear here. The plans below show all tasks."),
    }
