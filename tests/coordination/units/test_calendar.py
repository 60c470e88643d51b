"""Working days: holidays move a limit on, make-up days count, unpublished years are marked."""

from datetime import date, timedelta
from io import StringIO
from random import Random

import chinese_calendar
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from coordination.units.actions import load_years
from coordination.units.calendar import add_working_days, provisional
from coordination.units.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    load_years()


def test_a_make_up_saturday_is_a_working_day(loaded: None) -> None:
    assert add_working_days(date(2026, 2, 27), 1) == date(2026, 2, 28)  # a Saturday
    assert add_working_days(date(2026, 2, 27), 2) == date(2026, 3, 2)


def test_a_public_holiday_moves_the_limit_on(loaded: None) -> None:
    assert add_working_days(date(2026, 4, 3), 1) == date(2026, 4, 7)
    assert add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)  # a Saturday


def test_day_0_is_the_day_itself_and_one_query_is_enough(loaded: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert add_working_days(date(2026, 9, 30), 60) == date(2026, 12, 29)
    assert len(queries) == 1
    assert add_working_days(date(2026, 10, 3), 0) == date(2026, 10, 3)


def test_1000_dates_against_the_librarys_own_reckoning(loaded: None) -> None:
    rng = Random(20261125)
    first, days = date(2004, 1, 1), (date(2026, 11, 1) - date(2004, 1, 1)).days
    for _n in range(1_000):
        start, count = first + timedelta(days=rng.randrange(days)), rng.randint(0, 30)
        end, seen = start, 0
        while seen < count:
            end = end + timedelta(days=1)
            seen += chinese_calendar.is_workday(end)
        assert add_working_days(start, count) == end, (start, count)


def test_without_rows_weekends_only_and_marked() -> None:
    assert add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 1)
    assert provisional([date(2026, 10, 1)])
    load_years([2026])
    assert not provisional([date(2026, 10, 1), date(2026, 1, 5)])
    assert provisional([date(2026, 12, 31), date(2027, 1, 4)])
    assert not provisional([])


def test_loading_twice_adds_nothing_and_keeps_what_the_office_edited() -> None:
    load_years([2026])
    count = CalendarDay.objects.count()
    CalendarDay.objects.filter(day=date(2026, 10, 1)).update(working=True, name="值班")
    load_years()
    assert CalendarDay.objects.filter(day__year=2026).count() == count
    assert CalendarDay.objects.get(day=date(2026, 10, 1)).working


def test_the_command_says_what_is_not_published() -> None:
    out = StringIO()
    call_command("load_calendar", "--years", "2026", stdout=out)
    assert "2026" in out.getvalue()
    with pytest.raises(SystemExit) as ended:
        call_command("load_calendar", "--years", "2099", stdout=out)
    assert ended.value.code == 1


def test_a_day_stands_once() -> None:
    load_years([2026])
    with pytest.raises(IntegrityError):
        CalendarDay.objects.create(day=date(2026, 10, 1), working=True, name="x")
