"""Many clocks at once, or one that stood still: each limit fires once."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import transaction

from coordination.reports.invariants import findings
from coordination.supervision.models import Reminder
from coordination.tasks.models import Task
from tests.cast import Cast, make_plan
from tests.conftest import MONDAY
from tests.figures import Figure, size
from tests.workflow.together import errors_in, together
from workflow import deadlines
from workflow.models import Deadline, Record

WEDNESDAY = date(2026, 3, 4)
THURSDAY, SATURDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=5)
ON_SQLITE = "sqlite" in configured.DATABASES["default"]["ENGINE"]
CLOCKS = 2 if ON_SQLITE else 8


@pytest.fixture
def moment(cast_for_threads: Cast, tmp_path: Path) -> Path:
    """The file from which every clock reads the time."""
    return tmp_path / "clock"


def due(cast: Cast, tasks: int) -> int:
    """How many limits a plan has until Wednesday, 4 March.

    Its tasks and parts are to be signed for until then; the tasks' leads are reminded before.
    """
    make_plan(cast, tasks)
    assert Deadline.objects.filter(due_on=WEDNESDAY, since=MONDAY.date()).count() == 2 * tasks
    return Deadline.objects.filter(due_on__lte=WEDNESDAY).count()


def deemed() -> list[int]:
    """How often receipt was deemed, for each task and part."""
    records = Record.objects.filter(step__in=["deemed_receipt", "coop_deemed"])
    subjects: dict[tuple[str, int], int] = {}
    for key in records.values_list("kind", "subject_id"):
        subjects[key] = subjects.get(key, 0) + 1
    return list(subjects.values())


def test_clocks_at_once_fire_each_limit_once(
    cast_for_threads: Cast, moment: Path, figure: Figure
) -> None:
    tasks = 50 if ON_SQLITE else size(100, 500)
    items = due(cast_for_threads, tasks)
    assert items >= 2 * tasks
    moment.write_text(THURSDAY.isoformat())
    ticked = together(CLOCKS, lambda _number: deadlines.fire_due())
    assert errors_in(ticked) == []
    assert [failed for each in ticked for failed in each.failed] == []
    fired = sum(each.fired for each in ticked)
    shared = sum(each.fired > 0 for each in ticked)
    figure("clocks", f"{CLOCKS} at once ({shared} fired) over {items} due items, {fired} fired")
    assert (fired, deemed()) == (items, [1] * (2 * tasks))
    assert not Reminder.objects.exists()  # on Thursday nothing lies ahead any more
    assert set(Task.objects.values_list("state", "version")) == {("accepted", 3)}
    assert [str(each) for each in findings()] == []


def test_a_clock_that_stood_for_three_days_fires_what_it_missed_once(
    cast_for_threads: Cast, moment: Path, figure: Figure
) -> None:
    tasks = size(20, 200)
    items = due(cast_for_threads, tasks)
    assert deadlines.tick() == 0
    moment.write_text(SATURDAY.isoformat())
    fired = [deadlines.tick(), deadlines.tick()]
    figure("stopped clock", f"3 days late over {items} missed items, {fired[0]} fired, then 0")
    assert fired == [items, 0]
    assert deemed() == [1] * (2 * tasks)
    late: Any = Deadline.objects.filter(due_on__lte=WEDNESDAY).values_list("fired_at", flat=True)
    assert set(late) == {SATURDAY}


@pytest.mark.postgres
def test_control_without_the_lock_limits_fire_twice(
    cast_for_threads: Cast, moment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each clock believes what it saw at first: handlers are called again and again."""
    called: list[int] = []

    def unlocked(seen: Deadline) -> bool:
        with transaction.atomic():
            called.append(seen.pk)
            return bool(Deadline.objects.filter(pk=seen.pk).update(fired_at=MONDAY))

    items = due(cast_for_threads, 20)
    moment.write_text(THURSDAY.isoformat())
    monkeypatch.setattr(deadlines, "_fire", unlocked)
    together(8, lambda _number: deadlines.fire_due())
    assert len(called) > len(set(called)) == items
