"""Moments around today, whatever day of the week today is."""

from datetime import date

import pytest

from coordination.demo.days import Days
from coordination.units.calendar import add_working_days


@pytest.mark.django_db
@pytest.mark.parametrize("day", range(1, 15))
def test_back_counts_working_days_and_never_reaches_today(day: int) -> None:
    days = Days(date(2026, 3, day))
    assert days.back(0) == days.today
    for count in range(1, 8):
        assert days.back(count).weekday() < 5
        assert days.back(count) < days.back(count - 1)
        assert add_working_days(days.back(count), count) >= days.today or days.today.weekday() > 4


def test_month_ends_run_over_the_year() -> None:
    days = Days(date(2026, 11, 25))
    assert [days.month_end(n) for n in (0, 1, 2, 3)] == [
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
    ]
