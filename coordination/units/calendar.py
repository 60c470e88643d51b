"""Working days. A year whose holidays are not published counts weekends only (暂定)."""

from datetime import date, timedelta

SATURDAY = 5


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; the day itself is day 0."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            count -= 1
    return day
