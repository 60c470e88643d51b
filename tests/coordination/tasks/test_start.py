"""A start needs milestones up to the due date and measures; then one report for each period."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from coordination.progress.actions import edit_report, report_progress
from coordination.progress.models import Report
from coordination.reports.invariants import findings
from coordination.tasks.actions import accept_task, start_task
from coordination.tasks.indicators import Indicator
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Task
from coordination.tasks.periods import last_day, period_of
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.web.conftest import SignedIn, post
from tests.coordination.web.conftest import signed_in as signed_in  # noqa: PLC0414
from tests.stages import report_part
from workflow import clock
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.guards import install

DUE = date(2026, 12, 31)
PLAN = [("摸底", date(2026, 6, 30)), ("全部完成", DUE)]


@pytest.fixture
def task(cast: Cast) -> Task:
    made = make_task(cast)
    accept_task(made, actor=cast["lead"], version=2, contact="李")
    made.refresh_from_db()
    return made


def start(
    cast: Cast,
    task: Task,
    milestones: list[tuple[str, date]] = PLAN,
    who: str = "lead",
    measures: dict[int, str] | None = None,
) -> None:
    start_task(
        task,
        actor=cast[who],
        version=task.version,
        breakdown="分三步",
        milestones=milestones,
        measures=measures,
    )
    task.refresh_from_db()


def report(cast: Cast, task: Task, who: str = "lead", percent: int = 30) -> Report:
    return report_progress(task, actor=cast[who], percent=percent, done="已开展")


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_milestones_and_measures_are_kept(cast: Cast, task: Task) -> None:
    bare = Indicator.objects.create(task=task, text="新增企业100")
    Indicator.objects.create(task=task, text="覆盖率90%", measure="%")
    with pytest.raises(Unmet) as unmeasured:
        start(cast, task)
    assert codes(unmeasured) == ["indicator_measure"]
    start(cast, task, measures={bare.pk: "家"})
    assert (task.state, task.report_cycle) == ("in_progress", "month")
    assert list(Milestone.objects.values_list("title", "due_on")) == PLAN
    assert set(task.indicators.values_list("measure", flat=True)) == {"家", "%"}
    assert list(findings()) == []


@pytest.mark.parametrize(
    ("milestones", "found"),
    [
        ([], ["milestones"]),
        (PLAN[::-1], ["milestones"]),
        (PLAN[:1], ["milestones_cover"]),
        ([("迟", DUE + timedelta(days=1))], ["milestones_cover", "date_after_plan"]),
        ([("早", date(2026, 3, 1)), PLAN[1]], ["milestone_past"]),
    ],
)
def test_milestones_cover_the_final_date(
    cast: Cast, task: Task, milestones: list[tuple[str, date]], found: list[str]
) -> None:
    with pytest.raises(Unmet) as refused:
        start(cast, task, milestones)
    assert codes(refused) == found
    assert not Milestone.objects.exists()


def test_who_may_not_start_and_not_twice(cast: Cast, task: Task) -> None:
    with pytest.raises(NotAllowed):
        start(cast, task, who="helper")
    before = task.version
    start(cast, task)
    with pytest.raises(WrongState):
        start(cast, task)
    task.version = before
    with pytest.raises(Stale):
        start(cast, task)


def test_one_report_for_each_unit_and_period_edited_until_it_closes(cast: Cast, task: Task) -> None:
    start(cast, task)
    filed = report(cast, task)
    report_part(cast, task)
    with pytest.raises(Unmet) as second:
        report(cast, task)
    assert codes(second) == ["report_period"]
    edit_report(filed, actor=cast["lead"], version=1, percent=45, done="更正")
    filed.refresh_from_db()
    assert (filed.percent, filed.done, filed.version) == (45, "更正", 2)
    with pytest.raises(Stale):
        edit_report(filed, actor=cast["lead"], version=1, percent=50, done="x")
    with pytest.raises(NotAllowed):
        edit_report(filed, actor=cast["helper"], version=2, percent=50, done="x")
    with clock.at(MONDAY.replace(month=4, day=1)):
        with pytest.raises(Unmet) as closed:
            edit_report(filed, actor=cast["lead"], version=2, percent=50, done="x")
        assert codes(closed) == ["period_closed"]
        report(cast, task, percent=60)
    assert list(findings()) == []


@pytest.mark.parametrize(
    ("cycle", "first", "last"),
    [
        ("", date(2026, 5, 1), date(2026, 5, 31)),
        ("month", date(2026, 5, 1), date(2026, 5, 31)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("half_year", date(2026, 1, 1), date(2026, 6, 30)),
    ],
)
def test_periods(cycle: str, first: date, last: date) -> None:
    assert period_of(cycle, date(2026, 5, 20)) == first
    assert last_day(cycle, first) == last
    assert period_of(cycle, date(2026, 12, 31)) <= date(2026, 12, 1)
    assert last_day(cycle, period_of(cycle, date(2026, 12, 31))) == DUE


def test_the_database_takes_one_report_a_period(cast: Cast, task: Task) -> None:
    start(cast, task)
    report(cast, task)
    with clock.at(MONDAY.replace(month=4)):
        report(cast, task)
    with install.lifted(), connection.cursor() as cursor:  # noqa: SIM117 - the error is the point
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE coordination_report SET period = '2026-03-01'")


def test_the_form_asks_for_milestones_and_missing_measures(
    cast: Cast, task: Task, signed_in: SignedIn
) -> None:
    bare = Indicator.objects.create(task=task, text="新增企业100")
    client = signed_in("lead")
    url = reverse("web:step", args=["tasks", task.pk, "start"])
    first = {"milestones-0-title": "完成", "milestones-0-due_on": "2026-12-31"}
    measure = {"measures-0-indicator": bare.pk, "measures-0-measure": "家"}
    data = {"breakdown": "分步", "cycle": "quarter", **first}
    half = post(client, url, **data, **{"milestones-3-title": "只有名称"})
    assert half.status_code == 422
    assert set(half.context["form"].errors) == {"measures", "milestones"}
    assert "只有名称" in half.content.decode()
    early = post(client, url, **data | measure | {"milestones-0-due_on": "2026-06-30"})
    assert early.status_code == 409
    assert "完成 2026-06-30" in early.content.decode()
    assert post(client, url, **data, **measure).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.report_cycle) == ("in_progress", "quarter")
    filed = report(cast, task)
    page = client.get(reverse("web:task", args=[task.pk])).content.decode()
    edit = reverse("web:step", args=["reports", filed.pk, "edit"])
    assert edit in page
    assert edit not in signed_in("helper").get(reverse("web:task", args=[task.pk])).content.decode()
    assert client.get(edit).context["form"]["percent"].value() == 30
    assert post(client, edit, percent="35", done="更正").status_code == 302
