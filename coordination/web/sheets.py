"""What stands beside the form of a step, so that it is filled in with everything in view."""

from collections.abc import Callable
from typing import Any

from coordination.progress.queries import visible_evidence, visible_reports
from coordination.tasks.models import Task
from coordination.tasks.periods import last_day, period_of
from coordination.tasks.queries import claims_of
from coordination.units.official import Official
from coordination.web.indicator_rows import claim_rows, indicator_rows
from workflow import clock

Sheet = dict[str, Any]


def sheet_of(subject: Any, step: str, actor: Official) -> Sheet | None:
    """The template and the context beside the form; only for steps that the actor may take."""
    make = SHEETS.get((subject.kind, step))
    return make(subject, actor) if make else None


def _verification(task: Task, actor: Official) -> Sheet:
    """The claim on the left, the evidence on the right."""
    return {
        "template": "tasks/_verification_sheet.html",
        "claims": claim_rows(claims_of(task)),
        "indicators": indicator_rows(task, inside=True),
        "evidence": list(visible_evidence(actor).filter(task=task, state="kept")),
    }


def _claim(task: Task, actor: Official) -> Sheet:
    return {
        "template": "tasks/_values_sheet.html",
        "indicators": indicator_rows(task, inside=True),
        "claims": claim_rows(claims_of(task)),
    }


def _report(subject: Any, actor: Official) -> Sheet:
    """Which period it is, and what was planned and reported so far."""
    edits = subject.kind == "report"
    task = subject.task if edits else subject
    first = subject.period if edits else period_of(task.report_cycle, clock.today())
    before = visible_reports(actor).filter(task=task, unit=actor.unit_id, period__lt=first)
    return {
        "template": "tasks/_values_sheet.html",
        "indicators": indicator_rows(task, inside=True),
        "first": first,
        "last": last_day(task.report_cycle, first),
        "before": before.first(),
    }


SHEETS: dict[tuple[str, str], Callable[[Any, Official], Sheet]] = {
    ("task", "verify"): _verification,
    ("task", "return"): _verification,
    ("task", "claim"): _claim,
    ("task", "report"): _report,
    ("report", "edit"): _report,
}
