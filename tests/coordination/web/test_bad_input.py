"""Bad input: each has its own clear answer, keeps what was typed, and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from coordination.progress.actions import report_progress
from coordination.supervision.models import Letter
from coordination.tasks.actions import accept_task
from coordination.web.nouns import step_url
from tests.cast import Cast, make_other_body, make_plan, make_task
from tests.coordination.scenes import (
    Scene,
    amending,
    asking_extension,
    asking_transfer,
    hard_date,
    suspending,
    urging,
    waiving,
)
from tests.coordination.web.conftest import SignedIn, post
from tests.part_stages import accepted_part
from tests.stages import report_part, task_in
from workflow.errors import NotAllowed
from workflow.models import Deadline, OutboxMessage, Record

pytestmark = pytest.mark.once


def rows(*milestones: tuple[str, str]) -> dict[str, str]:
    """The rows of the milestones as the form names them."""
    found = {}
    for n, (title, due_on) in enumerate(milestones):
        found |= {f"milestones-{n}-title": title, f"milestones-{n}-due_on": due_on}
    return found


def starting(cast: Cast) -> Scene:
    form = {"breakdown": "分三步推进", "cycle": "month", **rows(("全部完成", "2026-12-31"))}
    return "lead", task_in(cast, "accepted"), form


def returning(cast: Cast) -> Scene:
    return "supervisor", task_in(cast, "completed"), {"reason": "佐证不全", "limit": "2026-04-01"}


FORMS: dict[str, Callable[[Cast], Scene]] = {
    "ask_extension": asking_extension,
    "urge": urging,
    "suspend": suspending,
    "return": returning,
    "ask_transfer": asking_transfer,
    "amend": amending,
    "start": starting,
    "set_upper_due": hard_date,
    "waive_upper": waiving,
}
AHEAD, REACH = "应晚于今日", "请选择2016年至2036年"
# Step, what is typed, the answer: on the form (422) or as an unmet condition (409), in words.
DATES: list[tuple[str, dict[str, str], int, str]] = [
    ("ask_extension", {"new_due": "2026-03-01"}, 422, "请选择今天以后的日期"),
    ("ask_extension", {"new_due": "2026-12-31"}, 409, "2026-12-31"),
    ("ask_extension", {"new_due": "9999-12-31"}, 422, REACH),
    ("ask_extension", {"new_due": "2026-02-30"}, 422, "输入一个有效的日期"),
    ("urge", {"reply_until": "2026-03-02"}, 409, "今天之后"),
    ("urge", {"reply_until": "0001-01-01"}, 422, REACH),
    ("suspend", {"review_on": "2026-03-02"}, 409, "今天之后"),
    ("suspend", {"review_on": "9999-12-31"}, 422, REACH),
    ("return", {"limit": "2026-03-02"}, 422, "请选择今天以后的日期"),
    ("return", {"limit": "2926-04-01"}, 422, REACH),
    ("start", rows(("全部完成", "2027-01-15")), 409, "2026-12-31"),
    ("start", rows(("全部完成", "2026-12-31"), ("摸底", "2026-06-30")), 409, "节点"),
    (
        "start",
        rows(("摸底", "2026-02-27"), ("完成", "2026-12-31")),
        409,
        "以下节点日期已过：2026-02-27",
    ),
    ("start", rows(("全部完成", "2026-12-31"), ("只有名称", "")), 422, "节点"),
    ("start", rows(("全部完成", "明天")), 422, "输入一个有效的日期"),
    ("set_upper_due", {"upper_due_on": "2026-03-02"}, 409, AHEAD),
    ("waive_upper", {"waived_until": "2026-11-30"}, 409, "2026-11-30"),
    ("waive_upper", {"waived_until": "9999-12-31"}, 422, REACH),
]


def traces() -> tuple[int, ...]:
    """What any effect would leave."""
    rows: list[Any] = [Record, OutboxMessage, Deadline]
    return tuple(model.objects.count() for model in rows)


@pytest.mark.parametrize(("step", "typed", "status", "words"), DATES)
def test_a_date_that_cannot_be(
    cast: Cast, signed_in: SignedIn, step: str, typed: dict[str, str], status: int, words: str
) -> None:
    who, subject, data = FORMS[step](cast)
    client = signed_in(who)
    before = traces()
    answer = post(client, step_url(subject, step), **data | typed)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    for text in ("breakdown", "reason", "text", "basis"):
        assert str(data.get(text, "")) in page
    assert traces() == before


@pytest.mark.parametrize(
    ("step", "field"), [("urge", "unit"), ("ask_transfer", "to_unit"), ("amend", "tasks")]
)
@pytest.mark.parametrize("value", ["999999999", "x", "", "theirs"])
def test_a_unit_or_task_that_is_not_there(
    cast: Cast, signed_in: SignedIn, step: str, field: str, value: str
) -> None:
    who, subject, data = FORMS[step](cast)
    if value == "theirs":
        other = make_other_body()
        foreign = make_plan(cast, title="另一计划").tasks.get().pk
        value = str(foreign if step == "amend" else other.units["GZ-01"].pk)
    client = signed_in(who)
    before = traces()
    answer = post(client, step_url(subject, step), **data | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert traces() == before


def test_a_closed_unit_takes_no_lead(cast: Cast, signed_in: SignedIn) -> None:
    who, task, data = asking_transfer(cast)
    unit = cast.units["QP-D17"]
    unit.closed_on = task.assigned_on
    unit.save()
    answer = post(signed_in(who), step_url(task, "ask_transfer"), **data)
    assert answer.status_code == 422
    assert "to_unit" in answer.context["form"].errors


@pytest.mark.parametrize("step", FORMS)
def test_a_form_from_an_hour_ago_keeps_the_words_and_shows_what_happened(
    cast: Cast, signed_in: SignedIn, step: str
) -> None:
    who, subject, data = FORMS[step](cast)
    client, url = signed_in(who), step_url(subject, step)
    form = client.get(url).context["form"]
    hidden = {name: str(form[name].value()) for name in ("version", "key")}
    before = traces()
    answer = client.post(url, hidden | data | {"version": str(int(hidden["version"]) - 1)})
    if step == "urge":  # a letter does not depend on the task's version
        assert answer.status_code == 302
        assert Letter.objects.count() == 1
        return
    page = answer.content.decode()
    assert answer.status_code == 412
    for text in ("breakdown", "reason", "text", "basis"):
        assert str(data.get(text, "")) in page
    assert "打开页面后发生的情况" in page
    assert answer.context["entries"]
    assert traces() == before


def test_what_happened_meanwhile_is_named(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    client, url = signed_in("lead"), step_url(task, "accept")
    form = client.get(url).context["form"]
    hidden = {name: str(form[name].value()) for name in ("version", "key")}
    accept_task(task, actor=cast["lead_head"], version=task.version, contact="王 5000")
    answer = client.post(url, hidden | {"contact": "李 5972"})
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "李 5972" in page
    assert "lead_head" in page
    assert [str(entry.step) for entry in answer.context["entries"]] == ["签收"]


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "9" * 40])
def test_a_version_that_is_none(cast: Cast, signed_in: SignedIn, version: str) -> None:
    who, task, data = suspending(cast)
    client, url = signed_in(who), step_url(task, "suspend")
    key = str(client.get(url).context["form"]["key"].value())
    before = traces()
    answer = client.post(url, {"version": version, "key": key, **data})
    assert answer.status_code in (412, 422, 428)
    assert str(data["reason"]) in answer.content.decode()
    assert traces() == before


@pytest.mark.parametrize("value", ["101", "-1", "多", ""])
def test_progress_beyond_its_bounds(cast: Cast, signed_in: SignedIn, value: str) -> None:
    task = task_in(cast, "in_progress")
    answer = post(signed_in("lead"), step_url(task, "report"), percent=value, done="完成第一步")
    assert answer.status_code == 422
    assert "完成第一步" in answer.content.decode()
    assert not task.reports.exists()


def test_milestones_are_the_leads_and_of_this_task(cast: Cast, signed_in: SignedIn) -> None:
    task, other = task_in(cast, "in_progress"), task_in(cast, "in_progress", "另一")
    part = accepted_part(cast, task)
    helper = signed_in("helper").get(step_url(part, "coop_report"))
    assert "reached" not in helper.context["form"].fields
    first, second = task.milestones.order_by("position")
    data = {"percent": "40", "done": "完成第一步"}
    url = step_url(task, "report")
    bad = post(signed_in("lead"), url, reached=[other.milestones.first().pk], **data)
    assert bad.status_code == 422
    assert "reached" in bad.context["form"].errors
    assert post(signed_in("lead"), url, reached=[first.pk], **data).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.reached_on is not None
    assert second.reached_on is None
    filed = task.reports.get()
    edit = step_url(filed, "edit")
    again = signed_in("lead").get(edit).context["form"]
    assert list(again.fields["reached"].queryset) == [second]
    assert post(signed_in("lead"), edit, reached=[second.pk], **data).status_code == 302
    second.refresh_from_db()
    assert second.reached_on is not None


def test_a_milestone_is_not_reached_by_a_cooperating_unit(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    with pytest.raises(NotAllowed):
        report_progress(
            task, actor=cast["helper"], percent=1, done="d", reached=[task.milestones.first()]
        )
    assert not task.milestones.filter(reached_on__isnull=False).exists()
    assert report_part(cast, task).percent == 40
