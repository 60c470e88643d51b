"""Rows as the pages show them: a task with its light, its progress and its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination.progress.queries import latest_percent
from coordination.tasks.lights import Light, light_of
from coordination.tasks.models import Task
from coordination.units.official import Official
from coordination.web.nouns import page_of
from workflow import clock


@dataclass(frozen=True)
class Row:
    """One printed line."""

    task: Task
    url: str
    light: Light
    percent: int | None
    helpers: list[str]


def rows_of(tasks: Iterable[Task], reader: Official | None = None) -> list[Row]:
    """Lines of tasks got from ``tasks.queries.printed``.

    With a ``reader``, also the progress where that official may read the reports.
    """
    found, today = list(tasks), clock.today()
    percents = latest_percent(reader, [task.pk for task in found]) if reader else {}
    return [_row(task, today, percents) for task in found]


def _row(task: Task, today: date, percents: dict[int, int]) -> Row:
    parts: list[Any] = getattr(task, "parts", [])
    return Row(
        task=task,
        url=page_of(task),
        light=light_of(task, today),
        percent=percents.get(task.pk),
        helpers=[str(part.unit) for part in parts] + list(task.collective),
    )
