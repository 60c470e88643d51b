"""Planned values from the plan of work, actual values from the reports."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from coordination.progress.actions import edit_report
from coordination.progress.models import ActualValue, Report
from coordination.progress.queries import actual_values
from coordination.tasks.indicators import Indicator, PlannedValue
from coordination.tasks.models import Task
from coordination.web.indicator_rows import indicator_rows
from tests.browse import send, signed_in
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.stages import accept, report, report_part, start
from workflow import clock
from workflow.errors import NotAllowed, Unmet
from workflow.models import Record


@pytest.fixture
def task(cast: Cast) -> Task:
    """Accepted, with one indicator."""
    made = make_task(cast)
    Indicator.objects.create(
        task=made, text="新增企业", comparator="ge", target="100", measure="家"
    )
    accept(cast, made)
    made.refresh_from_db()
    return made


def row(task: Task, value: str, **more: Any) -> dict[str, Any]:
    return {"indicator": task.indicators.get().pk, "value": Decimal(value), **more}


def started(cast: Cast, task: Task, *planned: dict[str, Any]) -> Task:
    start(cast, task, planned=planned)
    task.refresh_from_db()
    return task


def stranger(cast: Cast) -> Indicator:
    other = make_task(cast, title="要点二")
    return Indicator.objects.create(task=other, text="别的", target="1", measure="项")


def test_a_plan_of_work_gives_values_by_period(cast: Cast, task: Task) -> None:
    days = [row(task, "40", by=date(2026, 6, 30)), row(task, "80.5", by=date(2026, 9, 1))]
    started(cast, task, *days)
    assert list(PlannedValue.objects.values_list("period", "value")) == [
        (date(2026, 6, 1), Decimal(40)),
        (date(2026, 9, 1), Decimal("80.5")),
    ]
    told = Record.objects.get(kind="task", step="start").told["data"]
    assert told["planned"][1] == {
        "indicator": task.indicators.get().pk,
        "period": "2026-09-01",
        "value": "80.5",
    }


def test_two_plans_for_one_period_and_foreign_indicators_are_refused(
    cast: Cast, task: Task
) -> None:
    twice = [row(task, "40", by=date(2026, 6, 1)), row(task, "50", by=date(2026, 6, 30))]
    foreign = [{"indicator": stranger(cast).pk, "value": Decimal(1), "by": date(2026, 6, 1)}]
    for planned in (twice, foreign):
        with pytest.raises(Unmet) as refused:
            started(cast, task, *planned)
        assert [each.code for each in refused.value.verdicts] == ["own_indicators"]
    assert not PlannedValue.objects.exists()


def test_the_form_of_the_start_takes_planned_values(cast: Cast, task: Task) -> None:
    client = signed_in(cast, "lead")
    pk = task.indicators.get().pk
    data = {
        "breakdown": "分步",
        "cycle": "quarter",
        "milestones-0-title": "完成",
        "milestones-0-due_on": "2026-12-31",
        "planned-0-indicator": pk,
        "planned-0-by": "2026-05-31",
        "planned-0-value": "40",
    }
    half = send(client, task, "start", **data | {"planned-0-value": ""})
    assert half.status_code == 422
    assert set(half.context["form"].errors) == {"planned"}
    foreign = send(client, task, "start", **data | {"planned-0-indicator": stranger(cast).pk})
    assert foreign.status_code == 422
    assert send(client, task, "start", **data).status_code == 302
    assert PlannedValue.objects.get().period == date(2026, 4, 1)


def test_a_task_without_indicators_is_not_asked_for_values(cast: Cast, task: Task) -> None:
    plain = make_task(cast, title="要点二")
    accept(cast, plain)
    client = signed_in(cast, "lead")
    page = client.get(f"/tasks/{plain.pk}/steps/start/").content.decode()
    assert "planned-0-value" not in page
    assert "planned-0-value" in client.get(f"/tasks/{task.pk}/steps/start/").content.decode()


def test_a_report_gives_values_and_its_correction_replaces_them(cast: Cast, task: Task) -> None:
    started(cast, task)
    filed = report(cast, task, values=[row(task, "30")])
    assert ActualValue.objects.get().value == 30
    edit_report(
        filed,
        actor=cast["lead"],
        version=1,
        percent=40,
        done="更正",
        values=[row(task, "35.25")],
    )
    assert ActualValue.objects.get().value == Decimal("35.25")
    values = [
        record.told["data"]["values"][0]["value"]
        for record in Record.objects.filter(kind="report").order_by("version")
    ]
    assert values == ["30", "35.25"]
    edit_report(filed, actor=cast["lead"], version=2, percent=40, done="未统计")
    assert not ActualValue.objects.exists()


def test_values_of_foreign_indicators_are_refused_and_nothing_is_filed(
    cast: Cast, task: Task
) -> None:
    started(cast, task)
    foreign = [{"indicator": stranger(cast).pk, "value": Decimal(1)}]
    for values in (foreign, [row(task, "1"), row(task, "2")]):
        with pytest.raises(Unmet):
            report(cast, task, values=values)
    assert not Report.objects.exists()
    filed = report(cast, task, values=[row(task, "1")])
    with pytest.raises(Unmet):
        edit_report(filed, actor=cast["lead"], version=1, percent=1, done="x", values=foreign)
    assert ActualValue.objects.get().value == 1
    filed.refresh_from_db()
    assert filed.version == 1


def test_the_last_value_of_the_lead_counts(cast: Cast, task: Task) -> None:
    started(cast, task)
    report(cast, task, values=[row(task, "30")])
    with pytest.raises(NotAllowed):
        report(cast, task, "helper", values=[row(task, "99")])
    report_part(cast, task)
    with clock.at(MONDAY + timedelta(days=31)):
        report(cast, task, values=[row(task, "45")])
    pk = task.indicators.get().pk
    assert actual_values(task)[pk].value == 45


def test_a_value_behind_the_plan_is_marked_once_the_period_is_over(cast: Cast, task: Task) -> None:
    started(cast, task, row(task, "50", by=date(2026, 3, 31)))
    report(cast, task, values=[row(task, "30")])
    assert indicator_rows(task, inside=True)[0].state == "draft"
    with clock.at(MONDAY + timedelta(days=31)):
        behind = indicator_rows(task, inside=True)[0]
        assert (behind.state, behind.actual, behind.share) == ("unanswered", "30", 30)
        report(cast, task, values=[row(task, "50")])
        assert indicator_rows(task, inside=True)[0].state == "draft"
    with clock.at(MONDAY + timedelta(days=61)):
        report(cast, task, values=[row(task, "100")])
        assert indicator_rows(task, inside=True)[0].state == "done"


def test_nobody_outside_reads_values(cast: Cast, task: Task) -> None:
    started(cast, task, row(task, "77", by=date(2026, 6, 30)))
    report(cast, task, values=[row(task, "55")])
    outside = indicator_rows(task, inside=False)[0]
    assert (outside.actual, outside.planned, outside.share) == ("", [], None)
    page = signed_in(cast, "outsider").get(f"/tasks/{task.pk}/").content.decode()
    assert "新增企业" in page
    assert ": 77" not in page
    inside = signed_in(cast, "helper").get(f"/tasks/{task.pk}/").content.decode()
    assert "2026-06: 77" in inside


def test_the_form_of_a_report_says_period_plan_and_last_values(cast: Cast, task: Task) -> None:
    started(cast, task, row(task, "50", by=date(2026, 3, 31)))
    report(cast, task, values=[row(task, "30")])
    client = signed_in(cast, "lead")
    with clock.at(MONDAY + timedelta(days=31)):
        page = client.get(f"/tasks/{task.pk}/steps/report/").content.decode()
        assert "2026-04-01 至 2026-04-30" in page
        assert "2026-03: 50" in page
        assert "填写" in page
        assert "40%" in page
        sent = {"percent": 60, "done": "已做", "values-0-indicator": task.indicators.get().pk}
        bad = send(client, task, "report", **sent, **{"values-0-value": "很多"})
        assert bad.status_code == 422
        assert "2026-04-01 至 2026-04-30" in bad.content.decode()
        assert send(client, task, "report", **sent, **{"values-0-value": "61.5"}).status_code == 302
        filed = task.reports.get(period=date(2026, 4, 1))
        assert filed.values.get().value == Decimal("61.5")
        edit = client.get(f"/reports/{filed.pk}/steps/edit/").content.decode()
    assert 'value="61.5"' in edit
    assert "2026-04-01 至 2026-04-30" in edit


def test_a_report_without_values_stays_possible(cast: Cast, task: Task) -> None:
    started(cast, task)
    sent = {"values-0-indicator": task.indicators.get().pk, "values-0-value": ""}
    answer = send(signed_in(cast, "lead"), task, "report", percent=10, done="已做", **sent)
    assert answer.status_code == 302
    assert not ActualValue.objects.exists()
