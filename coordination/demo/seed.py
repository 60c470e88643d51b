"""Seeding the demo: all of it or nothing, the same data for the same seed and day."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Count

from coordination.demo import accounts, cases, plan, tables, wording
from coordination.demo.days import Days
from coordination.demo.fates import decide
from coordination.demo.story import Story
from coordination.disputes.models import Dispute
from coordination.plans.models import Plan
from coordination.units.actions import load_years
from coordination.units.calendar import calendar_between
from coordination.units.models import Body, Unit
from workflow import clock
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
    added: int

    def to_json(self) -> dict[str, Any]:
        """The figures as JSON values."""
        return {
            "units": self.units,
            "accounts": self.accounts,
            "plan": {"id": self.plan.pk, "title": self.plan.title},
            "tasks": self.tasks,
            "disputes": self.disputes,
            "added": self.added,
        }


@transaction.atomic
def seed(*, units: int, tasks: int, number: int, password: str) -> Seeded:
    """Seed ``units`` units of the district, both real tables and a plan of ``tasks`` tasks.

    ``number`` is the seed of everything drawn. What is there already stays as it is.
    """
    before = Record.objects.count()
    load_years()
    today = clock.today()
    days = Days(today, calendar_between(today - HISTORY, today))
    district, members = tables.take_district(units, accounts.SEATS)
    city, seat = tables.take_city()
    accounts.appoint_all(members, seat, password)
    people = accounts.People()
    with clock.at(days.moment(DRAFTED, 9)):
        for body, name, title, year, drafter in (
            (city, tables.NEAT, tables.NEAT_TITLE, tables.NEAT_YEAR, accounts.GUANGZHOU),
            (district, tables.DIRTY, tables.DIRTY_TITLE, tables.DIRTY_YEAR, "coordinator"),
        ):
            table, new = tables.draft(body, title, year)
            if new:
                tables.fill(table, name, people[drafter])
    issued = _year_plan(district, tasks, number, people, days)
    return Seeded(
        units=len(members),
        accounts=2 * len(members) + len(accounts.FUNCTIONS) + 1,
        plan=issued,
        tasks=_counted(issued.tasks),
        disputes=_counted(Dispute.objects.filter(plan=issued)),
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
    return found


def _counted(rows: Any) -> dict[str, int]:
    return dict(rows.order_by("state").values_list("state").annotate(n=Count("pk")))
