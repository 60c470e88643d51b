"""Substitution: who stands in for whom, when, with which rights, and never in a chain."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.disputes.actions import contest_task
from coordination.tasks.actions import accept_task
from coordination.units import substitutions
from coordination.units.grants import appoint, end_post
from coordination.units.models import Configuration, Post, Substitution, User
from coordination.units.official import Official, official_of
from coordination.units.states import Duty
from tests.cast import SINCE, Cast, make_other_body, make_task
from tests.conftest import MONDAY
from tests.stages import begin_verification, task_in, verify
from workflow import clock
from workflow.errors import NotAllowed, Refusal, Unmet, WrongState
from workflow.models import Record

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 13)


def post_of(cast: Cast, name: str) -> Post:
    return Post.objects.select_related("unit__body", "user").get(user=cast.users[name])


def register(cast: Cast, principal: str, substitute: str, **more: Any) -> Substitution:
    given = {"since": FIRST, "until": LAST, "cause": "外出培训", "may_sign": True, **more}
    actor = given.pop("actor", cast[principal])
    return substitutions.register(
        post_of(cast, principal), actor=actor, substitute=cast.users[substitute], **given
    )


def standing_in(cast: Cast, name: str, principal: str) -> Official:
    return official_of(cast.users[name], post_of(cast, principal).pk)


@pytest.fixture
def sysadmin(cast: Cast) -> Official:
    cast.users["sysadmin"] = User.objects.create_user("sysadmin", full_name="系统管理员")
    appoint(cast.users["sysadmin"], cast.units["QP-D01"], Duty.SYSADMIN, SINCE)
    return cast["sysadmin"]


def codes(refused: Any) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_a_substitute_has_a_further_hat_by_one_query_more(cast: Cast) -> None:
    register(cast, "lead_head", "lead")
    number = post_of(cast, "lead_head").pk
    with CaptureQueriesContext(connection) as queries:
        found = official_of(cast.users["lead"], number)
    assert len(queries) == 2
    assert (found.unit, found.hat, found.on_behalf_of) == ("QP-D02", "head", "lead_head")
    assert found.signs == {cast.units["QP-D02"].pk}
    own = cast["lead"]
    assert (own.hat, own.on_behalf_of, own.signs) == ("handler", "", set())
    assert [hat.code for hat in own.hats] == [
        "QP-D02/handler",
        f"QP-D02/sub_head/{number}",
    ]


def test_a_substitute_of_a_head_signs_only_where_registered_for_signing(cast: Cast) -> None:
    register(cast, "lead_head", "lead", may_sign=False)
    found = standing_in(cast, "lead", "lead_head")
    assert (found.acts, found.signs) == ({cast.units["QP-D02"].pk}, set())


def test_a_substitute_of_a_leader_has_the_rights_on_the_plans(cast: Cast) -> None:
    task = make_task(cast)
    register(cast, "leader", "outsider")
    found = standing_in(cast, "outsider", "leader")
    assert found.may_on_plan("rule_plan", task.plan_id)
    assert not cast["outsider"].may_on_plan("rule_plan", task.plan_id)


def test_the_days_count_and_an_early_end_counts_at_once(cast: Cast) -> None:
    made = register(cast, "lead_head", "helper")
    for days, stands_in in [(0, True), (11, True), (12, False)]:
        with clock.at(MONDAY + timedelta(days=days)):
            assert bool(standing_in(cast, "helper", "lead_head").acts) is stands_in
    substitutions.end(made, actor=cast["lead_head"], reason="提前返岗")
    assert not standing_in(cast, "helper", "lead_head").acts
    made.refresh_from_db()
    assert made.until == LAST
    with pytest.raises(WrongState):
        substitutions.end(made, actor=cast["lead_head"], reason="再次")


@pytest.mark.parametrize("what", ["substitute", "principal", "post", "unit"])
def test_what_is_revoked_behind_it_ends_it(cast: Cast, what: str) -> None:
    register(cast, "lead_head", "helper")
    if what == "post":
        end_post(post_of(cast, "lead_head"), date(2026, 3, 1), reason="离任")
    elif what == "unit":
        type(cast.units["QP-D02"]).objects.filter(code="QP-D02").update(closed_on=FIRST)
    else:
        name = {"substitute": "helper", "principal": "lead_head"}[what]
        User.objects.filter(username=name).update(is_active=False)
    found = standing_in(cast, "helper", "lead_head")
    assert found.post_id is None
    assert not found.acts | found.signs


def test_both_names_stand_in_the_record(cast: Cast) -> None:
    task = make_task(cast)
    register(cast, "lead", "helper")
    accept_task(task, actor=standing_in(cast, "helper", "lead"), version=2, contact="李")
    record = Record.objects.get(kind="task", step="accept")
    assert (record.actor, record.unit, record.on_behalf_of) == ("helper", "QP-D02", "lead")


@pytest.mark.parametrize(
    ("who", "principal"),
    [
        ("outsider", "lead"),
        ("lead", "lead_head"),
        ("helper_head", "lead"),
        ("coordinator", "lead"),
        ("lead_head", "supervisor2"),
    ],
)
def test_nobody_else_registers_one(cast: Cast, who: str, principal: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        register(cast, principal, "proposed", actor=cast[who])
    assert codes(refused) == ["substitution_actor"]
    assert not Substitution.objects.exists()


def test_holder_head_and_system_administrator_register_one(cast: Cast, sysadmin: Official) -> None:
    register(cast, "helper", "proposed")
    register(cast, "lead", "proposed", actor=cast["lead_head"])
    register(cast, "coordinator", "outsider", actor=sysadmin)
    assert Substitution.objects.count() == 3


def test_an_administrator_neither_serves_himself_nor_stands_in(
    cast: Cast, sysadmin: Official
) -> None:
    for principal, actor in (("lead_head", sysadmin), ("helper_head", cast["helper_head"])):
        with pytest.raises(Unmet) as refused:
            register(cast, principal, "sysadmin", actor=actor)
        assert "substitution_admin" in codes(refused)
    with pytest.raises(Unmet) as refused:
        register(cast, "sysadmin", "lead", actor=sysadmin)
    assert "substitution_admin" in codes(refused)


def test_an_administrator_of_another_body_registers_nothing(cast: Cast) -> None:
    other = make_other_body()
    user = User.objects.create_user("gz-admin")
    appoint(user, other.units["GZ-02"], Duty.SYSADMIN, SINCE)
    with pytest.raises(NotAllowed):
        register(cast, "lead", "helper", actor=official_of(user))


def test_substitutes_form_no_chain(cast: Cast) -> None:
    register(cast, "lead_head", "lead")
    for principal, substitute in (("lead", "outsider"), ("outsider_head", "lead_head")):
        with pytest.raises(Unmet) as refused:
            register(cast, principal, substitute)
        assert codes(refused) == ["substitution_chain"]
    with pytest.raises(NotAllowed) as barred:
        register(cast, "lead_head", "outsider", actor=standing_in(cast, "lead", "lead_head"))
    assert codes(barred) == ["substitution_own_post"]
    later = {"since": LAST + timedelta(days=1), "until": LAST + timedelta(days=2)}
    register(cast, "lead", "outsider", **later)


def test_a_post_has_one_substitute_at_a_time(cast: Cast) -> None:
    register(cast, "lead_head", "lead")
    with pytest.raises(Unmet) as refused:
        register(cast, "lead_head", "outsider", since=LAST, until=LAST)
    assert codes(refused) == ["substitution_taken"]


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2026, 3, 1), LAST, "substitution_days"),
        (LAST, FIRST, "substitution_days"),
        (FIRST, date(2027, 3, 4), "substitution_length"),
    ],
)
def test_days_are_in_order_ahead_and_bounded(
    cast: Cast, since: date, until: date, code: str
) -> None:
    with pytest.raises(Unmet) as refused:
        register(cast, "lead_head", "lead", since=since, until=until)
    assert codes(refused) == [code]


def test_a_substitute_is_another_active_person_in_office_here(cast: Cast) -> None:
    other = make_other_body()
    cast.users |= {"stranger": other.users["stranger"], "idle": User.objects.create_user("idle")}
    for name in ("stranger", "idle"):
        with pytest.raises(Unmet) as refused:
            register(cast, "lead_head", name)
        assert codes(refused) == ["substitution_office"]
    User.objects.filter(username="helper").update(is_active=False)
    cast.users["helper"].refresh_from_db()
    for name in ("lead_head", "helper"):
        with pytest.raises(Unmet) as refused:
            register(cast, "lead_head", name)
        assert "substitution_person" in codes(refused)


def test_the_chain_of_the_body_says_who_registered_and_ended_what(cast: Cast) -> None:
    made = register(cast, "lead", "helper", actor=cast["lead_head"], cause="病假")
    substitutions.end(made, actor=cast["lead"], reason="返岗")
    chain = Configuration.objects.get(scope="body", body=cast.body)
    entries = Record.objects.filter(kind="configuration", subject_id=chain.pk).order_by("version")
    registered, ended = list(entries)[-2:]
    assert (registered.step, registered.actor) == ("substitute", "lead_head")
    assert registered.told["data"]["principal"] == "lead"
    assert registered.told["data"]["reason"].startswith("sha256:")
    assert (ended.step, ended.actor) == ("end_substitution", "lead")


class TestSeparation:
    """Whoever is bound to a party by substitution, either way, does not judge it."""

    def refused(self, cast: Cast, task: Any, who: str = "supervisor") -> str:
        with pytest.raises(Refusal) as refused:
            begin_verification(cast, task, who)
        return codes(refused)[0]

    def test_who_stands_in_for_a_party(self, cast: Cast) -> None:
        task = task_in(cast, "completed")
        made = register(cast, "lead", "supervisor")
        assert self.refused(cast, task) == "separation_lead"
        substitutions.end(made, actor=cast["lead"], reason="返岗")
        begin_verification(cast, task)

    def test_for_whom_a_party_stands_in(self, cast: Cast) -> None:
        task = task_in(cast, "completed")
        register(cast, "supervisor", "lead")
        assert self.refused(cast, task) == "separation_lead"
        with pytest.raises(NotAllowed):
            begin_verification_as(task, standing_in(cast, "lead", "supervisor"))

    def test_a_substitute_of_a_cooperating_unit(self, cast: Cast) -> None:
        task = task_in(cast, "completed")
        register(cast, "helper", "supervisor")
        assert self.refused(cast, task) == "separation_cooperating"

    def test_who_signed_for_a_party_is_out_for_ever(self, cast: Cast) -> None:
        task = make_task(cast)
        register(cast, "lead_head", "leader", until=FIRST)
        case = contest_task(
            task,
            actor=standing_in(cast, "leader", "lead_head"),
            version=task.version,
            ground="duty",
            facts="f",
            basis="b",
            proposed=cast.units["QP-D17"],
        )
        from coordination.disputes.rules import may_rule  # noqa: PLC0415

        with clock.at(MONDAY + timedelta(days=2)):
            assert may_rule(case, cast["leader"]).code == "recusal_signed"

    def test_a_post_held_since_the_assignment_counts_though_it_has_ended(self, cast: Cast) -> None:
        appoint(cast.users["supervisor"], cast.units["QP-D02"], Duty.HANDLER, SINCE, FIRST)
        early = appoint(cast.users["supervisor"], cast.units["QP-D21"], Duty.HANDLER, SINCE)
        end_post(early, date(2026, 3, 1), reason="调离")
        task = task_in(cast, "completed")
        with clock.at(MONDAY + timedelta(days=2)):
            assert self.refused(cast, task) == "separation_lead"
        Post.objects.filter(user=cast.users["supervisor"], unit__code="QP-D02").delete()
        with clock.at(MONDAY + timedelta(days=2)):
            begin_verification(cast, task)
            task.refresh_from_db()
            verify(cast, task)


def begin_verification_as(task: Any, actor: Official) -> None:
    from coordination.tasks.verification import begin_verification as begin  # noqa: PLC0415

    begin(task, actor=actor, version=task.version)
