"""The work desk: what waits for me first, whoever I am."""

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.disputes import queries as disputes
from coordination.notifications import queries as notices
from coordination.plans import queries as plans
from coordination.progress import queries as progress
from coordination.progress.models import Report
from coordination.reports.lights import Lights
from coordination.tasks import queries as tasks
from coordination.tasks.models import Task
from coordination.tasks.states import CLOSED_STATES, TaskState
from coordination.units.official import Official
from coordination.web.access import SIGNED_IN, official, open_to
from coordination.web.bulk_choices import bulk_choices
from coordination.web.context import hat_label
from coordination.web.desk_cases import cases_waiting, slots_owed
from coordination.web.desk_items import LIMIT, Item, limit_light, requests
from coordination.web.notice_rows import notice_rows
from coordination.web.nouns import page_of, step_url
from coordination.web.rows import rows_of
from workflow import clock

COUNTED = 1_000
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


@open_to(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of whoever is signed in, by the post acted in."""
    actor = official(request)
    items = _first(actor)
    context = {
        "heading": _heading(actor),
        "items": items[:LIMIT],
        "more": len(items) > LIMIT,
        "plans": plans.visible_to(actor)[:8],
        "others": _others(actor),
        "notices_latest": notice_rows(notices.visible_to(actor)[:8], actor),
        "figures": _figures(actor),
        "empty": _empty(actor),
        "choices": bulk_choices(actor) if any(item.mark for item in items[:LIMIT]) else [],
    }
    return render(request, "desks/desk.html", context)


def _first(actor: Official) -> list[Item]:
    """What waits, the most pressing kind first; what would not be shown is not looked up."""
    kinds = (slots_owed, cases_waiting, requests, _tasks, _parts)
    return list(islice(chain.from_iterable(waiting(actor) for waiting in kinds), LIMIT + 1))


def _heading(actor: Official) -> str:
    return hat_label(actor.worn) if actor.worn else _("Desk")


def _others(actor: Official) -> list[dict[str, Any]]:
    """Cases that wait for somebody else, the one about to lapse first."""
    return [
        {
            "case": case,
            "url": page_of(case),
            "light": limit_light(case.due_on) if case.due_on else None,
        }
        for case in disputes.others_turn(actor)[:LIMIT]
    ]


def _tasks(actor: Official) -> list[Item]:
    found = list(tasks.printed(tasks.waiting_for(actor))[:LIMIT])
    helped, filed = _("Cooperating:"), _filed(found, actor)
    return [
        Item(
            title=str(row.task),
            url=row.url,
            sub=f"{row.task.number} · {row.task.lead}"
            + (f" · {helped} {'、'.join(row.helpers)}" if row.helpers else ""),
            **_next(row.task, filed.get(row.task.pk)),
            light=row.light,
            due=row.task.due_on or row.task.due_text,
            mark=f"{row.task.pk}-{row.task.version}",
            state={"code": row.task.state, "label": row.task.get_state_display()},
        )
        for row in rows_of(found, actor, progress=False)
    ]


def _filed(found: Sequence[Task], actor: Official) -> dict[int, Report]:
    """What is reported already for the present period."""
    going = [task for task in found if task.state == TaskState.IN_PROGRESS]
    return progress.filed_now(going, actor.unit_id)


def _next(task: Task, filed: Report | None) -> dict[str, str]:
    """The next act and straight to its form; who verifies looks at the evidence first."""
    if filed:
        return {"act": _("Edit the present report"), "act_url": step_url(filed, "edit")}
    step = NEXT[TaskState(task.state)]
    at_once = task.state != TaskState.COMPLETED
    return {"act": str(ACTS[step]), "act_url": step_url(task, step) if at_once else page_of(task)}


def _parts(actor: Official) -> list[Item]:
    if not actor.for_unit:
        return []
    parts = list(tasks.parts_waiting_for(actor)[:LIMIT])
    lights = Lights().of([part.task for part in parts], actor)
    return [
        Item(
            title=str(part.task),
            url=page_of(part),
            sub=_part_sub(part),
            act=_("Confirm our part") if part.state == "pending" else _("Our part is done"),
            act_url=step_url(part, "coop_accept" if part.state == "pending" else "coop_done"),
            **_part_due(part, lights[part.task_id]),
            state={"code": part.state, "label": part.get_state_display()},
        )
        for part in parts
    ]


def _part_sub(part: Any) -> str:
    """Who leads, and what the unit is to do or was asked for."""
    led = _("Led by %(unit)s; we cooperate") % {"unit": part.task.lead}
    if part.asked_on:
        asked = _("asked for by %(day)s") % {"day": part.asked_until.isoformat()}
        return f"{led} · {asked}"
    return f"{led} · {Truncator(part.duty).chars(60)}" if part.duty else led


def _part_due(part: Any, light: Any) -> dict[str, Any]:
    """The nearest of what binds the unit: the lead's request, its limit, its date, the task's."""
    limit = part.sign_off_until if part.state == "pending" else None
    day = part.asked_until or limit or part.due_on
    if day:
        return {"light": limit_light(day), "due": day}
    return {"light": light, "due": part.task.due_on or part.task.due_text}


def _figures(actor: Official) -> list[dict[str, Any]]:
    """A strip of counts over the tasks of the actor's units, or of its plans."""
    found = tasks.visible_to(actor)
    if actor.for_unit:
        found = found.filter(lead__in=actor.acts)
    late = Q(due_on__lt=clock.today()) & ~Q(state__in=CLOSED_STATES)
    figures = [
        (_("To be accepted"), Q(state=TaskState.ASSIGNED)),
        (_("Under way"), Q(state__in=[TaskState.ACCEPTED, TaskState.IN_PROGRESS])),
        (_("Disputed"), Q(state=TaskState.DISPUTED)),
        (_("Overdue"), late),
        (_("To be verified"), Q(state=TaskState.COMPLETED)),
        (_("Verified"), Q(state=TaskState.VERIFIED)),
    ]
    rows = found.order_by()
    return [_figure(label, rows.filter(where), alarm=where is late) for label, where in figures]


def _figure(label: str, rows: QuerySet[Task], *, alarm: bool) -> dict[str, Any]:
    """A count that costs the same however many there are: beyond the last it says so."""
    count = rows[:COUNTED].count()
    shown = f"{COUNTED - 1}+" if count == COUNTED else count
    return {"label": label, "count": shown, "alarm": alarm and bool(count)}


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
