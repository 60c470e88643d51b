"""Requests and letters in the browser: the form, the desk, the task's page, and their cost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from coordination.supervision import actions
from coordination.supervision.models import Extension, Letter
from coordination.tasks.models import Task
from tests.cast import Cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.coordination.web.conftest import SignedIn, counted, post
from workflow import clock


def page(task: Task) -> str:
    return reverse("web:task", args=[task.pk])


def step(plural: str, pk: int, name: str) -> str:
    return reverse("web:step", args=[plural, pk, name])


def offered(response: Any) -> set[str]:
    return {offer["code"] for offer in response.context["offers"] if offer["allowed"]}


def urged(cast: Cast, task: Task) -> Letter:
    return actions.urge(
        task,
        actor=cast["supervisor"],
        unit=cast.units["QP-D02"],
        level="blue",
        text="请抓紧",
        reply_until=date(2026, 3, 30),
    )


def test_an_extension_from_the_form_to_the_new_date(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    head, supervisor = signed_in("lead_head"), signed_in("supervisor")
    assert "ask_extension" in offered(head.get(page(task)))
    assert "ask_extension" in offered(signed_in("lead").get(page(task)))  # to be prepared
    assert "ask_extension" not in offered(signed_in("helper").get(page(task)))
    url = step("tasks", task.pk, "ask_extension")
    bad = post(head, url, new_due="2026-01-01", reason="", percent="200")
    assert bad.status_code == 422
    assert set(bad.context["form"].errors) == {"new_due", "reason", "percent"}
    sent = post(head, url, new_due="2027-01-31", reason="审批", percent="40")
    assert sent.status_code == 302
    assert post_again(head, url).status_code == 409
    asked = Extension.objects.get()
    decision = step("extensions", asked.pk, "decide_extension")
    assert supervisor.get(reverse("web:desk")).context["items"] == []
    leader = signed_in("leader")
    items = leader.get(reverse("web:desk")).context["items"]
    assert [item.act_url for item in items] == [decision]
    assert post(leader, decision, granted="yes", reason="同意").status_code == 302
    shown = leader.get(page(task)).content.decode()
    assert "2026-12-31" in shown
    assert "2027-01-31" in shown


def post_again(client: Any, url: str) -> Any:
    data = {"version": "2", "key": "7f1d8d0e-6d0b-4b43-9d6a-0d5a4c9f6a11"}
    return client.post(url, data | {"new_due": "2027-02-01", "reason": "x", "percent": "1"})


def test_a_letter_from_the_form_to_its_answer(cast: Cast, signed_in: SignedIn) -> None:
    task = make_task(cast)
    supervisor, lead = signed_in("supervisor"), signed_in("lead")
    url = step("tasks", task.pk, "urge")
    unit = cast.units["QP-D02"].pk
    data = {"unit": unit, "level": "red", "text": "请抓紧", "reply_until": "2026-03-06"}
    assert post(supervisor, url, **data).status_code == 409
    assert post(supervisor, url, **data | {"level": "blue"}).status_code == 302
    letter = Letter.objects.get()
    answer = step("letters", letter.pk, "reply_urge")
    items = lead.get(reverse("web:desk")).context["items"]
    assert answer in [item.act_url for item in items]
    outsider = signed_in("outsider")
    assert outsider.get(answer).status_code == 404
    assert "请抓紧" not in outsider.get(page(task)).content.decode()
    assert post(lead, answer, reply="已部署").status_code == 302
    assert "已部署" in supervisor.get(page(task)).content.decode()


@pytest.mark.parametrize("who", ["lead_head", "supervisor", "coordinator"])
def test_a_task_with_many_letters_costs_the_same(cast: Cast, signed_in: SignedIn, who: str) -> None:
    client = signed_in(who)
    task = make_task(cast)
    urged(cast, task)
    few = counted(client, page(task))
    for n in range(1, 8):
        with clock.at(MONDAY + timedelta(hours=5 * n)):
            urged(cast, task)
    assert counted(client, page(task)) == few
    assert few <= 30


def test_desks_with_many_requests_cost_the_same(cast: Cast, signed_in: SignedIn) -> None:
    clients = [signed_in(who) for who in ("lead_head", "supervisor", "leader")]
    few, many = [], []
    for counts, rows in ((few, 1), (many, 12)):
        for task in make_plan(cast, rows, title=f"{rows}").tasks.order_by("pk"):
            urged(cast, task)
            actions.ask_extension(
                task,
                actor=cast["lead_head"],
                version=task.version,
                new_due=date(2027, 1, 31),
                reason="r",
                percent=1,
            )
        counts += [counted(client, reverse("web:desk")) for client in clients]
    assert few == many
    assert max(many) <= 25
