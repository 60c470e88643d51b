"""Reports and evidence as an official sees them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Max, QuerySet

from coordination.progress.models import ActualValue, Evidence, Report
from coordination.tasks.indicators import number
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Task
from coordination.tasks.periods import period_of
from coordination.tasks.queries import claims_of, insiders
from coordination.tasks.states import Reached
from coordination.units.official import Official
from workflow import clock


def _inside(actor: Official) -> QuerySet[Task]:
    return Task.objects.filter(insiders(actor)).only("pk")


def visible_reports(actor: Official) -> QuerySet[Report]:
    """Reports of the tasks whose inside the actor sees, newest first."""
    found = Report.objects.filter(task__in=_inside(actor))
    return found.select_related("unit", "by", "task").order_by("-pk")


def visible_evidence(actor: Official) -> QuerySet[Evidence]:
    """Evidence of the tasks whose inside the actor sees."""
    found = Evidence.objects.filter(task__in=_inside(actor))
    return found.select_related("unit", "by", "task", "indicator").order_by("pk")


def milestones_ahead(subject: Task | Report, actor: Official) -> QuerySet[Milestone]:
    """The milestones of a task (or of a report's task) that its lead may call reached."""
    task = subject.task if isinstance(subject, Report) else subject
    ahead = Milestone.objects.filter(task=task, reached_on__isnull=True)
    return ahead if task.lead_id in actor.acts else ahead.none()


def latest_percent(actor: Official, pks: list[int]) -> dict[int, int]:
    """The lead's last reported progress of each task that the actor may read, in per cent."""
    seen = visible_reports(actor).filter(task__in=pks, unit=F("task__lead")).order_by()
    newest = seen.values("task").annotate(last=Max("pk"))
    reports = Report.objects.filter(pk__in=newest.values("last"))
    return dict(reports.values_list("task", "percent"))


def filed_now(found: Iterable[Task], unit_id: int | None) -> dict[int, Report]:
    """The unit's report on each of the tasks for its present period, where there is one."""
    today = clock.today()
    periods = {task.pk: period_of(task.report_cycle, today) for task in found}
    if not periods:
        return {}
    reports = Report.objects.filter(
        task__in=periods, unit=unit_id, period__in=set(periods.values())
    ).order_by()
    return {each.task_id: each for each in reports if each.period == periods[each.task_id]}


def actual_values(task: Task) -> dict[int, ActualValue]:
    """The last value that the lead reported for each indicator of the task."""
    values = ActualValue.objects.filter(report__task=task, report__unit=task.lead_id)
    return {value.indicator_id: value for value in values.select_related("report").order_by("pk")}


def results_so_far(task: Task) -> list[dict[str, Any]]:
    """What a claim begins with: the results of the last one, else the last values reported."""
    claims = claims_of(task)
    if claims:
        return [
            {
                "indicator": each.indicator_id,
                "value": number(each.value),
                "reached": each.reached,
                "note": each.note,
            }
            for each in claims[0].results.all()
        ]
    last = actual_values(task)
    return [
        {
            "indicator": each.pk,
            "value": number(last[each.pk].value),
            "reached": Reached.YES if each.reached_by(last[each.pk].value) else Reached.PARTLY,
        }
        for each in task.indicators.order_by("pk")
        if each.pk in last
    ]
