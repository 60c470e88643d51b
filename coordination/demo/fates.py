"""How far each line of the plan has come, and when it is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from coordination.demo.days import Days
from coordination.demo.wording import TASKS, Line

SUPERVISORS = {"supervisor": "QP-D01", "supervisor2": "QP-D20"}
OVERDUE, SOON = 0.12, 0.3


class Fate(StrEnum):
    """How far a task comes; those of a case are told in ``cases``."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    PROGRESS = "progress"
    REWORK = "rework"
    COMPLETED = "completed"
    VERIFIED = "verified"
    CASE = "case"


STARTED = (Fate.PROGRESS, Fate.REWORK, Fate.COMPLETED, Fate.VERIFIED)
CLAIMED = (Fate.REWORK, Fate.COMPLETED, Fate.VERIFIED)
WEIGHTS: Mapping[Fate, int] = {
    Fate.ASSIGNED: 18,
    Fate.ACCEPTED: 16,
    Fate.PROGRESS: 36,
    Fate.REWORK: 2,
    Fate.COMPLETED: 10,
    Fate.VERIFIED: 18,
}


@dataclass(frozen=True)
class Due:
    """A due date and how it is printed."""

    day: date
    text: str


def supervisor_of(units: Iterable[str]) -> str | None:
    """The account that may verify what these units did, if there is one."""
    parties = set(units)
    return next((name for name, unit in SUPERVISORS.items() if unit not in parties), None)


def decide(lines: Sequence[Line], contested: Iterable[str], rng: Random) -> list[Fate]:
    """The fate of every line; no unit is left without open work of its own.

    The 219 lines of the full plan live through everything; further ones are accepted at most.
    """
    titles = frozenset(contested)
    fates = [_fate(line, titles, rng) for line in lines]
    for index, line in enumerate(lines):
        if line.serial >= TASKS and fates[index] != Fate.ASSIGNED:
            fates[index] = Fate.ACCEPTED
    closed = (Fate.COMPLETED, Fate.VERIFIED, Fate.CASE)
    busy = {line.lead for line, fate in zip(lines, fates, strict=True) if fate not in closed}
    for index, line in enumerate(lines):
        if line.lead not in busy and fates[index] != Fate.CASE:
            fates[index] = Fate.PROGRESS
            busy.add(line.lead)
    return fates


def _fate(line: Line, contested: frozenset[str], rng: Random) -> Fate:
    drawn = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    if line.title in contested:
        return Fate.CASE
    if drawn in CLAIMED and supervisor_of((line.lead, *line.cooperating)) is None:
        return Fate.PROGRESS
    return drawn


def due_of(fate: Fate, days: Days, rng: Random) -> Due:
    """When a task of this fate is due: some late, some soon, most at the end of a month."""
    chance = rng.random()
    open_work = fate in (Fate.ACCEPTED, Fate.PROGRESS)
    if open_work and chance < OVERDUE:
        return _by_day(days.back(rng.randint(1, 3)))
    if fate == Fate.VERIFIED or chance < SOON:
        return _by_day(days.ahead(rng.randint(1, 7)))
    day = days.month_end(rng.choice((1, 1, 2, 2, 3, 4, 6)))
    year = "" if day.year == days.today.year else f"{day.year}年"
    return Due(day, f"{year}{day.month}月底前")


def _by_day(day: date) -> Due:
    return Due(day, f"{day.month}月{day.day}日前")
