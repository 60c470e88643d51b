"""Rows as the pages show them: a task with its light, its progress and its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coordination.progress.queries import latest_percent
from coordination.reports.lights import Lights
from coordination.tasks.lights import Light
from coordination.tasks.models import Task
from coordination.tasks.queries import Shares, share_progress
from coordination.units.official import Official
from coordination.web.nouns import page_of


@dataclass(frozen=True)
class Row:
    """One printed line."""

    task: Task
    url: str
    light: Light
    percent: int | None
    helpers: list[str]
    shares: Shares | None


def rows_of(tasks: Iterable[Task], reader: Official, *, progress: bool = True) -> list[Row]:
    """Lines of tasks got from ``tasks.queries.printed``, as ``reader`` may know them.

    ``progress``: with the progress where the reader may read the reports.
    """
    found = list(tasks)
    percents = latest_percent(reader, [task.pk for task in found]) if progress else {}
    lights = Lights().of(found, reader)
    return [_row(task, lights[task.pk], percents) for task in found]


def _row(task: Task, light: Light, percents: dict[int, int]) -> Row:
    parts: list[Any] = getattr(task, "parts", [])
    shares = share_progress(task)
    return Row(
        task=task,
        url=page_of(task),
        light=light,
        percent=shares.percent if shares else percents.get(task.pk),
        helpers=[str(part.unit) for part in parts] + ([] if task.group else list(task.collective)),
        shares=shares,
    )
