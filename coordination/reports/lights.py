"""The light of each task with its reason: two queries for any number of tasks."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from coordination.reports.light_causes import SHARE, Cause, causes, facts, first_of
from coordination.reports.light_words import INSIDE, WITHHELD, word_of
from coordination.tasks.lights import Colour, Light
from coordination.tasks.models import Task
from coordination.tasks.queries import with_sight
from coordination.tasks.states import TaskState
from coordination.units.calendar import Calendar, calendar_between
from coordination.units.official import Official
from workflow import clock
from workflow.prepared import Prepared

Days = tuple[tuple[date, bool], ...]
# How far back and ahead working days are read; what lies beyond counts weekends only.
BACK, AHEAD = timedelta(days=400), timedelta(days=200)
TOLD = ("pk", "due_on", "number", "parent", "inside", "because", *facts())


@lru_cache(maxsize=10)
def _causes(today: date, days: Days, _limits: Any) -> list[Cause]:
    """Why a task has its colour on a day, under these thresholds; the gravest cause first."""
    return causes(today, Calendar(dict(days)))


@lru_cache(maxsize=1_000)
def _told(reader: Official, today: date, days: Days, _limits: Any) -> Prepared:
    """The query of the lights as one official reads them on a day, under these thresholds."""
    found = first_of(_causes(today, days, _limits))

    def build(pks: frozenset[int]) -> QuerySet[Any]:
        seen = with_sight(Task.objects.filter(pk__in=pks), reader)
        return seen.annotate(**facts()).annotate(because=found).order_by().values_list(*TOLD)

    return Prepared(build)


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
        return _causes(*self._basis)

    @cached_property
    def _basis(self) -> tuple[date, Days, Any]:
        """What the causes follow from: the day, the working days around it, the thresholds."""
        days = tuple(self.calendar.days.items())
        return self.today, days, tuple(settings.LIGHT_LIMITS.items())

    @cached_property
    def colours(self) -> dict[str, Colour]:
        """The colour of each cause by its code."""
        return {cause.code: cause.colour for cause in self.causes}

    def of(self, tasks: Iterable[Task], reader: Official) -> dict[int, Light]:
        """The light of each task by its id, with the reason as ``reader`` may know it.

        What only those inside a task read is no reason for others: they are told the colour.
        """
        rows = self._rows([task.pk for task in tasks], reader)
        divided = [pk for pk, row in rows.items() if row["because"].startswith(SHARE)]
        worst = self._worst_shares(divided, reader)
        return {pk: worst.get(pk) or self._light(row) for pk, row in rows.items()}

    def filtered(self, tasks: QuerySet[Task], colours: Collection[str]) -> QuerySet[Task]:
        """Those of the tasks whose light is of one of the colours."""
        codes = [cause.code for cause in self.causes if cause.colour.value in colours]
        explained = tasks.alias(**facts()).alias(because=first_of(self.causes))
        return explained.filter(because__in=codes)

    def _rows(self, pks: Collection[int], reader: Official) -> dict[int, dict[str, Any]]:
        if not pks:
            return {}
        told = _told(reader, *self._basis)
        rows = (dict(zip(TOLD, row, strict=True)) for row in told.rows(frozenset(pks)))
        return {row["pk"]: row for row in rows}

    def _worst_shares(self, divided: Collection[int], reader: Official) -> dict[int, Light]:
        """The light of the share that stands worst, the first of equals, by the task divided."""
        if not divided:
            return {}
        shares = Task.objects.filter(parent__in=divided).exclude(state=TaskState.CANCELLED)
        rows = self._rows(list(shares.values_list("pk", flat=True)), reader).values()
        order = [cause.code for cause in self.causes]
        found: dict[int, Light] = {}
        for row in sorted(
            rows, key=lambda row: (self._rank(row), order.index(row["because"]), row["pk"])
        ):
            light = self._light(row)
            words = f"{row['number']}：{light.word}"
            found.setdefault(row["parent"], Light(light.colour, words, light.because))
        return found

    def _rank(self, row: dict[str, Any]) -> int:
        return list(Colour).index(self.colours[row["because"]])

    def _light(self, row: dict[str, Any]) -> Light:
        colour = self.colours[row["because"]].value
        if row["because"] in INSIDE and not row["inside"]:
            return Light(colour, str(WITHHELD), "withheld")
        return Light(colour, word_of(row, self.today, self.calendar), row["because"])
