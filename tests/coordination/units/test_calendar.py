"""Working days: day 0 is the act, weekends do not count."""

from datetime import date

import pytest

from coordination.units.calendar import add_working_days


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 2), 4, date(2026, 3, 6)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 3, 2), 7, date(2026, 3, 11)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), 2, date(2026, 3, 10)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
    ],
)
def test_the_nth_working_day(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected
