"""Seeding the demo: all of it or nothing, the same data for the same seed and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Count

from coordination.administration.calendar import load_years
from coordination.demo import (
    accounts,
    cases,
    cooperation,
    duties,
    house,
    opinions,
    plan,
    tables,
    wording,
)
from coordination.demo.days import Days
from coordination.demo.fates import Fate, decide
from coordination.demo.story import Story
from coordination.disputes.models import Dispute
from coordination.plans.models import Plan
from coordination.units.calendar import calendar_between
from coordination.units.models import Body, CalendarDay, Unit
from workflow import clock
from workflow.actor import SYSTEM
from workflow.models import Record

DRAFTED = 9
HISTORY = timedelta(days=60)


@dataclass(frozen=True)
class Seeded:
    """What the database holds now; ``added`` records of ours are new."""

    units: int
    accounts: int
    plan: Plan
    tasks: dict[str, int]
    disputes: dict[str, int]
    duties: int
    added: int

    def to_json(self) -> dict[str, Any]:
        """The figures as JSON values."""
        return {
            "units": self.units,
            "accounts": self.accounts,
            "plan": {"id": self.plan.pk, "title": self.plan.title},
            "tasks": self.tasks,
            "disputes": self.disputes,
            "duties": self.duties,
            "added": self.added,
        }


@transaction.atomic
def seed(*, units: int, tasks: int, number: int, password: str) -> Seeded:
    """Seed ``units`` units of the district, both real tables and a plan of ``tasks`` tasks.

    ``number`` is the seed of everything drawn. What is there already stays as it is.
    """
    before = Record.objects.count()
    today = clock.today()
    with clock.at(clock.now() - HISTORY):
        if not CalendarDay.objects.exists():
            load_years(actor=SYSTEM)
        district, members = tables.take_district(units, accounts.SEATS)
        city, seat = tables.take_city()
        accounts.appoint_all(members, seat, password)
    days = Days(today, calendar_between(today - HISTORY, today))
    entries = duties.take(district)
    people = accounts.People()
    drafts: dict[str, Plan] = {}
    with clock.at(days.moment(DRAFTED, 9)):
        for body, name, title, year, drafter in (
            (city, tables.NEAT, tables.NEAT_TITLE, tables.NEAT_YEAR, accounts.GUANGZHOU),
            (district, tables.DIRTY, tables.DIRTY_TITLE, tables.DIRTY_YEAR, "coordinator"),
        ):
            drafts[body.code], new = tables.draft(body, title, year)
            if new:
                tables.fill(drafts[body.code], name, people[drafter])
    data = wording.load()
    opinions.play(drafts[district.code], data["opinions"], people, days)
    issued = _year_plan(district, tasks, number, people, days)
    _supplement(district, members, number, people, days)
    cooperation.share(district, data, people, days)
    house.play(district, issued, people, days)
    return Seeded(
        units=len(members),
        accounts=2 * len(members) + len(accounts.FUNCTIONS) + 1,
        plan=issued,
        tasks=_counted(issued.tasks),
        disputes=_counted(Dispute.objects.filter(plan=issued)),
        duties=entries.new + entries.changed + entries.known,
        added=Record.objects.count() - before,
    )


def _year_plan(
    district: Body, tasks: int, number: int, people: accounts.People, days: Days
) -> Plan:
    data = wording.load()
    title = data["title"].format(year=days.today.year)
    with clock.at(days.moment(DRAFTED, 10)):
        found, new = tables.draft(district, title, days.today.year)
    if not new:
        return found
    rng = Random(number)  # noqa: S311 - a demo is drawn, not guarded
    codes = list(Unit.objects.filter(body=district).values_list("code", flat=True))
    lines = wording.compose(data, tasks, codes, rng)
    fates = decide(lines, [case["item"] for case in data["cases"]], rng)
    plan.issue(found, lines, fates, people, days, rng)
    by_number = {str(n): fate for n, fate in enumerate(fates, 1)}
    Story(found, by_number, people, days, data, rng).play()
    cases.play(found, data["cases"], people, days)
    cooperation.play(found, data["parts_told"], people, days)
    return found


def _supplement(
    district: Body, members: Sequence[Unit], number: int, people: accounts.People, days: Days
) -> None:
    """A few tasks for every unit, issued yesterday: to be signed for, or contested, today."""
    data = wording.load()
    title = data["supplement"].format(year=days.today.year)
    with clock.at(days.moment(DRAFTED, 11)):
        found, new = tables.draft(district, title, days.today.year)
    if new:
        rng = Random(number + 1)  # noqa: S311 - a demo is drawn, not guarded
        codes = list(Unit.objects.filter(body=district).values_list("code", flat=True))
        lines = wording.further(data, len(members), codes, rng)
        fates = [Fate.ASSIGNED] * len(lines)
        plan.issue(found, lines, fates, people, days, rng, issued=1)


def _counted(rows: Any) -> dict[str, int]:
    return dict(rows.order_by("state").values_list("state").annotate(n=Count("pk")))
