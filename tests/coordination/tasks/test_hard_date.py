"""The upper level's hard date: no due date passes it unless the leader waives it by name."""

from datetime import date, timedelta

import pytest

from coordination.supervision import actions as supervision
from coordination.supervision.models import Extension
from coordination.tasks import date_actions as dates
from coordination.tasks.models import Task
from tests.cast import COORDINATORS, Cast, make_task
from tests.conftest import MONDAY
from tests.stages import begun, resume, suspend
from workflow import clock
from workflow.errors import NotAllowed, Unmet
from workflow.models import Record, RecordText

HARD = date(2026, 10, 30)


def set_hard(cast: Cast, task: Task, day: date = HARD, who: str = "coordinator") -> None:
    dates.set_upper_due(
        task, actor=cast[who], version=task.version, upper_due_on=day, basis="市府办〔2026〕3号"
    )
    task.refresh_from_db()


def waive(cast: Cast, task: Task, day: date, who: str = "leader") -> None:
    dates.waive_upper(
        task, actor=cast[who], version=task.version, waived_until=day, reason="市级已同意"
    )
    task.refresh_from_db()


def ask(cast: Cast, task: Task, day: date) -> Extension:
    return supervision.ask_extension(
        task, actor=cast["lead_head"], version=task.version, new_due=day, reason="r", percent=1
    )


def decide(cast: Cast, asked: Extension, who: str, granted: bool = True) -> None:
    supervision.decide_extension(asked, actor=cast[who], version=1, granted=granted, reason="r")


def codes(error: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in error.value.verdicts]


def test_only_the_coordinator_enters_and_only_the_leader_waives(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 9, 30))
    for who in set(cast.users) - COORDINATORS:
        with pytest.raises(NotAllowed):
            set_hard(cast, task, who=who)
    with pytest.raises(Unmet) as none:
        waive(cast, task, HARD)
    assert codes(none) == ["upper_none"]
    set_hard(cast, task)
    for who in set(cast.users) - {"leader", "leader2"}:
        with pytest.raises(NotAllowed):
            waive(cast, task, date(2026, 12, 1), who)
    with pytest.raises(Unmet) as early:
        waive(cast, task, HARD)
    assert codes(early) == ["waived_later"]
    with pytest.raises(Unmet) as past:
        set_hard(cast, task, clock.today())
    assert codes(past) == ["upper_date_ahead"]


def test_a_later_due_date_moves_to_it_with_its_milestones(cast: Cast) -> None:
    task = begun(cast, ("过半", date(2026, 11, 30)), due_on=date(2026, 12, 31))
    set_hard(cast, task)
    assert (task.due_on, task.original_due_on) == (HARD, date(2026, 12, 31))
    assert set(task.milestones.values_list("due_on", flat=True)) == {HARD}


def test_an_extension_beyond_it_needs_the_leader_and_a_waiver(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 9, 30))
    set_hard(cast, task)
    within = ask(cast, task, HARD)
    assert not within.beyond
    decide(cast, within, "supervisor", granted=False)
    asked = ask(cast, task, date(2026, 11, 15))
    assert asked.beyond
    with pytest.raises(NotAllowed):
        decide(cast, asked, "supervisor")
    with pytest.raises(Unmet) as bare:
        decide(cast, asked, "leader")
    assert codes(bare) == ["upper_due"]
    waive(cast, task, date(2026, 11, 10))
    with pytest.raises(Unmet):
        decide(cast, asked, "leader")
    waive(cast, task, date(2026, 11, 20))
    decide(cast, asked, "leader")
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 15)
    record = Record.objects.filter(step="waive_upper").latest("pk")
    assert record.actor_id == cast.users["leader"].pk
    assert RecordText.objects.get(record=record).body == "市级已同意"


def test_refusing_needs_no_waiver(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 9, 30))
    set_hard(cast, task)
    asked = ask(cast, task, date(2026, 11, 15))
    decide(cast, asked, "leader", granted=False)
    task.refresh_from_db()
    assert task.due_on == date(2026, 9, 30)


def test_after_a_suspension_the_date_moves_up_to_it_only(cast: Cast) -> None:
    for title, hard, expected in (
        ("无", None, date(2026, 10, 14)),
        ("有", date(2026, 10, 9), date(2026, 10, 9)),
    ):
        task = begun(cast, ("摸底", date(2026, 4, 30)), title=title, due_on=date(2026, 9, 30))
        if hard:
            set_hard(cast, task, hard)
        suspend(cast, task)
        task.refresh_from_db()
        with clock.at(MONDAY + timedelta(days=14)):
            resume(cast, task)
        task.refresh_from_db()
        assert task.due_on == expected
        assert list(task.milestones.values_list("due_on", flat=True)) == [
            date(2026, 5, 14),
            expected,
        ]


def test_a_new_hard_date_ends_the_waiver(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 9, 30))
    set_hard(cast, task)
    waive(cast, task, date(2026, 11, 20))
    set_hard(cast, task, date(2026, 10, 15))
    assert (task.latest_due, task.waived_until) == (date(2026, 10, 15), None)
