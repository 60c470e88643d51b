"""What is done with units and people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from chinese_calendar import constants
from django.db import transaction

from coordination.units.models import Body, CalendarDay, Unit, UnitName
from coordination.units.names import normalise
from coordination.units.states import UnitKind

VERTICAL = "市垂直管理"
SHORT = 30


@dataclass(frozen=True)
class UnitRow:
    """One unit as a list names it; ``parent`` is a unit's code, or what stands above it."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormerName:
    """A name that a unit no longer bears."""

    name: str
    code: str


@transaction.atomic
def take_units(body: Body, rows: Iterable[UnitRow], former: Iterable[FormerName] = ()) -> int:
    """Make or update the units of ``body`` and their names; return how many were new.

    Parents come before their children whatever the order of the rows. Taking the same list
    twice changes nothing.
    """
    waiting = {row.code: row for row in rows}
    units = {unit.code: unit for unit in Unit.objects.filter(body=body)}
    new = len(waiting.keys() - units.keys())
    for code in list(waiting):
        _take(body, code, waiting, units)
    _take_names(body, waiting.values(), units, former)
    return new


@transaction.atomic
def add_unit(body: Body, name: str) -> Unit:
    """Make a unit that a table names and the list does not hold, of at most 60 characters.

    Its name is its short name too, as far as that holds it.
    A unit that bears the name already is returned as it is.
    """
    Body.objects.select_for_update().get(pk=body.pk)
    known = UnitName.objects.filter(body=body, name=normalise(name)).first()
    if known:
        return known.unit
    count = Unit.objects.filter(body=body).count()
    row = UnitRow(f"{body.code}-N{count + 1:02}", name, name[:SHORT], UnitKind.DEPARTMENT, "")
    take_units(body, [row])
    made: Unit = Unit.objects.get(body=body, code=row.code)
    return made


def add_name(unit: Unit, name: str) -> None:
    """Let a unit be found under a further name."""
    UnitName.objects.get_or_create(
        body_id=unit.body_id, name=normalise(name), defaults={"unit": unit}
    )


def _take(body: Body, code: str, rows: dict[str, UnitRow], units: dict[str, Unit]) -> Unit:
    row = rows[code]
    listed = row.parent in rows
    parent = _take(body, row.parent, rows, units) if listed else units.get(row.parent)
    values = {
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind,
        "superior": "" if parent else row.parent,
        "outside": row.parent == VERTICAL,
    }
    if code in units:
        Unit.objects.filter(pk=units[code].pk).update(**values)
    elif parent:
        parent.refresh_from_db()
        units[code] = Unit.objects.add_child(parent, instance=Unit(body=body, code=code, **values))
    else:
        units[code] = Unit.objects.add_root(instance=Unit(body=body, code=code, **values))
    return units[code]


def _take_names(
    body: Body, rows: Iterable[UnitRow], units: dict[str, Unit], former: Iterable[FormerName]
) -> None:
    old = {normalise(name.name): name.code for name in former if name.code in units}
    names = {
        normalise(name): UnitName(body=body, unit=units[row.code], name=normalise(name))
        for row in rows
        for name in (row.name, row.short_name, *row.aliases)
    }
    for name, code in old.items():
        names[name] = UnitName(body=body, unit=units[code], name=name, former=True)
    UnitName.objects.bulk_create(
        names.values(),
        update_conflicts=True,
        unique_fields=["body", "name"],
        update_fields=["unit", "former"],
    )


def load_years(years: Collection[int] = ()) -> dict[int, int]:
    """Take the published holidays and make-up working days into the calendar.

    ``years`` empty: every year that the library knows. A day stored already stays as it is,
    for the office may have edited it. Returns the days published for each year asked for;
    0 where the year is not published yet.
    """
    found = {day: (False, name) for day, name in constants.holidays.items()}
    found |= {day: (True, name) for day, name in constants.workdays.items()}
    wanted = set(years) or {day.year for day in found}
    rows = [
        CalendarDay(day=day, working=working, name=constants.Holiday(name).chinese)
        for day, (working, name) in sorted(found.items())
        if day.year in wanted
    ]
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    return {year: sum(row.day.year == year for row in rows) for year in sorted(wanted)}
