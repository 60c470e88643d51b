"""The figures of the demo's indicators: where they begin, what is planned, what is reached."""

from datetime import date
from decimal import Decimal
from typing import Any

from coordination.plans.models import Plan
from coordination.tasks.actions import edit_task
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Task
from coordination.tasks.periods import period_of
from coordination.tasks.states import Comparator, Reached, ReportCycle, TaskState
from coordination.units.official import Official

# One task in three has baselines and named evidence, two in three report values.
REFINED, SILENT = 3, 3
PROOF = "台账和逐项清单"


def refine(plan: Plan, actor: Official) -> None:
    """Give every third draft a baseline and the evidence that shows its indicator."""
    drafts = plan.tasks.filter(state=TaskState.DRAFT, due_on__year=plan.year)
    for task in drafts.prefetch_related("indicators").order_by("position")[::REFINED]:
        rows = [
            {
                "text": each.text,
                "comparator": each.comparator,
                "baseline": value_at(each, 0),
                "target": each.target,
                "measure": each.measure,
                "due_on": None,
                "proof": PROOF,
                "proof_required": False,
            }
            for each in task.indicators.all()
        ]
        wording: dict[str, Any] = {"title": task.title, "text": task.text, "due_on": task.due_on}
        edit_task(task, actor=actor, version=task.version, indicators=rows, **wording)


def value_at(each: Indicator, percent: int) -> Decimal:
    """What the indicator has reached at ``percent`` of its way, as a whole number."""
    target = each.bounds[-1]
    start = target * Decimal("1.6" if each.comparator == Comparator.LE else "0.4")
    return (start + (target - start) * percent / 100).quantize(Decimal(1))


def planned(task: Task, halfway: date, due: date) -> list[dict[str, Any]]:
    """Half of the way by the first milestone, all of it by the last one."""
    same = period_of(ReportCycle.MONTH, halfway) == period_of(ReportCycle.MONTH, due)
    steps = [(due, 100)] if same else [(halfway, 50), (due, 100)]
    return [
        {"indicator": each.pk, "by": day, "value": value_at(each, percent)}
        for each in task.indicators.all()
        for day, percent in steps
    ]


def reported(task: Task, percent: int) -> list[dict[str, Any]]:
    """The values of a report; some leads report none."""
    if task.position % SILENT == 0:
        return []
    return [
        {"indicator": each.pk, "value": value_at(each, percent)} for each in task.indicators.all()
    ]


def results(task: Task) -> list[dict[str, Any]]:
    """What a claim says: every target is reached."""
    return [
        {"indicator": each.pk, "value": each.bounds[-1], "reached": Reached.YES.value, "note": ""}
        for each in task.indicators.all()
    ]


def findings(task: Task, *, confirmed: bool, note: str = "") -> list[dict[str, Any]]:
    """What a verifier finds for each indicator."""
    return [
        {"indicator": each.pk, "confirmed": confirmed, "value": None, "note": note}
        for each in task.indicators.all()
    ]
