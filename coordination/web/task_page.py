"""The page of a task: where it stands, what I may do, what happened."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.disputes import queries as disputes
from coordination.disputes.states import OPEN_STATES
from coordination.progress import queries as progress
from coordination.progress.rules import may_edit, may_retract, not_claimed, not_frozen, period_open
from coordination.progress.states import EvidenceState
from coordination.reports import timeline
from coordination.reports.lights import Lights
from coordination.steps import offers_for
from coordination.tasks.models import Task
from coordination.tasks.queries import claims_of, sees_inside, share_progress
from coordination.tasks.states import GroupChoice, TaskState
from coordination.units.calendar import provisional
from coordination.units.official import Official
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.cooperation_panel import flags_shown, panel_of, shares_of
from coordination.web.indicator_rows import claim_rows, indicator_rows, milestone_rows
from coordination.web.matters import matters_of
from coordination.web.nouns import fetch, step_url
from coordination.web.offer_links import links_of
from coordination.web.opinion_panel import opinions_of
from workflow.known import reading

WAY = (
    TaskState.ASSIGNED,
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.COMPLETED,
    TaskState.VERIFIED,
)


@open_to(VISIBLE)
@reading()
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A task as the official sees it: everybody the printed line, insiders all of it."""
    actor = official(request)
    task = fetch("tasks", actor, pk)
    inside, divided = sees_inside(task, actor), task.group == GroupChoice.DIVIDED
    cases = list(disputes.visible_to(actor).filter(task=task))
    reports = list(progress.visible_reports(actor).filter(task=task))
    case = next((each for each in cases if each.part_id is None), None)
    read = [each.pk for each in cases if each.inside]
    context = {
        "task": task,
        "light": Lights().of([task], actor)[task.pk],
        "steps": stepper(task),
        "offers": links_of(task, offers_for(task, actor)),
        "key": uuid4(),
        "parts": panel_of(task, actor, cases, reports, inside=inside),
        "flags": flags_shown(task) if inside else [],
        "divided": divided,
        "shares": shares_of(task, actor) if divided else [],
        "progress": share_progress(task),
        "indicators": indicator_rows(task, inside=inside),
        "leads": list(task.assignments.select_related("unit").order_by("pk")),
        "provisional": provisional(limits_of(task)),
        "case": case,
        "case_open": case is not None and case.state in OPEN_STATES,
        "inside": inside,
        "milestones": milestone_rows(task),
        "claims": claim_rows(claims_of(task)) if inside else [],
        "reports": [
            {"report": report, "edit": _edit_url(report, actor)} for report in reports[:10]
        ],
        "evidence": _evidence(task, actor),
        "entries": timeline.of_task(task.pk, cases=read) if inside else [],
        "opinions": opinions_of(task, actor),
        "matters": matters_of(task, actor, inside=inside),
        "waits": waits(task, actor),
    }
    return render(request, "tasks/task.html", context)


def limits_of(task: Task) -> list[date]:
    """The limits the page shows; each may lie in a year whose holidays are not published."""
    shown: dict[str, tuple[date | None, ...]] = {
        TaskState.ASSIGNED: (task.sign_off_until, task.contest_until),
        TaskState.ACCEPTED: (task.contest_until,),
        TaskState.COMPLETED: (task.verify_until,),
    }
    return [day for day in shown.get(task.state, ()) if day]


def _edit_url(report: Any, actor: Official) -> str:
    """Where the unit may correct its report; empty where it may not, or not any more."""
    mine = may_edit(report, actor) and period_open(report, actor, None)
    return step_url(report, "edit") if mine else ""


def _evidence(task: Task, actor: Official) -> list[Any]:
    """The evidence, each piece with the address to retract it where the actor may."""
    found: list[Any] = list(progress.visible_evidence(actor).filter(task=task))
    if found:
        prefetch_related_objects([task], "claims")
    for each in found:
        each.task, each.retract = task, ""
        if each.state == EvidenceState.KEPT and may_retract(each, actor):
            open_now = not_claimed(each, actor, None) and not_frozen(each, actor, None)
            each.retract = step_url(each, "retract_evidence") if open_now else ""
    return found


def stepper(task: Task) -> list[dict[str, Any]]:
    """The way from assignment to verification, and where the task is on it."""
    state = task.resume_state or task.state
    at = WAY.index(TaskState(state)) if state in WAY else -1
    contested = task.state == TaskState.DISPUTED
    words = {
        TaskState.ASSIGNED: _("Assign"),
        TaskState.ACCEPTED: _("Accept"),
        TaskState.IN_PROGRESS: _("Carry out"),
        TaskState.COMPLETED: _("Claim"),
        TaskState.VERIFIED: _("Verify"),
    }
    return [
        {
            "label": words[step],
            "note": _note(task, step) if index == at else "",
            "status": _status(index, at, contested=contested),
        }
        for index, step in enumerate(WAY)
    ]


def _status(index: int, at: int, *, contested: bool) -> str:
    if index < at or (index == at == len(WAY) - 1):
        return "done"
    if index == at:
        return "contest" if contested else "current"
    return "todo"


def _note(task: Task, step: TaskState) -> str:
    if task.state == TaskState.DISPUTED:
        return _("disputed, the duty goes on")
    if task.state == TaskState.SUSPENDED and task.review_on:
        return _("suspended, review on %(day)s") % {"day": task.review_on.isoformat()}
    if step == TaskState.ASSIGNED and task.assigned_on:
        return task.assigned_on.isoformat()
    return ""


def waits(task: Task, actor: Official) -> list[dict[str, Any]]:
    """Who waits for whom, in one line."""
    lead, mine = str(task.lead), task.lead_id in actor.acts
    supervisor = _("The supervisor")
    lines = {
        TaskState.ASSIGNED: (_("The coordinator"), lead, _("acceptance"), mine),
        TaskState.ACCEPTED: (_("The coordinator"), lead, _("plan of work"), mine),
        TaskState.IN_PROGRESS: (supervisor, lead, _("progress and completion"), mine),
        TaskState.COMPLETED: (
            lead,
            supervisor,
            _("verification"),
            actor.may_on_plan("supervise_plan", task.plan_id),
        ),
    }
    line = lines.get(TaskState(task.state))
    if line is None:
        return []
    who, whom, what, own = line
    return [{"who": who, "whom": whom, "what": what, "mine": own}]
