"""The clock: reminders, report periods, undecided extensions, reviews that rise."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coordination.progress.actions import report_progress
from coordination.supervision import actions as supervision
from coordination.supervision import turns
from coordination.supervision.models import Extension, Reminder
from coordination.tasks.actions import accept_task, start_task
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Task
from tests.at_once import together
from tests.case_stages import contest
from tests.cast import Cast, make_plan, make_task
from tests.stages import accept, begun, resume, suspend, task_in
from workflow import clock, deadlines
from workflow.models import Record

OFFICE = ZoneInfo("Asia/Shanghai")


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE)


def tick(*days: date) -> None:
    for day in days:
        with clock.at(at(day)):
            assert deadlines.fire_due().failed == []


def said(task: Task) -> list[tuple[str, date]]:
    rows = Reminder.objects.filter(task=task).order_by("pk")
    return list(rows.values_list("about", "day"))


def every_day(first: date, last: date) -> list[date]:
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def test_the_due_date_is_recalled_twice_and_the_task_stays_as_it_is(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 3, 31))
    accept(cast, task)
    task.refresh_from_db()
    tick(date(2026, 3, 16))
    assert said(task) == []
    tick(date(2026, 3, 17), date(2026, 3, 17), date(2026, 3, 25))
    assert said(task) == [("due", date(2026, 3, 31))]
    tick(date(2026, 3, 26))
    assert said(task) == [("due", date(2026, 3, 31))] * 2
    version = task.version
    task.refresh_from_db()
    assert task.version == version


def test_a_clock_that_stood_still_does_not_speak_of_what_is_past(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 3, 31))
    accept(cast, task)
    tick(date(2026, 4, 1))
    assert said(task) == []


def test_nothing_is_recalled_of_what_is_done(cast: Cast) -> None:
    task = task_in(cast, "verified")
    tick(*every_day(date(2026, 12, 1), date(2027, 1, 2)))
    assert said(task) == []


def test_a_reopened_task_is_watched_again(cast: Cast) -> None:
    task = task_in(cast, "verified")
    asked = turns.ask_reopen(
        task, actor=cast["supervisor"], version=task.version, finding="f", reason="r"
    )
    turns.decide_reopen(asked, actor=cast["leader"], version=1, granted=True, reason="r")
    tick(date(2026, 3, 24), date(2026, 4, 1))
    assert said(task) == [("report", date(2026, 3, 31)), ("report_missed", date(2026, 3, 31))]


def test_a_granted_extension_moves_reminders_and_the_last_milestone(cast: Cast) -> None:
    task = begun(cast, ("摸底", date(2026, 3, 13)), due_on=date(2026, 3, 31))
    asked = supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2026, 4, 30),
        reason="r",
        percent=10,
    )
    supervision.decide_extension(
        asked, actor=cast["supervisor"], version=1, granted=True, reason="r"
    )
    assert list(task.milestones.values_list("due_on", flat=True)) == [
        date(2026, 3, 13),
        date(2026, 4, 30),
    ]
    tick(date(2026, 3, 17))
    assert ("due", date(2026, 3, 31)) not in said(task)
    tick(date(2026, 4, 16))
    assert ("due", date(2026, 4, 30)) in said(task)


def test_each_period_opens_and_closes_and_what_is_missing_is_noted(cast: Cast) -> None:
    task = begun(cast, cycle="month")
    days = every_day(date(2026, 3, 3), date(2026, 5, 4))
    tick(*[day for day in days if day < date(2026, 4, 10)])
    assert said(task) == [("report", date(2026, 3, 31)), ("report_missed", date(2026, 3, 31))]
    with clock.at(at(date(2026, 4, 10))):
        report_progress(task, actor=cast["lead"], percent=40, done="四月进展")
    tick(*[day for day in days if day >= date(2026, 4, 10)])
    assert len(said(task)) == 2


def test_a_task_begun_when_the_period_was_open_already_owes_nothing_for_it(cast: Cast) -> None:
    with clock.at(at(date(2026, 3, 27))):
        task = begun(cast, cycle="month")
    tick(*every_day(date(2026, 3, 28), date(2026, 4, 3)))
    assert ("report_missed", date(2026, 3, 31)) not in said(task)


def test_periods_missed_while_the_clock_stood_are_all_noted(cast: Cast) -> None:
    task = begun(cast, cycle="month")
    tick(*[date(2026, 6, 1)] * 5)
    assert [day for about, day in said(task) if about == "report_missed"] == [
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
    ]


def test_reports_are_asked_for_while_disputed_but_not_while_suspended(cast: Cast) -> None:
    disputed = begun(cast, cycle="month", title="争议")
    contest(cast, disputed)
    standing = begun(cast, cycle="month", title="暂缓")
    suspend(cast, standing)
    tick(date(2026, 3, 24))
    assert said(disputed) == [("report", date(2026, 3, 31))]
    assert said(standing) == []


def test_a_second_start_has_milestones_of_its_own(cast: Cast) -> None:
    task = begun(cast, ("摸底", date(2026, 3, 13)))
    moved = turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units["QP-D17"],
        keep_old=True,
        reason="r",
    )
    turns.consent_transfer(moved, actor=cast["lead_head"], version=1, agreed=True)
    turns.consent_transfer(moved, actor=cast["proposed_head"], version=2, agreed=True)
    turns.decide_transfer(moved, actor=cast["coordinator"], version=3, granted=True, reason="r")
    task.refresh_from_db()
    accept_task(task, actor=cast["proposed"], version=task.version, contact="王")
    task.refresh_from_db()
    start_task(
        task,
        actor=cast["proposed"],
        version=task.version,
        breakdown="另行安排",
        milestones=[("完成", date(2026, 12, 31))],
    )
    assert Milestone.objects.get(task=task).title == "完成"


def test_an_extension_nobody_decided_is_told_upward_and_can_still_be_decided(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 3, 10))
    asked = supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2026, 4, 30),
        reason="r",
        percent=10,
    )
    tick(date(2026, 3, 10))
    assert not Record.objects.filter(step="go_up").exists()
    tick(date(2026, 3, 11), date(2026, 3, 12))
    assert Record.objects.filter(kind="extension", step="go_up").count() == 1
    asked = Extension.objects.get(pk=asked.pk)
    with clock.at(at(date(2026, 3, 12))):
        supervision.decide_extension(
            asked, actor=cast["supervisor"], version=asked.version, granted=True, reason="r"
        )
    task.refresh_from_db()
    assert task.due_on == date(2026, 4, 30)


def test_a_review_nobody_made_rises_once_unless_the_task_goes_on(cast: Cast) -> None:
    left, resumed = make_task(cast, title="a"), make_task(cast, title="b")
    for task in (left, resumed):
        suspend(cast, task)
    tick(date(2026, 3, 17))
    resumed.refresh_from_db()
    with clock.at(at(date(2026, 3, 18))):
        resume(cast, resumed)
    tick(date(2026, 3, 24), date(2026, 3, 25), date(2026, 4, 25))
    assert [about for about, _day in said(left)] == ["review_late"]
    assert "review_late" not in {about for about, _day in said(resumed)}


@pytest.mark.django_db(transaction=True)
def test_clocks_at_once_speak_once(cast_for_threads: Cast, settings: Any) -> None:
    cast = cast_for_threads
    plan = make_plan(cast, 5, due_on=date(2026, 3, 31))
    Path(settings.CLOCK_FILE).write_text(at(date(2026, 3, 17)).isoformat())
    together([deadlines.tick] * 4)
    about = Reminder.objects.filter(task__plan=plan).values_list("about", flat=True)
    assert sorted(about) == ["due"] * 5
