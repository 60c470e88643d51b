"""Units that are renamed, merged, split or closed: what passes on, and who acts no longer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from coordination.administration.succession import succeed
from coordination.disputes.actions import give_statement
from coordination.reports.invariants import findings
from coordination.signing import actions as signing
from coordination.signing.models import Prepared
from coordination.supervision.actions import reply_urge, urge
from coordination.supervision.turn_rules import lead_changes_left
from coordination.tasks import actions as tasks
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.queries import sees_inside
from coordination.tasks.rules import no_party
from coordination.units.directory import BodyDirectory
from coordination.units.grants import appoint
from coordination.units.models import Post, Succession, Unit, User
from coordination.units.official import official_of
from coordination.units.queries import units_of
from coordination.units.states import Duty
from tests.browse import send, signed_in
from tests.case_stages import answer, contest, propose, slot_of, state
from tests.cast import SINCE, Cast, make_other_body, make_task
from tests.conftest import MONDAY
from tests.stages import accept, report, task_in
from workflow import clock
from workflow.audit import Audit
from workflow.errors import NotAllowed, Unmet
from workflow.models import Record


def merge(house: Cast, old: str = "QP-D02", new: str | None = "QP-D17", **more: Any) -> Succession:
    given = {"actor": house["sysadmin"], "kind": "merge", "reason": "机构改革", **more}
    return succeed(house.units[old], successor=house.units[new] if new else None, **given)


def codes(refused: Any) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_leads_pass_on_and_nobody_of_the_old_unit_acts(house: Cast) -> None:
    task, client = make_task(house), signed_in(house, "lead")
    assert client.get("/").status_code == 200
    merge(house)
    task.refresh_from_db()
    assert (task.lead, task.state) == (house.units["QP-D17"], "assigned")
    held = list(task.assignments.order_by("pk").values_list("unit__code", "cause", "until"))
    assert [(code, cause, until is None) for code, cause, until in held] == [
        ("QP-D02", "plan", False),
        ("QP-D17", "succession", True),
    ]
    assert send(client, task, "accept", contact="李").status_code == 404
    assert house["lead"].post_id is None
    assert not units_of(house.body.pk).filter(code="QP-D02").exists()
    tasks.accept_task(task, actor=house["proposed"], version=task.version, contact="王")
    assert lead_changes_left(task, house["coordinator"], None)
    record = Record.objects.get(kind="task", step="succeed")
    assert record.actor == "sysadmin"
    entry = Record.objects.get(kind="configuration", step="succeed").told["data"]
    assert (entry["old"], entry["new"], entry["tasks"]) == ("QP-D02", "QP-D17", 1)
    assert list(findings()) == list(Audit().findings()) == []


@pytest.mark.parametrize("where", ["draft", "accepted", "in_progress", "completed", "suspended"])
def test_each_open_state_passes_on_as_it_is(house: Cast, where: str) -> None:
    task = task_in(house, where)
    merge(house)
    task.refresh_from_db()
    assert (task.lead, task.state) == (house.units["QP-D17"], where)
    assert list(findings()) == []


def test_what_is_final_stays_with_the_old_unit(house: Cast) -> None:
    task = task_in(house, "verified")
    merge(house)
    task.refresh_from_db()
    assert task.lead == house.units["QP-D02"]
    assert sees_inside(task, house["proposed"])


def test_parts_pass_on_and_are_never_double(house: Cast) -> None:
    alone, double = (make_task(house, title=f"要点{n}") for n in range(2))
    led = make_task(house, title="要点三", lead=house.units["QP-D17"])
    with_part(house, double, "QP-D17")
    merge(house, "QP-D21")
    assert units_of_parts(alone) == {"QP-D17": "pending"}
    assert units_of_parts(double) == {"QP-D17": "pending"}
    assert units_of_parts(led) == {}
    assert list(findings()) == []


def with_part(house: Cast, task: Task, code: str) -> None:
    from workflow import door  # noqa: PLC0415

    with door.act(house["coordinator"]) as act:
        act.take(task)
        act.create(Cooperation(task=task, unit=house.units[code]), "add")


def units_of_parts(task: Task) -> dict[str, str]:
    found = Cooperation.objects.filter(task=task).exclude(state="released")
    return dict(found.values_list("unit__code", "state"))


def test_a_case_goes_on_with_the_successor_as_party(house: Cast) -> None:
    case = contest(house, make_task(house))
    merge(house, "QP-D02", "QP-T05")
    case.refresh_from_db()
    assert case.contesting == case.lead == house.units["QP-T05"]
    state(house, case, "proposed_head", "QP-D17")
    slot = slot_of(case, "QP-T05")
    give_statement(
        slot, actor=house["outsider_head"], version=slot.version, stance="refuse", text="x"
    )
    case.refresh_from_db()
    assert case.state == "consulting"
    propose(house, case, who="outsider")
    answer(house, case, "outsider_head", "QP-T05", "agree")
    answer(house, case, "proposed_head", "QP-D17", "agree")
    case.refresh_from_db()
    assert case.state == "closed"
    assert list(findings()) == []


def test_two_parties_of_one_case_are_not_merged(house: Cast) -> None:
    case = contest(house, make_task(house))
    with pytest.raises(Unmet) as refused:
        merge(house)
    assert codes(refused) == ["succession_dispute"]
    assert str(case.task) in refused.value.reasons[0]
    assert not Succession.objects.exists()


def test_a_letter_is_answered_by_the_successor(house: Cast) -> None:
    letter = urge(
        make_task(house),
        actor=house["supervisor"],
        unit=house.units["QP-D02"],
        level="blue",
        text="t",
        reply_until=(MONDAY + timedelta(days=3)).date(),
    )
    merge(house)
    letter.refresh_from_db()
    reply_urge(letter, actor=house["proposed"], version=letter.version, reply="r")


def test_prepared_acts_of_the_old_unit_are_gone(house: Cast) -> None:
    task = make_task(house)
    signing.prepare(task, "contest", actor=house["lead"], version=2, data={}, uploads={})
    merge(house)
    assert not Prepared.objects.exists()


def test_the_successor_counts_as_the_same_unit(house: Cast) -> None:
    """Both ways, and over two successions."""
    task = task_in(house, "verified")
    for name, code in (("of_new", "QP-D17"), ("of_newest", "QP-T05")):
        house.users[name] = User.objects.create_user(name)
        appoint(house.users[name], house.units[code], Duty.SUPERVISOR, SINCE)
    merge(house)
    assert no_party(task, house["of_new"]).code == "separation_lead"
    assert no_party(task, house["of_newest"])
    merge(house, "QP-D17", "QP-T05")
    assert no_party(task, house["of_newest"]).code == "separation_lead"
    assert Succession.objects.filter(old__code="QP-D02", direct=False).count() == 1


def test_who_left_the_old_unit_before_is_bound_to_the_new_one(house: Cast) -> None:
    user = User.objects.create_user("moved")
    appoint(user, house.units["QP-D20"], Duty.SUPERVISOR, SINCE)
    appoint(user, house.units["QP-D21"], Duty.HANDLER, SINCE)
    task = make_task(house)
    merge(house, "QP-D21", "QP-T05")
    with clock.at(MONDAY + timedelta(days=3)):
        assert no_party(task, official_of(user)).code == "separation_cooperating"


def test_a_split_moves_nothing_but_binds_both(house: Cast) -> None:
    task = make_task(house)
    merge(house, kind="split", new="QP-D20")
    task.refresh_from_db()
    assert task.lead == house.units["QP-D02"]
    assert house["lead"].acts
    user = User.objects.create_user("of_part")
    appoint(user, house.units["QP-D20"], Duty.SUPERVISOR, SINCE)
    assert no_party(task, official_of(user)).code == "separation_lead"


def test_a_renamed_unit_stays_itself_under_both_names(house: Cast) -> None:
    task = make_task(house)
    made = merge(house, new=None, kind="rename", name="数据和发展委员会", short_name="区数发委")
    unit = Unit.objects.get(code="QP-D02")
    assert (unit.name, unit.short_name, unit.closed_on) == ("数据和发展委员会", "区数发委", None)
    assert (made.old, made.new, made.former_name) == (unit, unit, "发展和改革委员会")
    directory = BodyDirectory(house.body)
    new, old = directory.resolve("区数发委"), directory.resolve("发展和改革委员会")
    assert new
    assert old
    assert (new.code, new.former, old.code, old.former) == ("QP-D02", False, "QP-D02", True)
    accept(house, task)


def test_the_names_of_a_merged_unit_lead_to_its_successor(house: Cast) -> None:
    merge(house)
    found = BodyDirectory(house.body).resolve("区发展改革委")
    assert found
    assert (found.code, found.former) == ("QP-D17", True)


def test_a_unit_that_still_works_is_not_closed_without_successor(house: Cast) -> None:
    task = make_task(house)
    for code, rule in (("QP-D02", "unit_leads_tasks"), ("QP-D21", "unit_has_parts")):
        with pytest.raises(Unmet) as refused:
            merge(house, code, None, kind="close")
        assert codes(refused) == [rule]
        assert task.title in refused.value.reasons[0]
    merge(house, "QP-D20", None, kind="close")
    assert Unit.objects.get(code="QP-D20").closed_on


@pytest.mark.parametrize("who", ["lead_head", "coordinator", "leader", "auditor", "secadmin"])
def test_nobody_else_changes_a_unit(house: Cast, who: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        merge(house, actor=house[who])
    assert codes(refused) == ["administration"]


def test_what_cannot_follow(house: Cast) -> None:
    other = make_other_body()
    house.units["GZ-01"] = other.units["GZ-01"]
    with pytest.raises(NotAllowed) as foreign:
        merge(house, "GZ-01")
    assert codes(foreign) == ["administration_body"]
    for new, rule in (("GZ-01", "succession_unit"), ("QP-D02", "succession_unit")):
        with pytest.raises(Unmet) as refused:
            merge(house, new=new)
        assert codes(refused) == [rule]
    with pytest.raises(Unmet) as refused:
        merge(house, new=None)
    assert codes(refused) == ["succession_unit"]
    for name in ("", "市场监督管理局"):
        with pytest.raises(Unmet) as refused:
            merge(house, new=None, kind="rename", name=name)
        assert codes(refused) == ["succession_name"]
    merge(house)
    for old, new in (("QP-D02", "QP-T05"), ("QP-D21", "QP-D02")):
        house.units["QP-D02"].refresh_from_db()
        with pytest.raises(Unmet):
            merge(house, old, new)


def test_nobody_is_appointed_to_a_closed_unit_and_its_posts_are_history(house: Cast) -> None:
    report_before = task_in(house, "in_progress")
    report(house, report_before)
    merge(house)
    unit = Unit.objects.get(code="QP-D02")
    with pytest.raises(ValueError, match="closed"):
        appoint(house.users["outsider"], unit, Duty.HANDLER, SINCE)
    ended = Post.objects.filter(unit=unit)
    assert ended.count() == 3
    assert {post.until for post in ended} == {MONDAY.date()}
    assert Client().get("/").status_code == 302
