"""Signing in and out, the lock after many failures, the post acted in, and where one returns to."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.units.grants import appoint
from coordination.units.models import Post, User
from coordination.units.states import Duty
from tests.browse import send, signed_in, words_of
from tests.cast import PASSWORD, SINCE, Cast, make_task

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
]


def log_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("web:login"), {"username": name, "password": password, **more})


def test_the_right_password_opens_the_desk(client: Client, cast: Cast) -> None:
    answer = log_in(client, "lead")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("web:desk"))
    assert "区发展改革委 · 经办人" in words_of(client.get("/"))
    again = client.get(reverse("web:login"))
    assert (again.status_code, again.headers["Location"]) == (302, reverse("web:desk"))


@pytest.mark.parametrize(("name", "password"), [("lead", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_name_read_alike(
    client: Client, cast: Cast, name: str, password: str
) -> None:
    answer = log_in(client, name, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert password not in answer.content.decode() or not password
    assert client.get("/").status_code == 302
    if name:
        others = log_in(client, "somebody-else", "wrong")
        assert answer.context["form"].non_field_errors() == (
            others.context["form"].non_field_errors()
        )


def test_who_is_inactive_does_not_sign_in(client: Client, cast: Cast) -> None:
    User.objects.filter(username="lead").update(is_active=False)
    assert log_in(client, "lead").status_code == 200
    assert client.get("/").status_code == 302


def test_a_session_ends_when_the_account_does(cast: Cast) -> None:
    client = signed_in(cast, "lead")
    assert client.get("/").status_code == 200
    User.objects.filter(username="lead").update(is_active=False)
    assert client.get("/").status_code == 302


def test_after_ten_failures_the_account_is_locked_at_this_address(
    client: Client, cast: Cast
) -> None:
    answers = [log_in(client, "lead", "wrong") for _ in range(10)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429]
    locked = log_in(client, "lead")
    assert locked.status_code == 429
    assert "登录已锁定" in words_of(locked)
    assert client.get("/").status_code == 302
    assert log_in(Client(), "helper").status_code == 302
    assert log_in(Client(REMOTE_ADDR="192.0.2.7"), "lead").status_code == 302


def test_signing_out_asks_for_a_post_and_ends_the_session(cast: Cast) -> None:
    client = signed_in(cast, "lead")
    assert client.get(reverse("web:logout")).status_code == 405
    answer = client.post(reverse("web:logout"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("web:login"))
    assert client.get("/").status_code == 302


def test_after_signing_in_one_returns_to_the_page_asked_for(client: Client, cast: Cast) -> None:
    task = make_task(cast)
    url = reverse("web:task", args=[task.pk])
    asked = client.get(url)
    assert asked.headers["Location"] == f"{reverse('web:login')}?next={url}"
    assert f'value="{url}"' in client.get(asked.headers["Location"]).content.decode()
    assert log_in(client, "lead", next=url).headers["Location"] == url


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_address_leads_out_of_the_house(client: Client, cast: Cast, url: str) -> None:
    answer = log_in(client, "lead", next=url)
    assert answer.headers["Location"] == reverse("web:desk")
    chosen = client.post(reverse("web:act_as"), {"acting": "1", "next": url})
    assert chosen.headers["Location"] == reverse("web:desk")
    language = client.post(reverse("set_language"), {"language": "en", "next": url})
    assert language.headers["Location"] == "/"


def test_one_acts_in_the_post_chosen_and_only_in_those_held(cast: Cast) -> None:
    user = cast.users["outsider"]
    chair = appoint(user, cast.units["QP-D29"], Duty.COORDINATOR, SINCE)
    draft = make_task(cast, issued=False)
    page = reverse("web:plan", args=[draft.plan_id])
    client = signed_in(cast, "outsider")
    assert client.get(page).status_code == 404
    answer = client.post(reverse("web:act_as"), {"acting": str(chair.pk), "next": "/plans/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/plans/")
    assert client.get(page).status_code == 200
    assert "区政务办 · 统筹人员" in words_of(client.get("/"))
    foreign = Post.objects.get(user=cast.users["lead_head"])
    for wrong in (str(foreign.pk), "999999", "", "abc", "-1"):
        client.post(reverse("web:act_as"), {"acting": wrong})
        assert client.get(page).status_code == 200, wrong


def test_a_post_that_has_ended_is_left_for_the_one_still_held(cast: Cast) -> None:
    user = cast.users["outsider"]
    chair = appoint(user, cast.units["QP-D29"], Duty.COORDINATOR, SINCE)
    draft = make_task(cast, issued=False)
    client = signed_in(cast, "outsider")
    client.post(reverse("web:act_as"), {"acting": str(chair.pk)})
    Post.objects.filter(pk=chair.pk).update(until=date(2026, 3, 1))
    assert client.get(reverse("web:plan", args=[draft.plan_id])).status_code == 404
    assert "徐泾镇 · 经办人" in words_of(client.get("/"))


def test_who_holds_no_post_is_told_so_and_does_nothing(cast: Cast) -> None:
    cast.users["new"] = User.objects.create_user("new")
    task, client = make_task(cast), signed_in(cast, "new")
    assert "您目前没有任职" in words_of(client.get("/"))
    for name in ("plans", "disputes", "notices"):
        assert client.get(reverse(f"web:{name}")).status_code == 200
    assert client.get(reverse("web:new_plan")).status_code == 404
    assert send(client, task, "accept", contact="x").status_code == 404
    task.refresh_from_db()
    assert task.state == "assigned"


def test_a_form_from_another_site_is_refused(cast: Cast) -> None:
    task = make_task(cast)
    client = signed_in(cast, "lead", enforce_csrf_checks=True)
    assert send(client, task, "accept", contact="x").status_code == 403
    for url in (reverse("web:act_as"), reverse("web:logout"), reverse("set_language")):
        assert client.post(url, {"language": "en"}).status_code == 403
    task.refresh_from_db()
    assert task.state == "assigned"


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client, cast: Cast) -> None:
    log_in(client, "lead")
    client.get(reverse("web:plans"))
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies.get(name)
        if cookie is not None:
            assert cookie["httponly"], name
            assert cookie["samesite"] == "Lax", name
    assert client.cookies["sessionid"].value


def test_a_form_of_another_session_is_refused_on_a_page_of_ours(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    refused = client.post(reverse("web:login"), {"username": "lead", "password": "x"})
    assert refused.status_code == 403
    assert "style=" not in refused.content.decode()
    assert "表单未被接受" in refused.content.decode()
