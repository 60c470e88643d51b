"""The demo's plan: its lines as a reading, taken in and issued as any table would be."""

import hashlib
from collections.abc import Mapping, Sequence
from random import Random

from coordination.demo.accounts import People
from coordination.demo.days import Days
from coordination.demo.fates import Due, Fate, due_of
from coordination.demo.values import refine
from coordination.demo.wording import Line
from coordination.plans.models import Plan
from coordination.sources.reader.reading import (
    Deadline,
    Document,
    Indicator,
    Reading,
    Source,
    Task,
    Unit,
)
from coordination.tasks.actions import issue_plan
from coordination.tasks.intake import take_tasks
from coordination.units.models import Unit as UnitRow
from workflow import clock

FILE, SHEET = "plan.toml", "plan"
DRAFTED, ISSUED = 3, 5


def issue(
    plan: Plan,
    lines: Sequence[Line],
    fates: Sequence[Fate],
    people: People,
    days: Days,
    rng: Random,
    issued: int = ISSUED,
) -> None:
    """Take the lines into the plan and issue it ``issued`` working days before today."""
    names = dict(UnitRow.objects.filter(body=plan.body).values_list("code", "short_name"))
    dues = [due_of(fate, days, rng) for fate in fates]
    reading = _reading(plan, lines, dues, names)
    told = repr(lines).encode()
    with clock.at(days.moment(issued + DRAFTED, 14)):
        take_tasks(
            plan,
            reading,
            actor=people["coordinator"],
            version=plan.version,
            file=FILE,
            digest=hashlib.sha256(told).hexdigest(),
        )
        refine(plan, people["coordinator"])
    plan.refresh_from_db()
    with clock.at(days.moment(issued, 9)):
        issue_plan(plan, actor=people["coordinator.head"], version=plan.version)
    plan.refresh_from_db()


def _reading(
    plan: Plan, lines: Sequence[Line], dues: Sequence[Due], names: Mapping[str, str]
) -> Reading:
    tasks = tuple(
        _task(number, line, due, names)
        for number, (line, due) in enumerate(zip(lines, dues, strict=True), 1)
    )
    return Reading(
        document=Document(format="toml", title=plan.title, year=plan.year),
        tasks=tasks,
        gaps=(),
        unread=(),
        unknown_units=(),
        rows_in=len(tasks),
        rows_out=len(tasks),
    )


def _task(number: int, line: Line, due: Due, names: Mapping[str, str]) -> Task:
    units = [Unit(names[code], names[code], code) for code in (line.lead, *line.cooperating)]
    return Task(
        key=f"demo-{number}",
        number=str(number),
        section=line.section,
        title=line.title,
        text=line.text,
        lead=tuple(units[:1]),
        cooperating=tuple(units[1:]),
        collective=(),
        joint=False,
        open_ended=False,
        deadline=Deadline(due.text, "date", due.day),
        indicators=(Indicator(line.indicator, line.comparator, line.value, line.measure),),
        remarks="",
        flags=(),
        confirm=(),
        source=Source(SHEET, number, number, "、".join(unit.text for unit in units)),
        cells=(),
    )
