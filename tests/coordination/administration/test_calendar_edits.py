"""An edit of the calendar counts every open limit anew, never to an earlier day, in one entry."""

from datetime import date, timedelta

import pytest

from coordination.administration import calendar
from coordination.administration.counting import moves
from coordination.disputes.models import DisputeSlot
from coordination.tasks import limits
from coordination.units.calendar import provisional
from coordination.units.models import CalendarDay, Configuration
from tests.case_stages import answer, contest, contest_part
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.disputes import part_cases
from tests.part_stages import accepted_part
from tests.stages import accept, task_in
from workflow import clock, deadlines
from workflow.actor import SYSTEM
from workflow.audit import Audit
from workflow.errors import NotAllowed, Refusal, Stale, Unmet
from workflow.models import Deadline, Record

TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 3, day) for day in (3, 4, 5))


def off(cast: Cast, day: date = TUESDAY, version: int | None = 1) -> None:
    calendar.set_day(
        day, actor=cast["sysadmin"], version=version, working=False, name="临时放假", reason="通知"
    )


def due(rule: str) -> list[date]:
    found = Deadline.objects.filter(rule=rule, lifted_at__isnull=True, fired_at__isnull=True)
    return list(found.values_list("due_on", flat=True))


def test_limits_and_columns_move_together(house: Cast) -> None:
    task = make_task(house)
    part = task.cooperations.get()
    assert (task.sign_off_until, task.contest_until) == (WEDNESDAY, date(2026, 3, 11))
    off(house)
    task.refresh_from_db()
    part.refresh_from_db()
    assert (task.sign_off_until, task.contest_until) == (THURSDAY, date(2026, 3, 12))
    assert (part.sign_off_until, part.contest_until) == (THURSDAY, date(2026, 3, 12))
    assert due(limits.SIGN_OFF) == due(limits.PART_SIGN_OFF) == [THURSDAY]
    entry = Record.objects.get(kind="configuration", step="set_day")
    assert entry.actor == "sysadmin"
    told = entry.told["data"]
    assert (told["day"], told["working"]) == ("2026-03-03", False)
    assert (told["limits"], told["tasks"], told["parts"]) == (2, 1, 1)
    assert Record.objects.filter(step="move_limits").count() == 2
    assert list(Audit().findings()) == []


def test_the_clock_fires_on_the_new_day_only(house: Cast) -> None:
    task = make_task(house)
    off(house)
    for days, state in [(3, "assigned"), (4, "accepted")]:
        with clock.at(MONDAY + timedelta(days=days)):
            deadlines.tick()
        task.refresh_from_db()
        assert task.state == state
    assert deadlines.tick() == 0


def test_verification_and_the_slots_of_a_case_move_too(house: Cast) -> None:
    claimed = task_in(house, "completed", "要点一")
    case = contest(house, make_task(house, title="要点二"))
    before = set(DisputeSlot.objects.values_list("due_on", flat=True))
    until = claimed.verify_until
    off(house)
    claimed.refresh_from_db()
    assert claimed.verify_until == until + timedelta(days=1)
    assert {day + timedelta(days=1) for day in before} == set(
        DisputeSlot.objects.values_list("due_on", flat=True)
    )
    assert due("statement_limit") == [case.slots.first().due_on]


def test_no_limit_ends_earlier(house: Cast) -> None:
    off(house)
    task = make_task(house)
    assert task.sign_off_until == THURSDAY
    calendar.remove_day(TUESDAY, actor=house["sysadmin"], version=None, reason="更正")
    task.refresh_from_db()
    assert task.sign_off_until == THURSDAY
    assert not CalendarDay.objects.exists()


def test_what_is_over_stays(house: Cast) -> None:
    task = make_task(house)
    accept(house, task)
    part_limit = due(limits.PART_SIGN_OFF)
    with clock.at(MONDAY + timedelta(days=8)):
        off(house, date(2026, 3, 11))
    task.refresh_from_db()
    assert task.sign_off_until == WEDNESDAY
    assert due(limits.SIGN_OFF) == []
    assert due(limits.PART_SIGN_OFF) == part_limit


def test_the_window_of_a_confirmed_part_moves_and_that_of_a_decided_one_does_not(
    house: Cast,
) -> None:
    confirmed, decided = (accepted_part(house, make_task(house, title=f"要点{n}")) for n in (1, 2))
    case = contest_part(house, decided)
    part_cases.both_state(house, case)
    part_cases.propose(house, case, "maintain")
    answer(house, case, "helper_head", "QP-D21", "agree")
    answer(house, case, "lead_head", "QP-D02", "agree")
    off(house)
    for part, day in ((confirmed, date(2026, 3, 12)), (decided, date(2026, 3, 11))):
        part.refresh_from_db()
        assert (part.state, part.contest_until) == ("accepted", day)
    assert list(Audit().findings()) == []


def test_the_preview_tells_what_the_edit_then_does(house: Cast) -> None:
    make_task(house)
    told = moves({TUESDAY: False}).lines()
    assert [(rule, old, new, count) for rule, old, new, count in told] == [
        ("contest", date(2026, 3, 11), date(2026, 3, 12), 1),
        ("part_contest", date(2026, 3, 11), date(2026, 3, 12), 1),
        ("part_sign_off", WEDNESDAY, THURSDAY, 1),
        ("sign_off", WEDNESDAY, THURSDAY, 1),
    ]
    assert not moves()
    assert not moves({date(2026, 3, 7): False})
    off(house)
    assert not moves()


@pytest.mark.parametrize("who", ["lead_head", "coordinator", "leader", "auditor", "secadmin"])
def test_nobody_else_edits_it(house: Cast, who: str) -> None:
    for verb in (
        lambda: calendar.set_day(
            TUESDAY, actor=house[who], version=1, working=False, name="x", reason="r"
        ),
        lambda: calendar.remove_day(TUESDAY, actor=house[who], version=1, reason="r"),
        lambda: calendar.load_years([2026], actor=house[who]),
    ):
        with pytest.raises(NotAllowed) as refused:
            verb()
        assert refused.value.verdicts[0].code == "administration"
    assert not CalendarDay.objects.exists()


def test_days_that_cannot_be_set(house: Cast) -> None:
    for day, working, code in [
        (date(2026, 3, 1), True, "calendar_past"),
        (TUESDAY, True, "calendar_plain"),
        (date(2026, 3, 7), False, "calendar_plain"),
    ]:
        with pytest.raises(Unmet) as refused:
            calendar.set_day(
                day, actor=house["sysadmin"], version=1, working=working, name="x", reason="r"
            )
        assert refused.value.verdicts[0].code == code
    with pytest.raises(Refusal):
        calendar.remove_day(TUESDAY, actor=house["sysadmin"], version=1, reason="r")
    assert not Configuration.objects.filter(scope="calendar").exists()


def test_an_edit_on_an_old_page_is_stale(house: Cast) -> None:
    off(house)
    with pytest.raises(Stale):
        off(house, THURSDAY)
    off(house, THURSDAY, 2)


def test_a_year_is_provisional_until_it_is_loaded(house: Cast) -> None:
    off(house)
    assert provisional([TUESDAY])
    loaded = calendar.load_years([2026, 2040], actor=SYSTEM)
    assert loaded[2026]
    assert not loaded[2040]
    assert not provisional([TUESDAY])
    assert provisional([date(2040, 1, 1)])
    assert CalendarDay.objects.get(day=TUESDAY).name == "临时放假"
