"""A cooperating unit's part: worded, asked for, reported on, released by agreement; the claim."""

from datetime import date, timedelta
from typing import Any

import pytest

from coordination.progress.actions import report_part
from coordination.progress.models import Report
from coordination.reports.invariants import findings
from coordination.tasks import parts
from coordination.tasks.actions import finish_part, start_task
from coordination.tasks.models import Cooperation, Task
from tests.case_stages import contest, contest_part
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.part_stages import accepted_part, ask_part, propose_release
from tests.stages import MILESTONES, accept, claim, return_, task_in
from workflow import clock, deadlines
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.models import Record

ASKED, LAST = date(2026, 3, 2), date(2026, 3, 9)


def later(days: int) -> Any:
    return clock.at(MONDAY + timedelta(days=days))


def codes(refused: pytest.ExceptionInfo[Any]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


@pytest.fixture
def part(cast: Cast) -> Cooperation:
    return accepted_part(cast, task_in(cast, "in_progress"))


def again(part: Cooperation) -> Cooperation:
    part.refresh_from_db()
    return part


def test_a_sent_part_bears_its_two_limits(cast: Cast) -> None:
    part = make_task(cast).cooperations.get()
    assert part.state == "pending"
    assert (part.sign_off_until, part.contest_until) == (date(2026, 3, 4), date(2026, 3, 11))


def test_the_lead_says_what_the_unit_is_to_do_and_the_limits_begin_anew(cast: Cast) -> None:
    part = make_task(cast).cooperations.get()
    with later(1):
        parts.word_part(part, actor=cast["lead"], version=2, duty="供数", due_on=date(2026, 6, 30))
    again(part)
    assert (part.duty, part.due_on, part.version) == ("供数", date(2026, 6, 30), 3)
    assert (part.sign_off_until, part.contest_until) == (date(2026, 3, 5), date(2026, 3, 12))
    with later(3):
        deadlines.tick()
    assert again(part).state == "pending"
    with later(4):
        deadlines.tick()
    assert (again(part).state, part.deemed) == ("accepted", True)


def test_a_draft_is_worded_by_the_drafter_and_starts_no_clock(cast: Cast) -> None:
    part = make_task(cast, issued=False).cooperations.get()
    for who in ("lead", "helper", "supervisor"):
        with pytest.raises(NotAllowed):
            parts.word_part(part, actor=cast[who], version=1, duty="供数")
    parts.word_part(part, actor=cast["coordinator"], version=1, duty="供数")
    assert (again(part).duty, part.sign_off_until, part.contest_until) == ("供数", None, None)


def test_parts_are_worded_with_the_start(cast: Cast) -> None:
    task = make_task(cast)
    accept(cast, task)
    task.refresh_from_db()
    part = task.cooperations.get()
    start_task(
        task,
        actor=cast["lead"],
        version=task.version,
        breakdown="分步",
        milestones=MILESTONES,
        duties={part.pk: ("报送名录", date(2026, 5, 1))},
    )
    assert (again(part).duty, part.due_on) == ("报送名录", date(2026, 5, 1))
    record = Record.objects.get(kind="cooperation", step="edit")
    assert record.texts.get(name="duty").body == "报送名录"
    assert record.told["data"]["duty"].startswith("sha256:")


def test_a_request_is_the_parts_own_and_the_first_one_starts_the_clock(
    cast: Cast, part: Cooperation
) -> None:
    version = Task.objects.get().version
    ask_part(cast, part)
    assert (part.asked_on, part.asked_until, part.silent_after) == (ASKED, date(2026, 3, 5), LAST)
    with later(3):
        ask_part(cast, part, "再次催要")
    assert (part.asked_on, part.silent_after, part.asked_text) == (ASKED, LAST, "再次催要")
    assert Task.objects.get().version == version
    assert Record.objects.filter(kind="cooperation", step="coop_ask").count() == 2


@pytest.mark.parametrize("who", ["helper", "helper_head", "outsider", "coordinator", "leader"])
def test_only_the_lead_asks(cast: Cast, part: Cooperation, who: str) -> None:
    with pytest.raises(NotAllowed):
        parts.ask_part(part, actor=cast[who], version=3, until=LAST, text="t")


def test_a_request_names_a_day_to_come_once_the_work_is_under_way(
    cast: Cast, part: Cooperation
) -> None:
    with pytest.raises(Unmet) as past:
        parts.ask_part(part, actor=cast["lead"], version=3, until=ASKED, text="t")
    assert codes(past) == ["ask_day"]
    with pytest.raises(Stale):
        parts.ask_part(part, actor=cast["lead"], version=2, until=LAST, text="t")
    early = make_task(cast, title="未启动").cooperations.get()
    with pytest.raises(Unmet) as waiting:
        parts.ask_part(early, actor=cast["lead"], version=2, until=LAST, text="t")
    assert codes(waiting) == ["task_under_way"]


def claimed(cast: Cast) -> str:
    """Why the claim is refused for its parts, or the flags that it bears."""
    try:
        claim(cast, Task.objects.get())
    except Unmet as refused:
        return next(str(each.reason) for each in refused.verdicts if each.code == "parts_done")
    return ",".join(row["flag"] for row in Task.objects.get().parts_open)


def test_a_claim_names_who_was_not_asked_and_until_when_one_waits(
    cast: Cast, part: Cooperation
) -> None:
    assert "区市场监管局" in claimed(cast)
    ask_part(cast, part)
    words = claimed(cast)
    assert ASKED.isoformat() in words
    assert LAST.isoformat() in words
    with later(7):
        assert LAST.isoformat() in claimed(cast)


def test_after_five_working_days_of_silence_the_claim_is_open_and_says_so(
    cast: Cast, part: Cooperation
) -> None:
    ask_part(cast, part)
    with later(8):
        assert claimed(cast) == "coop_silent"
        task = Task.objects.get()
        assert task.parts_open == [
            {
                "unit": "QP-D21",
                "name": "区市场监管局",
                "flag": "coop_silent",
                "asked_on": "2026-03-02",
            }
        ]
        return_(cast, task)
    assert Task.objects.get().parts_open == []
    assert list(findings()) == []


def test_a_report_does_not_break_the_silence(cast: Cast, part: Cooperation) -> None:
    ask_part(cast, part)
    report_part(part, actor=cast["helper"], percent=90, done="快了")
    with later(8):
        assert claimed(cast) == "coop_silent"


def test_a_contested_part_asked_for_in_vain_is_flagged_as_contested(
    cast: Cast, part: Cooperation
) -> None:
    ask_part(cast, part)
    contest_part(cast, part)
    assert part.state == "contested"
    with later(7):
        claimed(cast)
        assert Task.objects.get().state == "in_progress"
    with later(8):
        assert claimed(cast) == "coop_contested"
    assert list(findings()) == []


def test_the_days_of_waiting_are_configuration(
    cast: Cast, part: Cooperation, settings: Any
) -> None:
    settings.TASK_LIMIT_DAYS = settings.TASK_LIMIT_DAYS | {"part_silence": 1}
    ask_part(cast, part)
    with later(2):
        assert claimed(cast) == "coop_silent"


def test_a_part_is_finished_by_its_unit_until_the_task_is_closed(
    cast: Cast, part: Cooperation
) -> None:
    with pytest.raises(NotAllowed):
        finish_part(part, actor=cast["lead"], version=3, result="r")
    finish_part(part, actor=cast["helper"], version=3, result="r")
    with pytest.raises(WrongState):
        finish_part(again(part), actor=cast["helper"], version=4, result="r")


def test_a_unit_reports_on_its_own_part_once_a_period(cast: Cast, part: Cooperation) -> None:
    made = report_part(part, actor=cast["helper"], percent=20, done="已开展")
    assert (made.unit_id, made.task_id, made.percent) == (part.unit_id, part.task_id, 20)
    assert (again(part).version, Record.objects.get(kind="report").step) == (3, "coop_report")
    with pytest.raises(Unmet) as twice:
        report_part(part, actor=cast["helper"], percent=30, done="已开展")
    assert codes(twice) == ["report_period"]
    for who in ("lead", "outsider", "coordinator"):
        with pytest.raises(NotAllowed):
            report_part(part, actor=cast[who], percent=30, done="已开展")
    assert Report.objects.count() == 1


def test_what_was_not_confirmed_is_not_reported_on(cast: Cast) -> None:
    pending = task_in(cast, "in_progress").cooperations.get()
    with pytest.raises(WrongState) as refused:
        report_part(pending, actor=cast["helper"], percent=20, done="d")
    assert codes(refused) == ["part_taken"]
    early = accepted_part(cast, make_task(cast, title="未启动"))
    with pytest.raises(WrongState) as waiting:
        report_part(early, actor=cast["helper"], percent=20, done="d")
    assert codes(waiting) == ["under_way"]


def test_the_duty_of_the_unit_goes_on_while_the_lead_is_disputed(
    cast: Cast, part: Cooperation
) -> None:
    contest(cast, Task.objects.get())
    assert report_part(part, actor=cast["helper"], percent=20, done="d").pk
    finish_part(part, actor=cast["helper"], version=3, result="r")
    assert again(part).state == "done"


@pytest.mark.parametrize("granted", [True, False])
def test_a_release_takes_the_lead_and_the_coordinator(cast: Cast, granted: bool) -> None:
    part = make_task(cast).cooperations.get()
    for who in ("helper", "coordinator", "supervisor"):
        with pytest.raises(NotAllowed):
            parts.propose_release(part, actor=cast[who], version=2, reason="r")
    with pytest.raises(Unmet) as nothing:
        parts.confirm_release(part, actor=cast["coordinator"], version=2, granted=True, reason="r")
    assert codes(nothing) == ["release_not_proposed"]
    propose_release(cast, part)
    with pytest.raises(Unmet) as twice:
        propose_release(cast, part)
    assert codes(twice) == ["release_pending"]
    for who in ("lead_head", "helper_head", "leader"):
        with pytest.raises(NotAllowed):
            parts.confirm_release(part, actor=cast[who], version=3, granted=True, reason="r")
    parts.confirm_release(
        part, actor=cast["coordinator"], version=3, granted=granted, reason="情况属实"
    )
    assert again(part).state == ("released" if granted else "pending")
    assert part.release_reason == ("已无需配合" if granted else "")
    with later(3):
        # the task's own receipt and its reminder
        assert deadlines.tick() == (2 if granted else 3)
    assert list(findings()) == []


def test_a_released_unit_holds_up_no_claim(cast: Cast, part: Cooperation) -> None:
    propose_release(cast, part)
    parts.confirm_release(part, actor=cast["coordinator"], version=4, granted=True, reason="r")
    assert claimed(cast) == ""
    assert Task.objects.get().state == "completed"
