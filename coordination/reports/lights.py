"""The light of each task with its reason: two queries for any number of tasks."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from coordination.progress.models import Report
from coordination.reports.light_causes import Cause, causes
from coordination.reports.light_words import INSIDE, WITHHELD, word_of
from coordination.supervision.models import Letter
from coordination.supervision.states import LetterState
from coordination.tasks.lights import Light
from coordination.tasks.models import Milestone, Task
from coordination.tasks.queries import with_sight
from coordination.units.calendar import Calendar, calendar_between
from coordination.units.official import Official
from workflow import clock

# How far back and ahead working days are read; what lies beyond counts weekends only.
BACK, AHEAD = timedelta(days=400), timedelta(days=200)


class Lights:
    """The lights as of today; made once for a page."""

    def __init__(self) -> None:
        self.today = clock.today()

    @cached_property
    def calendar(self) -> Calendar:
        """Working days around the day."""
        return calendar_between(self.today - BACK, self.today + AHEAD)

    @cached_property
    def causes(self) -> list[Cause]:
        """Why a task has its colour, the gravest cause first."""
        return causes(self.today, self.calendar)

    def of(self, tasks: Iterable[Task], reader: Official) -> dict[int, Light]:
        """The light of each task by its id, with the reason as ``reader`` may know it.

        What only those inside a task read is no reason for others: they are told the colour.
        """
        pks = [task.pk for task in tasks]
        if not pks:
            return {}
        seen = with_sight(Task.objects.filter(pk__in=pks), reader)
        rows = seen.annotate(**facts()).annotate(because=self._because()).order_by()
        names = ("pk", "due_on", "inside", "because", *facts())
        colours = {cause.code: cause.colour.value for cause in self.causes}
        return {row["pk"]: self._light(colours[row["because"]], row) for row in rows.values(*names)}

    def filtered(self, tasks: QuerySet[Task], colours: Collection[str]) -> QuerySet[Task]:
        """Those of the tasks whose light is of one of the colours."""
        codes = [cause.code for cause in self.causes if cause.colour.value in colours]
        explained = tasks.alias(**facts()).alias(because=self._because())
        return explained.filter(because__in=codes)

    def _because(self) -> Any:
        """The code of the first cause that holds."""
        return Case(*(When(cause.holds, then=Value(cause.code)) for cause in self.causes))

    def _light(self, colour: str, row: dict[str, Any]) -> Light:
        if row["because"] in INSIDE and not row["inside"]:
            return Light(colour, str(WITHHELD), "withheld")
        return Light(colour, word_of(row, self.today, self.calendar), row["because"])


def facts() -> dict[str, Any]:
    """What the causes speak of, as annotations of a task."""
    ahead = Milestone.objects.filter(task=OuterRef("pk"), reached_on__isnull=True)
    first = ahead.order_by("due_on", "position")
    of_lead = Report.objects.filter(task=OuterRef("pk"), unit=OuterRef("lead"))
    open_letters = Letter.objects.filter(task=OuterRef("pk"), state=LetterState.SENT)
    return {
        "begun_on": Coalesce(F("started_on"), F("assigned_on")),
        "milestone_on": Subquery(first.values("due_on")[:1]),
        "milestone_no": Subquery(first.values("position")[:1]),
        "percent": Coalesce(Subquery(of_lead.order_by("-pk").values("percent")[:1]), 0),
        "reported_for": Subquery(of_lead.order_by("-period").values("period")[:1]),
        "reply_until": Subquery(open_letters.order_by("reply_until").values("reply_until")[:1]),
    }
