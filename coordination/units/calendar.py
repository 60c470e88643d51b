"""Working days. A year whose holidays are not published counts weekends only (暂定).

The days that differ from the plain week are rows (``CalendarDay``): public holidays, and
Saturdays and Sundays worked in their stead. Day 0 is the day of the act; a limit ends at
24:00 of the last working day counted, where the office stands.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from coordination.units.models import CalendarDay
from workflow.prepared import Prepared

SATURDAY = 5
ONE = timedelta(days=1)
# The longest row of days off there may be; a span read at once reaches beyond it.
LONGEST_REST = timedelta(days=31)


_BETWEEN = Prepared(
    lambda first, last: CalendarDay.objects.filter(day__range=(first, last)).order_by()
)


@dataclass(frozen=True)
class Calendar:
    """The days of a span that differ from the plain week, and whether each is worked."""

    days: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether the office works on ``day``."""
        return self.days.get(day, day.weekday() < SATURDAY)

    def between(self, first: date, last: date) -> int:
        """How many working days lie after ``first``, up to and with ``last``."""
        span = range((last - first).days)
        return sum(self.is_working(first + ONE * (n + 1)) for n in span)

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, before it where ``count`` is negative."""
        way = ONE if count > 0 else -ONE
        while count:
            day += way
            if self.is_working(day):
                count -= 1 if count > 0 else -1
        return day


def calendar_between(first: date, last: date) -> Calendar:
    """The calendar from ``first`` to ``last``, read in one query."""
    return Calendar({row.day: row.working for row in _BETWEEN.instances(first, last)})


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; the day itself is day 0. One query."""
    return calendar_around([day], count).add(day, count)


def calendar_around(days: Collection[date], count: int) -> Calendar:
    """The calendar that reaches ``count`` working days before and after ``days``. One query."""
    reach = timedelta(days=2 * abs(count)) + LONGEST_REST
    return calendar_between(min(days) - reach, max(days) + reach)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after ``first``, up to and with ``last``. One query."""
    calendar = calendar_between(first, last)
    days = (first + ONE * n for n in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in days)


def provisional(days: Iterable[date]) -> bool:
    """Whether one of the days lies in a year whose holidays are not published yet."""
    years = {day.year for day in days}
    if not years:
        return False
    rows = CalendarDay.objects.filter(
        day__year__gte=min(years), day__year__lte=max(years), published=True
    )
    return bool(years - set(rows.values_list("day__year", flat=True).order_by().distinct()))
