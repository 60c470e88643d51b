"""One step on many rows from the ledger and from the desk, with a result per row."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.supervision.models import Letter
from coordination.tasks.models import Task
from tests.cast import Cast, make_other_body, make_other_plan, make_plan
from tests.coordination.web.conftest import SignedIn, counted
from tests.stages import accept, task_in
from workflow.models import Record

BULK = "/tasks/bulk/"


def marks(*rows: Task) -> list[str]:
    return [f"{row.pk}-{row.version}" for row in rows]


def opened(client: Client, step: str, items: list[str], **more: str) -> Any:
    return client.get(BULK, {"step": step, "item": items, **more})


def sent(client: Client, step: str, items: list[str], **data: Any) -> Any:
    page = opened(client, step, items)
    hidden = {"key": str(page.context["form"]["key"].value())}
    return client.post(BULK, {"step": step, "item": items, **hidden, **data})


def rows_of(cast: Cast, count: int = 3) -> list[Task]:
    return list(make_plan(cast, count).tasks.order_by("pk"))


def choices(page: Any) -> set[str]:
    return {choice["code"] for choice in page.context["choices"]}


def test_the_bar_shows_the_steps_of_the_function(cast: Cast, signed_in: SignedIn) -> None:
    url = reverse("web:plan", args=[make_plan(cast, 2).pk])
    draft = reverse("web:plan", args=[make_plan(cast, issued=False, title="草案").pk])
    assert choices(signed_in("lead").get(url)) == {"accept"}
    assert choices(signed_in("supervisor").get(url)) == {"begin_verification", "urge"}
    assert choices(signed_in("coordinator").get(url)) == {"urge"}
    assert choices(signed_in("leader").get(url)) == set()
    assert choices(signed_in("coordinator").get(draft)) == {"assign_lead", "drop"}
    assert b'form="bulk"' not in signed_in("leader").get(url).content
    desk = signed_in("lead").get(reverse("web:desk"))
    assert choices(desk) == {"accept"}
    assert desk.content.count(b'form="bulk"') == 2


def test_the_preview_says_of_each_row_whether_it_is_possible(
    cast: Cast, signed_in: SignedIn
) -> None:
    first, second, third = rows_of(cast)
    accept(cast, first)
    page = opened(signed_in("lead"), "accept", marks(first, second, third))
    by_task = {row["task"].pk: row["reasons"] for row in page.context["rows"]}
    assert by_task[first.pk]
    assert by_task[second.pk] == by_task[third.pk] == []
    assert page.context["open"] == 2
    assert Record.objects.filter(step="accept").count() == 1


def test_each_row_stands_or_falls_alone(cast: Cast, signed_in: SignedIn) -> None:
    first, second, third = rows_of(cast)
    accept(cast, first)
    client = signed_in("lead")
    answer = sent(client, "accept", marks(first, second, third), contact="李 5972")
    assert answer.status_code == 200
    assert [row["done"] for row in answer.context["rows"]] == [False, True, True]
    assert answer.context["rows"][0]["reasons"]
    states = dict(Task.objects.values_list("pk", "state"))
    assert set(states.values()) == {"accepted"}
    second.refresh_from_db()
    assert second.contact == "李 5972"


def test_a_double_click_is_told_the_same_and_other_content_is_refused(
    cast: Cast, signed_in: SignedIn
) -> None:
    rows = rows_of(cast)
    client = signed_in("lead")
    page = opened(client, "accept", marks(*rows))
    data = {"step": "accept", "item": marks(*rows), "key": str(page.context["form"]["key"].value())}
    answers = [client.post(BULK, data | {"contact": "李"}) for _ in range(2)]
    assert answers[0].context["rows"] == answers[1].context["rows"]
    assert answers[0].context["done"] == 3
    assert Record.objects.filter(step="accept").count() == 3
    other = client.post(BULK, data | {"contact": "王"})
    assert other.status_code == 422
    assert "王" in other.content.decode()
    assert Record.objects.filter(step="accept").count() == 3


def test_what_is_missing_in_the_form_is_asked_and_nothing_is_done(
    cast: Cast, signed_in: SignedIn
) -> None:
    rows = rows_of(cast)
    answer = sent(signed_in("lead"), "accept", marks(*rows), contact="")
    assert answer.status_code == 422
    assert "contact" in answer.context["form"].errors
    assert [row["mark"] for row in answer.context["rows"]] == marks(*rows)
    assert not Record.objects.filter(step="accept").exists()


def test_a_row_that_has_moved_since_the_list_was_opened_is_not_touched(
    cast: Cast, signed_in: SignedIn
) -> None:
    first, second, _third = rows_of(cast)
    client = signed_in("lead")
    page = opened(client, "accept", marks(first, second))
    accept(cast, second)
    data = {"key": str(page.context["form"]["key"].value()), "contact": "李"}
    answer = client.post(BULK, {"step": "accept", "item": marks(first, second), **data})
    assert [row["done"] for row in answer.context["rows"]] == [True, False]


def test_many_letters_go_each_to_its_lead(cast: Cast, signed_in: SignedIn) -> None:
    rows = rows_of(cast)
    client = signed_in("supervisor")
    page = opened(client, "urge", marks(*rows))
    assert "unit" not in page.context["form"].fields
    letter = {"level": "blue", "text": "请抓紧推进", "reply_until": "2026-03-06"}
    assert sent(client, "urge", marks(*rows), **letter).context["done"] == 3
    assert set(Letter.objects.values_list("unit__code", flat=True)) == {"QP-D02"}
    again = sent(client, "urge", marks(*rows), **letter | {"text": "再次督办"})
    assert again.context["done"] == 0
    assert all(row["reasons"] for row in again.context["rows"])


def test_a_claim_is_not_begun_by_those_of_a_party(cast: Cast, signed_in: SignedIn) -> None:
    task = task_in(cast, "completed")
    party = opened(signed_in("supervisor2"), "begin_verification", marks(task))
    assert party.context["open"] == 0
    assert sent(signed_in("supervisor"), "begin_verification", marks(task)).context["done"] == 1


def test_rows_of_others_do_not_exist(cast: Cast, signed_in: SignedIn) -> None:
    mine = rows_of(cast, 1)
    other = make_other_body()
    theirs = make_other_plan(other).tasks.get()
    page = opened(signed_in("lead"), "accept", marks(*mine, theirs))
    assert [row["task"].pk for row in page.context["rows"]] == [mine[0].pk]
    alone = opened(signed_in("lead"), "accept", marks(theirs))
    assert alone.context["rows"] == []


@pytest.mark.parametrize("items", [["x"], ["1"], ["1-"], ["-1"], ["1-1-1"], [f"{'9' * 30}-1"]])
def test_marks_that_are_none_are_no_page(cast: Cast, signed_in: SignedIn, items: list[str]) -> None:
    assert opened(signed_in("lead"), "accept", items).status_code == 404


def test_no_marks_and_no_such_step(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("lead")
    assert opened(client, "accept", []).status_code == 200
    assert client.post(BULK, {"step": "accept"}).status_code == 422
    for step in ("", "verify", "nothing"):
        assert opened(client, step, []).status_code == 404


def test_the_way_back_leads_to_ours_only(cast: Cast, signed_in: SignedIn) -> None:
    client, items = signed_in("lead"), marks(*rows_of(cast))
    ours = opened(client, "accept", items, back="/plans/1/?light=red")
    assert ours.context["back_url"] == "/plans/1/?light=red"
    foreign = opened(client, "accept", items, back="https://example.org/")
    assert foreign.context["back_url"] == "/"


@pytest.mark.parametrize("who", ["lead", "supervisor", "coordinator", "outsider"])
def test_lists_with_lights_and_marks_cost_the_same(
    cast: Cast, signed_in: SignedIn, who: str
) -> None:
    client = signed_in(who)
    few = make_plan(cast, 1, title="少")
    one = [
        counted(client, reverse("web:plan", args=[few.pk])),
        counted(client, reverse("web:desk")),
    ]
    many = make_plan(cast, 30, title="多")
    thirty = [
        counted(client, reverse("web:plan", args=[many.pk])),
        counted(client, reverse("web:desk")),
    ]
    assert one == thirty
