"""Working days against a calendar written by hand from the published notices."""

from datetime import date, timedelta
from random import Random

import pytest

from coordination.units.actions import load_years
from coordination.units.calendar import add_working_days, calendar_between
from coordination.units.models import CalendarDay
from tests.figures import Figure, size
from tests.trust.holidays import FIRST, LAST, WORKED, after, works

pytestmark = pytest.mark.django_db


def deviations(dates: int) -> list[tuple[date, int]]:
    """Random limits that the house reckons otherwise."""
    rng, span = Random(20261125), (LAST - FIRST).days - 90
    drawn = [(FIRST + timedelta(rng.randrange(span)), rng.randint(0, 42)) for _ in range(dates)]
    return [(day, n) for day, n in drawn if add_working_days(day, n) != after(day, n)]


def test_each_day_of_three_years_is_as_the_notices_have_it() -> None:
    load_years()
    calendar = calendar_between(FIRST, LAST)
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    assert [day for day in days if calendar.is_working(day) != works(day)] == []
    made_up = CalendarDay.objects.filter(working=True, day__range=(FIRST, LAST))
    assert set(made_up.values_list("day", flat=True)) == WORKED


def test_limits_of_random_days_are_reckoned_alike(figure: Figure) -> None:
    load_years()
    dates = size(2_000, 10_000)
    wrong = deviations(dates)
    figure("calendar", f"{dates} random dates, {len(wrong)} deviations")
    assert wrong == []


def test_control_one_day_left_out_is_seen() -> None:
    load_years()
    CalendarDay.objects.get(day=date(2025, 9, 28)).delete()
    assert deviations(500)
