"""Who calls: tokens, sessions, and the post in which one acts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.units.grants import appoint
from coordination.units.models import AccessToken, Post
from coordination.units.states import Duty, Scopes
from coordination.units.substitutions import end, register
from coordination.units.tokens import issue_token, revoke_token
from tests.cast import SINCE, Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.api.conftest import Api, Caller
from workflow import clock
from workflow.models import Record

UNTIL = date(2026, 3, 31)


def made(cast: Cast, name: str = "lead", scopes: str = Scopes.ACT) -> tuple[AccessToken, str]:
    return issue_token(cast.users[name], name="program", scopes=scopes, expires_on=UNTIL)


def test_only_the_digest_is_kept(cast: Cast) -> None:
    token, secret = made(cast)
    kept = [str(value) for value in AccessToken.objects.filter(pk=token.pk).values_list()[0]]
    assert not any(secret in value or secret[8:] in value for value in kept)
    assert token.prefix == secret[:8]
    assert len(token.digest) == 64
    assert len(secret) >= 43


def test_a_token_ends_on_its_day_or_when_it_is_revoked(cast: Cast) -> None:
    token, secret = made(cast)
    with clock.at(MONDAY + timedelta(days=29)):
        assert Api(secret).get("me/").status_code == 200
    with clock.at(MONDAY + timedelta(days=30)):
        assert Api(secret).get("me/").status_code == 401
    token.refresh_from_db()
    assert token.last_used_on == UNTIL
    assert not revoke_token(cast.users["helper"], token.pk)
    assert Api(secret).get("me/").status_code == 200
    assert revoke_token(cast.users["lead"], token.pk)
    assert Api(secret).get("me/").status_code == 401


def test_a_token_of_somebody_who_left_is_none(cast: Cast) -> None:
    _token, secret = made(cast)
    cast.users["lead"].is_active = False
    cast.users["lead"].save()
    assert Api(secret).get("me/").status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic bGVhZDp4", "", "bearer zh_é"])
def test_what_is_no_token_is_refused_and_no_session_helps(cast: Cast, header: str) -> None:
    client = signed_in(cast, "lead")
    refused = client.get("/api/v1/me/", headers={"Authorization": header})
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_for_reading_cannot_act(cast: Cast) -> None:
    task = make_task(cast)
    _token, secret = made(cast, scopes=Scopes.READ)
    assert Api(secret).get(f"tasks/{task.pk}/").status_code == 200
    refused = Api(secret).act(f"tasks/{task.pk}/steps/accept/", 2, {"contact": "a"})
    assert refused.status_code == 403
    assert [rule["code"] for rule in refused.json()["rules"]] == ["scope"]
    task.refresh_from_db()
    assert task.version == 2


def signed_in(cast: Cast, name: str, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(cast.users[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_session_reads_and_acts_with_its_csrf_token(cast: Cast) -> None:
    task = make_task(cast)
    client = signed_in(cast, "lead", enforce_csrf_checks=True)
    path = f"/api/v1/tasks/{task.pk}/steps/accept/"
    assert client.get("/api/v1/me/").status_code == 200

    def act(**headers: str) -> Any:
        headers["If-Match"] = '"2"'
        return client.post(
            path, '{"contact": "a"}', content_type="application/json", headers=headers
        )

    refused = act()
    assert refused.status_code == 403
    assert [rule["code"] for rule in refused.json()["rules"]] == ["csrf"]
    page = client.get(reverse("web:task", args=[task.pk]))
    assert act(**{"X-CSRFToken": str(page.context["csrf_token"])}).status_code == 200


def test_several_posts_ask_which_one(cast: Cast) -> None:
    user = cast.users["lead"]
    appoint(user, cast.units["QP-D21"], Duty.HANDLER, SINCE)
    appoint(user, cast.units["QP-D21"], Duty.SUPERVISOR, SINCE)
    _token, secret = made(cast)
    api = Api(secret)
    assert len(api.get("me/").json()["posts"]) == 3

    def rules(**headers: str) -> list[str]:
        answer = api.get("tasks/", **headers)
        return [rule["code"] for rule in answer.json().get("rules", [])]

    assert rules() == ["acting_unit"]
    assert rules(acting_unit="QP-T05") == ["acting_unit"]
    assert rules(acting_unit="QP-D21") == ["acting_unit"]
    assert rules(acting_unit="QP-D02") == []
    assert rules(acting_unit="QP-D21/supervisor") == []
    task = make_task(cast)
    path = f"tasks/{task.pk}/steps/accept/"
    helper = api.act(path, 2, {"contact": "a"}, acting_unit="QP-D21/handler")
    assert helper.status_code == 403
    assert api.act(path, 2, {"contact": "a"}, acting_unit="QP-D02").status_code == 200


def test_a_post_that_is_not_held(cast: Cast, api: Caller) -> None:
    refused = api("lead").get("tasks/", acting_unit="QP-D21")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_a_person_without_a_post_sees_nothing(cast: Cast) -> None:
    cast.users["lead"].posts.all().delete()
    _token, secret = made(cast)
    for plural in ("units", "plans", "tasks", "disputes", "notices"):
        assert Api(secret).get(f"{plural}/").json()["results"] == []
    assert Api(secret).get("me/").json()["acting"] is None


def test_tokens_are_made_shown_once_and_revoked_on_their_page(cast: Cast) -> None:
    client = signed_in(cast, "lead")
    url = reverse("web:tokens")
    data = {"name": "程序", "scopes": "read", "expires_on": "2026-03-20"}
    shown = client.post(url, data)
    secret = shown.context["secret"]
    assert shown.status_code == 200
    assert secret in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert secret not in client.get(url).content.decode()
    assert Api(secret).get("me/").json()["scopes"] == ["read"]
    token = AccessToken.objects.get()
    other = signed_in(cast, "helper").post(reverse("web:revoke_token", args=[token.pk]))
    assert other.status_code == 404
    assert client.post(reverse("web:revoke_token", args=[token.pk])).status_code == 302
    assert Api(secret).get("me/").status_code == 401


@pytest.mark.parametrize(
    ("name", "value"),
    [("expires_on", "2026-03-01"), ("expires_on", "2027-03-04"), ("name", ""), ("scopes", "all")],
)
def test_a_token_needs_a_name_a_scope_and_a_day_within_a_year(
    cast: Cast, name: str, value: str
) -> None:
    data = {"name": "程序", "scopes": "read", "expires_on": "2026-03-20", name: value}
    refused = signed_in(cast, "lead").post(reverse("web:tokens"), data)
    assert refused.status_code == 422
    assert not AccessToken.objects.exists()


def test_posts_in_which_one_stands_in_are_named_and_chosen(cast: Cast) -> None:
    task = make_task(cast)
    post = Post.objects.select_related("unit__body", "user").get(user=cast.users["lead_head"])
    running = register(
        post,
        actor=cast["lead_head"],
        substitute=cast.users["lead"],
        since=MONDAY.date(),
        until=UNTIL,
        cause="外出",
        may_sign=True,
    )
    api = Api(issue(cast, "lead"))
    own, other = api.get("me/").json()["posts"]
    assert (own["acting_unit"], own["on_behalf_of"]) == ("QP-D02/handler", "")
    assert other == {
        "acting_unit": f"QP-D02/sub_head/{post.pk}",
        "unit_code": "QP-D02",
        "unit_name": "区发展改革委",
        "duty": "head",
        "on_behalf_of": "lead_head",
        "signs": True,
    }
    path = f"tasks/{task.pk}/steps/contest/"
    proposed = cast.units["QP-D17"].pk
    body = {"ground": "duty", "facts": "f", "basis": "b", "proposed": proposed}
    for named in (None, "QP-D02", "QP-D02/head", "QP-D02/sub_head/0", "QP-D21/sub_head"):
        header = {"acting_unit": named} if named else {}
        refused = api.act(path, task.version, body, **header)
        assert refused.status_code == 403
        assert [rule["code"] for rule in refused.json()["rules"]] == ["acting_unit"]
    assert api.act(path, task.version, body, acting_unit="QP-D02/handler").status_code == 403
    assert api.act(path, task.version, body, acting_unit="QP-D02/sub_head").status_code == 200
    record = Record.objects.get(kind="task", step="contest")
    assert (record.actor, record.on_behalf_of) == ("lead", "lead_head")
    end(running, actor=cast["lead_head"], reason="返岗")
    assert api.act(path, task.version, body, acting_unit="QP-D02/sub_head").status_code == 403


def issue(cast: Cast, name: str) -> str:
    return made(cast, name)[1]
