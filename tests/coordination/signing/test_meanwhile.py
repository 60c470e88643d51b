"""What happens to a prepared act meanwhile: acts of others, a second click, rights lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from coordination.signing.models import Prepared
from coordination.tasks.actions import accept_task
from coordination.units import substitutions
from coordination.units.models import Post, User
from coordination.web.nouns import step_url
from tests.browse import signed_in, words_of
from tests.cast import Cast, make_task
from tests.coordination.signing.forms import contest_form, fields, prepare
from workflow import clock
from workflow.models import Record


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def test_what_happened_meanwhile_is_shown_and_what_was_prepared_stays(cast: Cast) -> None:
    task = make_task(cast)
    prepare(signed_in(cast, "lead"), task, "contest", contest_form(cast))
    head, url = signed_in(cast, "lead_head"), step_url(task, "contest")
    opened = fields(head, url)
    accept_task(task, actor=cast["lead"], version=task.version, contact="李")
    stale = head.post(url, opened)
    assert stale.status_code == 412
    assert "不属本单位" in words_of(stale)
    assert Prepared.objects.exists()
    page = head.get(url)
    assert "拟办后又发生：" in words_of(page)
    assert head.post(url, fields(head, url)).status_code == 302


def test_what_was_replaced_meanwhile_is_not_signed(cast: Cast) -> None:
    task = make_task(cast)
    prepare(signed_in(cast, "lead"), task, "contest", contest_form(cast))
    head, url = signed_in(cast, "lead_head"), step_url(task, "contest")
    opened = fields(head, url)
    prepare(signed_in(cast, "lead"), task, "contest", {"facts": "另一事实"})
    refused = head.post(url, opened)
    assert refused.status_code == 409
    assert refused.context["rules"] == ["prepared_gone"]
    task.refresh_from_db()
    assert task.state == "assigned"


def test_a_second_click_of_the_head_has_no_second_effect(cast: Cast) -> None:
    task = make_task(cast)
    prepare(signed_in(cast, "lead"), task, "contest", contest_form(cast))
    head, url = signed_in(cast, "lead_head"), step_url(task, "contest")
    opened = fields(head, url)
    answers = [head.post(url, opened) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert task.disputes.count() == 1


@pytest.mark.parametrize("how", ["post", "account"])
def test_who_lost_the_right_meanwhile_does_not_sign(cast: Cast, how: str) -> None:
    task = make_task(cast)
    prepare(signed_in(cast, "lead"), task, "contest", contest_form(cast))
    head, url = signed_in(cast, "lead_head"), step_url(task, "contest")
    opened = fields(head, url)
    if how == "post":
        Post.objects.filter(user__username="lead_head").update(until=clock.today() - timedelta(1))
    else:
        User.objects.filter(username="lead_head").update(is_active=False)
    answer = head.post(url, opened)
    assert answer.status_code in (302, 404)
    assert answer.headers.get("Location", "/login/").startswith("/login/")
    task.refresh_from_db()
    assert task.state == "assigned"


def test_a_substitute_signs_only_where_registered_for_it(cast: Cast) -> None:
    task = make_task(cast)
    prepare(signed_in(cast, "lead"), task, "contest", contest_form(cast))
    post = Post.objects.select_related("unit__body", "user").get(user__username="lead_head")
    url = step_url(task, "contest")
    for may_sign, taken in ((False, False), (True, True)):
        made = substitutions.register(
            post,
            actor=cast["lead_head"],
            substitute=cast.users["outsider"],
            since=clock.today(),
            until=clock.today(),
            cause="外出",
            may_sign=may_sign,
        )
        client = signed_in(cast, "outsider")
        client.post(reverse("web:act_as"), {"acting": post.pk})
        client.post(url, fields(client, url))
        task.refresh_from_db()
        assert (task.state == "disputed") is taken
        substitutions.end(made, actor=cast["lead_head"], reason="返岗")
    record = Record.objects.get(kind="task", step="contest")
    assert (record.actor, record.on_behalf_of) == ("outsider", "lead_head")
    assert record.told["prepared_by"] == "lead"
