"""Indicators: when they are hard, how far a value is, and how a draft gets them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from coordination.tasks.indicators import Indicator, number
from coordination.tasks.models import Task
from tests.browse import send, signed_in
from tests.cast import Cast, make_task
from tests.stages import edit, task_in
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.models import Record


def indicator(**more: Any) -> Indicator:
    return Indicator(**{"text": "指标", "comparator": "ge", "target": "100", **more})


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


@pytest.mark.parametrize(
    ("comparator", "target", "reached", "missed"),
    [
        ("ge", "100", "100", "99.9"),
        ("", "100", "120", "99"),
        ("eq", "3", "4", "2"),
        ("increase", "5.5", "5.5", "5.4"),
        ("decrease", "3", "3.1", "2.9"),
        ("le", "8", "8", "8.01"),
        ("range", "10-20", "20", "20.1"),
        ("range", "10-20", "10", "9"),
        ("about", "100", "96", "90"),
    ],
)
def test_when_a_target_is_reached(comparator: str, target: str, reached: str, missed: str) -> None:
    found = indicator(comparator=comparator, target=target)
    assert found.reached_by(Decimal(reached))
    assert found.share_of(Decimal(reached)) == 100
    assert not found.reached_by(Decimal(missed))
    assert found.share_of(Decimal(missed)) != 100


def test_a_target_without_a_number_is_never_reached() -> None:
    assert not indicator(target="").reached_by(Decimal(1000))
    assert indicator(target="若干").bounds == ()
    assert indicator(target="").share_of(Decimal(5)) is None


@pytest.mark.parametrize(
    ("baseline", "value", "share"),
    [("20", "60", 50), ("20", "10", 0), (None, "25", 25), ("100", "99", None), ("20", "99.99", 99)],
)
def test_how_far_a_value_is(baseline: str | None, value: str, share: int | None) -> None:
    found = indicator(baseline=Decimal(baseline) if baseline else None)
    assert found.share_of(Decimal(value)) == share


def test_what_should_sink_needs_a_baseline_to_be_on_a_way() -> None:
    found = indicator(comparator="le", target="4")
    assert found.share_of(Decimal(6)) is None
    found.baseline = Decimal(8)
    assert found.share_of(Decimal(6)) == 50
    assert found.as_far_as(Decimal(6), Decimal(7))
    assert not found.as_far_as(Decimal(6), Decimal(5))


def test_hard_is_measurable_and_dated(cast: Cast) -> None:
    task = make_task(cast)
    assert indicator(task=task, measure="家").hard
    assert not indicator(task=task).hard
    assert not indicator(task=task, measure="家", target="若干").hard
    task.due_on = None
    assert not indicator(task=task, measure="家").hard
    assert indicator(task=task, measure="家", due_on=date(2026, 6, 30)).hard


def test_numbers_are_written_as_people_write_them() -> None:
    assert [number(Decimal(text)) for text in ("100.0000", "0.5000", "1200.0000")] == [
        "100",
        "0.5",
        "1200",
    ]
    assert number(None) == ""


def test_an_edited_draft_has_its_new_wording_date_and_indicators(cast: Cast) -> None:
    task = task_in(cast, "draft")
    edit(cast, task, {}, title="新标题", due_on=date(2026, 11, 30))
    before = task.version
    task.refresh_from_db()
    assert (task.title, task.text, task.due_on) == ("新标题", "新的表述", date(2026, 11, 30))
    assert task.version == before + 1
    kept = task.indicators.get()
    assert (kept.target, kept.measure, kept.baseline) == ("100", "家", Decimal(20))
    told = Record.objects.get(kind="task", subject_id=task.pk, step="edit").told["data"]
    assert told["text"].startswith("sha256:")
    assert told["indicators"][0]["target"] == "100"
    edit(cast, task, {"text": "另一项"})
    assert [each.text for each in task.indicators.all()] == ["另一项"]


@pytest.mark.parametrize(
    ("row", "more", "code"),
    [
        ({"measure": ""}, {}, "target_measure"),
        ({"due_on": date(2026, 3, 1)}, {}, "date_past"),
        ({}, {"due_on": date(2026, 3, 1)}, "date_past"),
        ({"due_on": date(2027, 1, 1)}, {"due_on": None}, "date_after_plan"),
        ({}, {"due_on": date(2027, 1, 1)}, "date_after_plan"),
        ({"due_on": date(2026, 12, 1)}, {"due_on": date(2026, 11, 1)}, "date_after_task"),
    ],
)
def test_each_bad_indicator_has_its_own_answer(
    cast: Cast, row: dict[str, Any], more: dict[str, Any], code: str
) -> None:
    task = task_in(cast, "draft")
    with pytest.raises(Unmet) as refused:
        edit(cast, task, row, **more)
    assert codes(refused) == [code]
    assert not Indicator.objects.exists()
    assert Task.objects.get(pk=task.pk).version == task.version


def test_everything_wrong_is_said_at_once(cast: Cast) -> None:
    task = task_in(cast, "draft")
    with pytest.raises(Unmet) as refused:
        edit(cast, task, {"measure": "", "due_on": date(2020, 1, 1)}, due_on=date(2030, 1, 1))
    assert codes(refused) == ["target_measure", "date_past", "date_after_plan"]


def test_a_date_that_stood_before_may_stay_in_the_past(cast: Cast) -> None:
    task = make_task(cast, issued=False, due_on=date(2026, 2, 1))
    edit(cast, task, {})
    task.refresh_from_db()
    assert task.due_on == date(2026, 2, 1)


def test_who_edits_and_when(cast: Cast) -> None:
    task = task_in(cast, "draft")
    stale = Task.objects.get(pk=task.pk)
    edit(cast, task, {})
    with pytest.raises(Stale):
        edit(cast, stale, {})
    for who in ("lead_head", "supervisor", "leader", "outsider"):
        answer = send(signed_in(cast, who), task, "edit", title="x", text="")
        assert answer.status_code == 404, who
    issued = task_in(cast, "assigned", "要点二")
    with pytest.raises(WrongState):
        edit(cast, issued, {})
    with pytest.raises(NotAllowed):
        edit(Cast(cast.body, cast.units, cast.users | {"coordinator": cast.users["lead"]}), issued)


def form(**more: Any) -> dict[str, Any]:
    rows = {"text": "新增企业", "comparator": "ge", "target": "100", "measure": "家", **more}
    sent = {f"indicators-0-{name}": value for name, value in rows.items()}
    return {"title": "任务1", "text": "表述", "due_on": "2026-12-31", **sent}


def test_the_form_edits_and_begins_with_what_is_there(cast: Cast) -> None:
    task = task_in(cast, "draft")
    client = signed_in(cast, "coordinator")
    sent = form(baseline="20.5", proof="名单", proof_required="on")
    assert send(client, task, "edit", **sent).status_code == 302
    kept = task.indicators.get()
    assert (kept.baseline, kept.proof, kept.proof_required) == (Decimal("20.5"), "名单", True)
    page = client.get(f"/tasks/{task.pk}/steps/edit/").content.decode()
    assert 'value="20.5"' in page
    assert 'value="新增企业"' in page


@pytest.mark.parametrize(
    "row",
    [
        {"target": "很多"},
        {"target": "10-20"},
        {"target": "10", "comparator": "range"},
        {"comparator": "nearly"},
        {"baseline": "abc"},
        {"target": "1-2-3", "comparator": "range"},
        {"text": "长" * 121},
        {"due_on": "2026-02-30"},
    ],
)
def test_what_is_no_indicator_is_invalid_and_stays_typed(cast: Cast, row: dict[str, Any]) -> None:
    task = task_in(cast, "draft")
    answer = send(signed_in(cast, "coordinator"), task, "edit", **form(**row))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"indicators"}
    assert not Indicator.objects.exists()


def test_a_target_without_measure_is_refused_on_the_page_with_its_reason(cast: Cast) -> None:
    task = task_in(cast, "draft")
    answer = send(signed_in(cast, "coordinator"), task, "edit", **form(measure=""))
    assert answer.status_code == 409
    assert "目标值应有计量单位" in answer.content.decode()
    assert "新增企业" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "长" * 121),
        ("target", "1" * 31),
        ("measure", "长" * 21),
        ("proof", "长" * 121),
        ("comparator", "nearly"),
    ],
)
def test_the_database_holds_indicators_to_their_limits(cast: Cast, name: str, value: str) -> None:
    made = indicator(task=make_task(cast), **{name: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()
