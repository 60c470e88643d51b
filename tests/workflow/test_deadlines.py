"""Limits: each fires once, late rather than never, and none holds up another."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from time import sleep

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.toy.models import Parcel
from tests.workflow.parcels import OWNER, labelled, packed, packed_many, step
from tests.workflow.together import errors_in, together
from workflow import clock, deadlines, door, rows
from workflow.models import Deadline

DUE = date(2026, 3, 2)
LAST_SECOND = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai
MIDNIGHT = LAST_SECOND + timedelta(seconds=1)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_nobody_listens"),
]


@pytest.fixture
def heard() -> list[int]:
    """Subjects of the limits that have fired."""
    subjects: list[int] = []
    deadlines.on("ring", lambda deadline: subjects.append(deadline.subject_id))
    return subjects


def armed(due: date = DUE) -> Parcel:
    parcel = packed()
    deadlines.arm(parcel, "ring", due)
    return parcel


def test_a_limit_fires_when_its_day_has_passed_and_once(heard: list[int]) -> None:
    parcel = armed()
    with clock.at(LAST_SECOND):
        assert deadlines.tick() == 0
    with clock.at(MIDNIGHT):
        assert (deadlines.tick(), deadlines.tick()) == (1, 0)
    assert heard == [parcel.pk]
    assert Deadline.objects.get().fired_at == MIDNIGHT


def test_a_clock_that_stood_for_days_fires_what_it_missed_in_order(heard: list[int]) -> None:
    late = armed(DUE + timedelta(days=2))
    early = armed()
    with clock.at(MIDNIGHT + timedelta(days=30)):
        assert deadlines.tick() == 2
    assert heard == [early.pk, late.pk]


def test_armed_twice_is_once_and_lifted_does_not_fire(heard: list[int]) -> None:
    parcel = armed()
    deadlines.arm(parcel, "ring", DUE)
    assert Deadline.objects.count() == 1
    assert deadlines.due_of(parcel, "ring") == DUE
    deadlines.lift(parcel, "ring")
    assert deadlines.due_of(parcel, "ring") is None
    with clock.at(MIDNIGHT):
        assert deadlines.tick() == 0
    assert heard == []


def test_a_lifted_limit_armed_again_for_the_same_day_fires(heard: list[int]) -> None:
    parcel = armed()
    deadlines.lift(parcel, "ring")
    deadlines.arm(parcel, "ring", DUE)
    with clock.at(MIDNIGHT):
        assert deadlines.tick() == 1
    deadlines.lift(parcel, "ring")
    deadlines.arm(parcel, "ring", DUE)
    with clock.at(MIDNIGHT):
        assert deadlines.tick() == 0


def test_rules_are_armed_together_and_lifted_by_name() -> None:
    parcel = packed()
    with CaptureQueriesContext(connection) as sent:
        limits = [deadlines.Limit(rule, DUE) for rule in ("ring", "ring", "call", "break")]
        deadlines.arm_rules(parcel, limits)
        deadlines.lift(parcel, "ring", "call")
    assert len(sent) == 2
    assert [deadlines.due_of(parcel, rule) for rule in ("ring", "call", "break")] == [
        None,
        None,
        DUE,
    ]


def test_as_many_limits_as_there_are_become_armed() -> None:
    parcel = packed()
    days = [DUE + timedelta(days=n) for n in range(deadlines.MOST_AT_ONCE * 2 + 1)]
    deadlines.arm_each([(parcel, day) for day in days], "ring")
    assert list(Deadline.objects.order_by("due_on").values_list("due_on", flat=True)) == days


def test_a_failing_handler_leaves_its_limit_open_and_stops_no_other(heard: list[int]) -> None:
    broken = packed()
    deadlines.arm(broken, "break", DUE)
    sound = armed()

    def fail(deadline: Deadline) -> None:
        step(Parcel.objects.get(pk=deadline.subject_id), "weigh", weight=99)
        raise ZeroDivisionError("no bell")

    deadlines.on("break", fail)
    with clock.at(MIDNIGHT):
        ticked = deadlines.fire_due()
    assert ticked.fired == 1
    assert ticked.failed == [
        f"break of parcel {broken.pk} on 2026-03-02: ZeroDivisionError: no bell"
    ]
    assert heard == [sound.pk]
    assert Parcel.objects.get(pk=broken.pk).weight == 3
    deadlines.on("break", lambda deadline: heard.append(deadline.subject_id))
    with clock.at(MIDNIGHT):
        assert deadlines.tick() == 1


def test_a_limit_nobody_handles_is_told_and_stays_open() -> None:
    parcel = packed()
    deadlines.arm(parcel, "unheard of", DUE)
    with clock.at(MIDNIGHT):
        ticked = deadlines.fire_due()
    assert (ticked.fired, len(ticked.failed)) == (0, 1)
    assert Deadline.objects.get().fired_at is None


@pytest.mark.postgres
def test_eight_clocks_at_once_fire_each_limit_once(heard: list[int]) -> None:
    parcels = packed_many(100)
    for parcel in parcels:
        deadlines.arm(parcel, "ring", DUE)

    def tick(_number: int) -> int:
        with clock.at(MIDNIGHT):
            return deadlines.tick()

    fired = together(8, tick)
    assert errors_in(fired) == []
    assert sum(fired) == 100
    assert sorted(heard) == [parcel.pk for parcel in parcels]


def clock_against_step() -> list[object]:
    """A step that holds the root lifts the limit while the clock, called meanwhile, fires it."""
    parcel = packed()
    label = labelled(parcel)
    deadlines.arm(label, "ring", DUE)
    deadlines.on("ring", lambda _deadline: rows.read(Parcel, parcel.pk, lock=True) and None)
    holding = Barrier(2)

    def tick() -> deadlines.Ticked:
        holding.wait(timeout=30)
        with clock.at(MIDNIGHT):
            return deadlines.fire_due()

    def lift() -> None:
        with door.act(OWNER) as act:
            act.take(parcel)
            holding.wait(timeout=30)
            sleep(0.3)  # the clock takes its first lock meanwhile
            deadlines.lift(label, "ring")

    return together(2, lambda number: tick() if number else lift())


@pytest.mark.postgres
def test_clock_and_step_take_the_root_first_and_do_not_deadlock() -> None:
    assert clock_against_step() == [None, (0, [])]
    assert Deadline.objects.get().lifted_at


@pytest.mark.postgres
def test_control_with_the_limit_locked_first_they_deadlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "_lock_root", lambda _deadline: None)
    lifted, ticked = clock_against_step()
    assert "deadlock" in f"{lifted} {ticked}"
