"""What a line of the ledger (台账) says: one definition of its columns for sheet, list and page."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.progress.models import Report
from coordination.tasks.models import Task
from coordination.tasks.queries import printed, share_progress
from coordination.tasks.states import DueKind, TaskState

CELL_MAX = 32_000
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What a spreadsheet may take for the beginning of a formula; full-width forms are folded by some.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－﹣−＠﹫|]|^[\t\r]")


@dataclass(frozen=True)
class Line:
    """A task with its place in the list and its last report, if that may be shown."""

    position: int
    task: Task
    report: Report | None


@dataclass(frozen=True)
class Column:
    """One column: heading, the heading above several, width in characters, and its text."""

    heading: Any
    group: Any
    width: float
    text: Callable[[Line], str]
    centred: bool = False


def _number(line: Line) -> str:
    return line.task.number or str(line.position)


def _section(line: Line) -> str:
    section = line.task.section
    if section is None:
        return ""
    return "\n".join(str(each) for each in (section.parent, section) if each)


def _lead(line: Line) -> str:
    shares = share_progress(line.task)
    if shares:
        return _("%(count)d units, each its share") % {"count": shares.all}
    lead = str(line.task.lead or "")
    if line.task.present_state == TaskState.DISPUTED:
        return _("%(unit)s (disputed; leads meanwhile)") % {"unit": lead}
    return lead


def _helpers(line: Line) -> str:
    parts: list[Any] = getattr(line.task, "parts", [])
    groups = [] if line.task.group else line.task.collective
    return "、".join([*(str(part.unit) for part in parts), *groups])


def _due(line: Line) -> str:
    task = line.task
    if task.due_on and task.due_kind in ("", DueKind.DATE):
        return date_format(task.due_on, "DATE_FORMAT")
    return task.due_text


def _state(line: Line) -> str:
    return str(line.task.get_state_display())


def _percent(line: Line) -> str:
    shares = share_progress(line.task)
    if shares:
        return f"{shares.done}/{shares.all}"
    return f"{line.report.percent}%" if line.report else ""


def _latest(line: Line) -> str:
    report = line.report
    if report is None:
        return ""
    day = date_format(report.at, "SHORT_DATE_FORMAT")
    problem = _("Problem: %(text)s") % {"text": report.problem} if report.problem else ""
    return "\n".join(part for part in (f"{day} {report.done}", problem) if part)


_WORK, _UNITS, _PROGRESS = (
    gettext_lazy("Work"),
    gettext_lazy("Responsible units"),
    gettext_lazy("How it stands"),
)
COLUMNS: tuple[Column, ...] = (
    Column(gettext_lazy("No."), "", 6, _number, centred=True),
    Column(gettext_lazy("Part / key task"), _WORK, 20, _section),
    Column(gettext_lazy("Task"), _WORK, 22, lambda line: line.task.title),
    Column(gettext_lazy("What is to be done"), _WORK, 40, lambda line: line.task.text),
    Column(gettext_lazy("Lead"), _UNITS, 15, _lead, centred=True),
    Column(gettext_lazy("Cooperating"), _UNITS, 18, _helpers, centred=True),
    Column(gettext_lazy("Due"), "", 13, _due, centred=True),
    Column(gettext_lazy("State"), _PROGRESS, 11, _state, centred=True),
    Column(gettext_lazy("Progress"), _PROGRESS, 8, _percent, centred=True),
    Column(gettext_lazy("Latest report"), _PROGRESS, 30, _latest),
)


def lines_of(tasks: QuerySet[Task], reports: QuerySet[Report] | None = None) -> list[Line]:
    """The lines of exactly these tasks, in their order, by a fixed number of queries.

    ``reports`` are those that may be shown; of each task the last one of its present lead is.
    """
    found = list(printed(tasks.select_related("lead", "plan", "section", "section__parent")))
    latest = _latest_reports(tasks, reports) if reports is not None else {}
    return [Line(n, task, latest.get(task.pk)) for n, task in enumerate(found, 1)]


def _latest_reports(tasks: QuerySet[Task], reports: QuerySet[Report]) -> Mapping[int, Report]:
    of_lead = reports.order_by().filter(task__in=tasks.values("pk"), unit=F("task__lead"))
    newest = of_lead.values("task").annotate(last=Max("pk")).values("last")
    return {report.task_id: report for report in Report.objects.filter(pk__in=newest)}


def texts_of(line: Line) -> Iterable[str]:
    """The cells of a line, in the order of the columns."""
    return (clean(column.text(line)) for column in COLUMNS)


def clean(value: object) -> str:
    """The value as text that a cell can hold."""
    return _ILLEGAL.sub("", str(value))[:CELL_MAX]


def risky(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return bool(_FORMULA.match(text))


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula: an apostrophe stands before."""
    text = clean("" if value is None else value)
    return f"'{text}" if risky(text) else text
