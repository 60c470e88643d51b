"""The configuration's chains: sign-ins, tokens and posts, each entry sealed, none in clear text."""

from datetime import date

import pytest
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from coordination.plans.actions import draft_plan
from coordination.units.grants import appoint, end_post
from coordination.units.models import Body, Configuration, PlanGroupPermission, Post
from coordination.units.states import PLAN_RIGHTS, Duty, Scopes
from coordination.units.tokens import issue_token, revoke_token
from tests.at_once import together
from tests.cast import PASSWORD, SINCE, Cast
from workflow.actor import SYSTEM
from workflow.audit import Audit
from workflow.models import Record


def log_in(name: str, password: str = PASSWORD, client: Client | None = None) -> int:
    data = {"username": name, "password": password}
    return (client or Client()).post(reverse("web:login"), data).status_code


def steps(scope: str, **about: object) -> list[str]:
    chain = Configuration.objects.get(scope=scope, **about)
    records = Record.objects.filter(kind="configuration", subject_id=chain.pk)
    return list(records.order_by("version").values_list("step", flat=True))


def test_signing_in_out_and_failing_are_entries_of_the_person(cast: Cast) -> None:
    client = Client()
    log_in("lead", "wrong")
    log_in("lead", client=client)
    client.post(reverse("web:logout"))
    assert steps("person", person=cast.users["lead"]) == [
        "open",
        "fail_sign_in",
        "sign_in",
        "sign_out",
    ]


def test_neither_address_nor_an_unknown_name_stands_in_clear(cast: Cast) -> None:
    log_in("my-Secret-1", "x")
    log_in("lead")
    assert steps("strangers") == ["open", "fail_sign_in"]
    for record in Record.objects.filter(kind="configuration"):
        assert "my-Secret-1" not in record.facts
        assert "127.0.0.1" not in record.facts
    known = Record.objects.get(kind="configuration", step="sign_in")
    assert len(known.told["data"]["address"]) == 64


def test_tokens_and_posts_are_entries_too(cast: Cast) -> None:
    user = cast.users["lead"]
    token, secret = issue_token(user, name="程序", scopes=Scopes.READ, expires_on=date(2026, 3, 31))
    assert revoke_token(user, token.pk)
    assert not revoke_token(user, token.pk)
    assert steps("person", person=user) == ["open", "make_token", "revoke_token"]
    assert not any(secret in record.facts for record in Record.objects.all())
    before = len(steps("body", body=cast.body))
    post = appoint(user, cast.units["QP-D20"], Duty.HANDLER, SINCE)
    assert appoint(user, cast.units["QP-D20"], Duty.HANDLER, SINCE) == post
    end_post(post, date(2026, 3, 1), reason="调离")
    assert steps("body", body=cast.body)[before:] == ["appoint", "end_post"]
    assert Post.objects.filter(pk=post.pk, until=date(2026, 3, 1)).exists()
    assert not user.groups.filter(name=f"unit:{cast.units['QP-D20'].pk}:handler").exists()


def test_a_closed_unit_gets_nobody(cast: Cast) -> None:
    unit = cast.units["QP-D20"]
    unit.closed_on = date(2026, 3, 1)
    unit.save()
    with pytest.raises(ValueError, match="closed"):
        appoint(cast.users["lead"], unit, Duty.HANDLER, SINCE)


def test_the_audit_walks_these_chains(cast: Cast) -> None:
    log_in("lead")
    audit = Audit()
    assert list(audit.findings()) == []
    assert audit.chains >= 2


@pytest.mark.django_db(transaction=True)
def test_sign_ins_at_once_do_not_hinder_each_other(cast_for_threads: Cast) -> None:
    """The same person four times and others beside it, none of whom has a chain yet."""
    names = ["lead"] * 4 + ["helper", "proposed", "nobody-1", "nobody-2"]
    answers = together([lambda name=name: log_in(name) for name in names])  # type: ignore[misc]
    assert answers == [302] * 6 + [200] * 2
    assert steps("person", person=cast_for_threads.users["lead"]) == ["open", *["sign_in"] * 4]
    assert steps("strangers") == ["open", "fail_sign_in", "fail_sign_in"]
    assert list(Audit().findings()) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_appointment_at_once_is_one(cast_for_threads: Cast) -> None:
    """A post whose group nobody had made yet."""
    cast = cast_for_threads
    unit, user = cast.units["QP-D20"], cast.users["lead"]
    before = len(steps("body", body=cast.body))
    answers = together([lambda: appoint(user, unit, Duty.HEAD, SINCE)] * 8)
    assert len({post.pk for post in answers}) == 1
    assert steps("body", body=cast.body)[before:] == ["appoint"]
    assert user.groups.filter(name=f"unit:{unit.pk}:head").count() == 1


@pytest.mark.django_db(transaction=True)
def test_plans_granted_at_once_in_a_body_without_groups_share_them() -> None:
    body = Body.objects.create(code="QP", name="区")
    plans = together(
        [lambda n=n: draft_plan(body, actor=SYSTEM, title=f"{n}", year=2026) for n in range(6)]  # type: ignore[misc]
    )
    rights = PlanGroupPermission.objects.values_list("content_object").annotate(n=Count("pk"))
    expected = sum(len(given) for given in PLAN_RIGHTS.values())
    assert dict(rights) == {plan.pk: expected for plan in plans}
