"""Who reports on a task, and when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coordination.progress.actions import report_progress
from coordination.progress.models import Report
from coordination.progress.queries import latest_percent, visible_reports
from tests.case_stages import contest
from tests.cast import Cast, make_other_body, make_task
from tests.conftest import MONDAY
from tests.stages import accept, report, report_part, start, task_in
from workflow import clock
from workflow.errors import NotAllowed, WrongState
from workflow.models import Record


@pytest.mark.parametrize("who", ["lead", "lead_head", "helper", "helper_head"])
def test_the_lead_and_a_cooperating_unit_report(cast: Cast, who: str) -> None:
    task = task_in(cast, "in_progress")
    file = report if who.startswith("lead") else report_part
    made = file(cast, task, who, "已开工")
    assert (made.unit_id, made.percent) == (cast[who].unit_id, 40)
    record = Record.objects.get(kind="report", subject_id=made.pk)
    assert (record.root_kind, record.root_id, record.actor) == ("task", task.pk, who)
    assert record.told["data"]["done"].startswith("sha256:")
    assert record.texts.get(name="done").body == "已开工"


def test_a_report_leaves_the_tasks_version_alone(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    report(cast, task)
    report_part(cast, task)
    version = task.version
    task.refresh_from_db()
    assert task.version == version


@pytest.mark.parametrize(
    "who",
    ["helper", "proposed", "outsider", "outsider_head", "coordinator", "supervisor", "leader"],
)
def test_a_third_unit_and_the_functions_do_not_report(cast: Cast, who: str) -> None:
    task = task_in(cast, "in_progress")
    with pytest.raises(NotAllowed) as refused:
        report(cast, task, who)
    assert refused.value.verdicts[0].code == "acts_for_unit"
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "state", ["draft", "assigned", "accepted", "suspended", "completed", "verified", "cancelled"]
)
def test_nobody_reports_where_no_work_is_under_way(cast: Cast, state: str) -> None:
    task = task_in(cast, state)
    with pytest.raises(WrongState) as refused:
        report(cast, task)
    assert refused.value.verdicts[0].code == "under_way"


def test_the_duty_to_report_goes_on_while_disputed(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    contest(cast, task)
    task.refresh_from_db()
    assert task.state == "disputed"
    assert report(cast, task).pk


def test_a_task_disputed_before_its_start_is_reported_on_once_it_is_started(cast: Cast) -> None:
    task = make_task(cast)
    contest(cast, task)
    task.refresh_from_db()
    with pytest.raises(WrongState):
        report(cast, task)
    for step in (accept, start):
        step(cast, task)
        task.refresh_from_db()
    assert report(cast, task).pk


def test_progress_is_at_most_a_hundred(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    with pytest.raises(IntegrityError, match="report_percent"), transaction.atomic():
        report_progress(task, actor=cast["lead"], percent=101, done="d")


def test_reports_are_read_by_insiders(cast: Cast) -> None:
    other = make_other_body()
    made = report(cast, task_in(cast, "in_progress"))
    reading = {name for name in cast.users if made in visible_reports(cast[name])}
    outside = {"proposed", "proposed_head", "outsider", "outsider_head", "tax_head"}
    outside |= {"vice", "meeting", "establishment", "legal"}
    assert reading == set(cast.users) - outside
    assert not any(visible_reports(other[name]).exists() for name in other.users)


def test_the_last_report_tells_how_far_it_is(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    report_progress(task, actor=cast["lead"], percent=10, done="d")
    with clock.at(MONDAY + timedelta(days=31)):
        report_progress(task, actor=cast["lead"], percent=70, done="d")
    assert latest_percent(cast["lead"], [task.pk]) == {task.pk: 70}
    assert latest_percent(cast["outsider"], [task.pk]) == {}
