"""Indicators, milestones and claims as the pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from coordination.progress.queries import actual_values
from coordination.tasks.indicators import Indicator, PlannedValue, number
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Task
from coordination.tasks.periods import last_day
from coordination.tasks.states import TaskState
from workflow import clock

CLOSED = (TaskState.COMPLETED, TaskState.VERIFIED, TaskState.CANCELLED)


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator; numbers are written as people write them, ``share`` is 0 to 100.

    ``state`` is reached, behind or open, in the codes of the stylesheet, ``word`` says it.
    """

    indicator: Indicator
    baseline: str
    planned: list[tuple[str, str]]
    actual: str
    actual_of: date | None
    share: int | None
    state: str
    word: str


def indicator_rows(task: Task, *, inside: bool) -> list[IndicatorRow]:
    """The indicators of a task in four queries; values only for those ``inside``."""
    asked: Any = task.indicators.order_by("pk")
    rows = list(asked.prefetch_related("planned") if inside else asked)
    actual = actual_values(task) if inside and rows else {}
    found = []
    for each in rows:
        each.task = task
        last = actual.get(each.pk)
        value = last.value if last else None
        plans = list(each.planned.all()) if inside else []
        state, word = _state(each, plans, value, task.report_cycle)
        found.append(
            IndicatorRow(
                indicator=each,
                baseline=number(each.baseline),
                planned=[(f"{plan.period:%Y-%m}", number(plan.value)) for plan in plans],
                actual=number(value),
                actual_of=last.report.period if last else None,
                share=None if value is None else each.share_of(value),
                state=state if inside else "",
                word=word,
            )
        )
    return found


def _state(each: Indicator, plans: list[PlannedValue], value: Any, cycle: str) -> tuple[str, str]:
    """Behind counts from the last period that is over."""
    if value is not None and each.reached_by(value):
        return "done", _("Reached")
    over = [plan for plan in plans if last_day(cycle, plan.period) < clock.today()]
    if over and (value is None or not each.as_far_as(value, over[-1].value)):
        return "unanswered", _("Behind the plan")
    if each.due and each.due < clock.today():
        return "unanswered", _("Overdue")
    return "draft", _("Open")


def milestone_rows(task: Task) -> list[dict[str, Any]]:
    """Milestones, each with a mark where it is late."""
    return [{"milestone": each, "late": _late(task, each)} for each in task.milestones.all()]


def _late(task: Task, each: Milestone) -> bool:
    return each.reached_on is None and each.due_on < clock.today() and task.state not in CLOSED


def claim_rows(claims: list[Any]) -> list[dict[str, Any]]:
    """Each claim with its results, beside each what a verifier found."""
    return [_claim(claim) for claim in claims]


def _claim(claim: Any) -> dict[str, Any]:
    decided = getattr(claim, "verification", None)
    found = {each.indicator_id: each for each in decided.findings.all()} if decided else {}
    return {
        "claim": claim,
        "decided": decided,
        "results": [
            {"result": each, "value": number(each.value), "found": found.get(each.indicator_id)}
            for each in claim.results.all()
        ],
        "grade": claim.get_grade_display(),
    }
