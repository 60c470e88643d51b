"""Reports and evidence as an official sees them."""

from django.db.models import F, Max, QuerySet

from coordination.progress.models import Evidence, Report
from coordination.tasks.models import Task
from coordination.tasks.queries import insiders
from coordination.units.official import Official


def _inside(actor: Official) -> QuerySet[Task]:
    return Task.objects.filter(insiders(actor)).only("pk")


def visible_reports(actor: Official) -> QuerySet[Report]:
    """Reports of the tasks whose inside the actor sees, newest first."""
    found = Report.objects.filter(task__in=_inside(actor))
    return found.select_related("unit", "by").order_by("-pk")


def visible_evidence(actor: Official) -> QuerySet[Evidence]:
    """Evidence of the tasks whose inside the actor sees."""
    found = Evidence.objects.filter(task__in=_inside(actor))
    return found.select_related("unit", "by").order_by("pk")


def latest_percent(actor: Official, pks: list[int]) -> dict[int, int]:
    """The lead's last reported progress of each task that the actor may read, in per cent."""
    seen = visible_reports(actor).filter(task__in=pks, unit=F("task__lead")).order_by()
    newest = seen.values("task").annotate(last=Max("pk"))
    reports = Report.objects.filter(pk__in=newest.values("last"))
    return dict(reports.values_list("task", "percent"))
