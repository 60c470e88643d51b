"""The light of a task: its colour, its reason, who may know it, and what it costs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.progress.actions import report_progress
from coordination.reports.ledger_filter import LedgerFilter
from coordination.reports.lights import Lights
from coordination.supervision import actions as supervision
from coordination.supervision.models import Letter
from coordination.tasks.lights import Light
from coordination.tasks.models import Task
from coordination.units.models import CalendarDay
from tests.case_stages import contest
from tests.cast import Cast, make_plan, make_task
from tests.part_stages import accepted_part
from tests.stages import begun, report_part, task_in
from workflow import clock, deadlines

OFFICE = ZoneInfo("Asia/Shanghai")


def on(day: date) -> Any:
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=OFFICE))


def light(cast: Cast, task: Task, day: date, who: str = "lead") -> Light:
    with on(day):
        return Lights().of([task], cast[who])[task.pk]


def test_green_on_the_way_and_grey_where_it_is_over(cast: Cast) -> None:
    fresh = light(cast, make_task(cast), date(2026, 3, 2))
    assert (fresh.colour, fresh.because) == ("green", "on_course")
    for state, because in (("verified", "closed"), ("suspended", "suspended")):
        found = light(cast, task_in(cast, state, title=state), date(2026, 3, 3))
        assert (found.colour, found.because) == ("grey", because)
    claimed = light(cast, task_in(cast, "completed", title="c"), date(2027, 1, 5))
    assert (claimed.colour, claimed.because) == ("green", "claimed")
    undated = light(cast, make_task(cast, title="u", due_on=None), date(2026, 3, 2))
    assert (undated.colour, undated.because) == ("green", "no_date")


@pytest.mark.parametrize(
    ("day", "colour", "because"),
    [
        (date(2026, 6, 12), "green", "on_course"),
        (date(2026, 6, 16), "blue", "due_soon"),
        (date(2026, 6, 24), "blue", "due_soon"),
        (date(2026, 6, 25), "yellow", "due_near"),
        (date(2026, 6, 30), "yellow", "due_near"),
        (date(2026, 7, 1), "red", "overdue"),
    ],
)
def test_the_due_date_in_working_days(cast: Cast, day: date, colour: str, because: str) -> None:
    found = light(cast, make_task(cast, due_on=date(2026, 6, 30)), day)
    assert (found.colour, found.because) == (colour, because)


def test_a_milestone_behind_is_counted_in_working_days(cast: Cast) -> None:
    """Friday, 13 March is missed; the 16th is a holiday, Sunday the 15th worked in its stead."""
    CalendarDay.objects.create(day=date(2026, 3, 15), working=True, name="补班")
    CalendarDay.objects.create(day=date(2026, 3, 16), working=False, name="假")
    task = begun(cast, ("摸底", date(2026, 3, 13)))
    seen = {
        day: (found.colour, found.because, found.word)
        for day in (10, 13, 14, 15, 16, 18)
        for found in [light(cast, task, date(2026, 3, day))]
    }
    soon = ("blue", "milestone_soon", "第1个节点应于2026-03-13完成")
    assert seen[10] == seen[13] == seen[14] == soon
    late = ("yellow", "milestone_late", "第1个节点已滞后1个工作日")
    assert seen[15] == seen[16] == late
    assert seen[18] == ("yellow", "milestone_late", "第1个节点已滞后3个工作日")
    assert light(cast, task, date(2026, 3, 27)).because == "milestone_very_late"
    assert light(cast, task, date(2026, 3, 27)).colour == "red"


def test_a_milestone_reached_counts_no_more(cast: Cast) -> None:
    task = begun(cast, ("摸底", date(2026, 3, 13)))
    with on(date(2026, 3, 20)):
        first = task.milestones.get(position=1)
        report_progress(task, actor=cast["lead"], percent=50, done="摸底完成", reached=[first])
    assert light(cast, task, date(2026, 3, 20)).because == "on_course"
    first.refresh_from_db()
    assert first.reached_on == date(2026, 3, 20)


def test_a_report_due_and_a_report_missing(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    accepted_part(cast, task)
    assert light(cast, task, date(2026, 3, 23)).because == "on_course"
    assert light(cast, task, date(2026, 3, 24)).because == "report_due"
    missing = light(cast, task, date(2026, 4, 1))
    assert (missing.colour, missing.because) == ("yellow", "report_missing")
    with on(date(2026, 4, 2)):
        report_progress(task, actor=cast["lead"], percent=20, done="补报")
    assert light(cast, task, date(2026, 4, 2)).because == "on_course"
    with on(date(2026, 5, 6)):
        report_part(cast, task)
    assert light(cast, task, date(2026, 6, 1)).because == "report_missing"


def test_progress_behind_the_course_of_time(cast: Cast) -> None:
    task = begun(cast, due_on=date(2026, 12, 31))
    assert light(cast, task, date(2026, 4, 28)).because == "on_course"
    behind = light(cast, task, date(2026, 5, 6))
    assert (behind.colour, behind.because) == ("yellow", "behind_course")
    assert behind.word == "已报进度0%，时序进度应达21%"
    far = light(cast, task, date(2026, 7, 2))
    assert (far.colour, far.because) == ("red", "far_behind_course")
    with on(date(2026, 6, 1)):
        report_progress(task, actor=cast["lead"], percent=35, done="过半")
    assert light(cast, task, date(2026, 6, 2)).because == "on_course"


def urged(cast: Cast, task: Task, level: str = "blue") -> Letter:
    return supervision.urge(
        task,
        actor=cast["supervisor"],
        unit=cast.units["QP-D02"],
        level=level,
        text="请抓紧",
        reply_until=clock.today() + timedelta(days=2),
    )


def test_letters_make_it_blue_yellow_and_red(cast: Cast) -> None:
    task = make_task(cast)
    for day, level, after in ((3, "blue", "yellow"), (6, "yellow", "yellow"), (9, "red", "red")):
        with on(date(2026, 3, day)):
            urged(cast, task, level)
        waiting = light(cast, task, date(2026, 3, day))
        assert waiting.because == ("letter_open" if level == "blue" else "letter_unanswered")
        silent = light(cast, task, date(2026, 3, day + 3))
        assert silent.colour == after
        with on(date(2026, 3, day + 3)):
            deadlines.tick()
        assert light(cast, task, date(2026, 3, day + 3)) == silent


def test_others_are_told_the_colour_and_not_what_the_reports_say(cast: Cast) -> None:
    task = begun(cast, due_on=date(2026, 12, 31))
    day = date(2026, 7, 2)
    for who in ("lead", "helper", "supervisor", "leader", "coordinator"):
        assert light(cast, task, day, who).because == "far_behind_course"
    for who in ("outsider", "proposed_head"):
        found = light(cast, task, day, who)
        assert (found.colour, found.because) == ("red", "withheld")
        assert "%" not in found.word


def test_a_dispute_does_not_put_the_light_out(cast: Cast) -> None:
    task = begun(cast, due_on=date(2026, 12, 31))
    task.refresh_from_db()
    contest(cast, task)
    assert light(cast, task, date(2026, 7, 2)).because == "far_behind_course"


def test_thresholds_come_from_the_settings(cast: Cast, settings: Any) -> None:
    task = begun(cast, due_on=date(2026, 12, 31))
    settings.LIGHT_LIMITS = {**settings.LIGHT_LIMITS, "points_behind": 5}
    assert light(cast, task, date(2026, 4, 1)).because == "behind_course"


def test_the_filter_and_the_light_agree(cast: Cast) -> None:
    makers: list[Callable[[], Task]] = [
        lambda: make_task(cast, title="a"),
        lambda: make_task(cast, title="b", due_on=date(2026, 4, 20)),
        lambda: make_task(cast, title="c", due_on=date(2026, 4, 17)),
        lambda: begun(cast, ("摸底", date(2026, 3, 13)), title="d"),
        lambda: task_in(cast, "completed", title="e"),
        lambda: task_in(cast, "suspended", title="f"),
        lambda: begun(cast, ("摸底", date(2026, 4, 13)), title="g"),
    ]
    made = [maker() for maker in makers]
    with on(date(2026, 4, 15)):
        lights = Lights().of(made, cast["lead"])
        for colour in ("red", "yellow", "blue", "green", "grey"):
            query = {"light": colour}
            found = LedgerFilter(query, queryset=Task.objects.all(), body_id=cast.body.pk).qs
            of_colour = {pk for pk, each in lights.items() if each.colour == colour}
            assert set(found.values_list("pk", flat=True)) == of_colour
    assert {each.colour for each in lights.values()} == {"red", "yellow", "green", "grey"}


def test_thirty_lights_cost_as_much_as_one(cast: Cast) -> None:
    rows, reader = list(make_plan(cast, 30).tasks.all()), cast["supervisor"]
    costs = []
    for count in (1, 30):
        with CaptureQueriesContext(connection) as queries:
            assert len(Lights().of(rows[:count], reader)) == count
        costs.append(len(queries))
    assert costs == [2, 2]
