"""A line that names a group: divided into shares, or its units cooperate; never left open."""

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.approvals import actions as approvals
from coordination.disputes.actions import contest_task
from coordination.disputes.models import Dispute
from coordination.reports.invariants import findings
from coordination.reports.lights import Lights
from coordination.supervision.turns import ask_transfer
from coordination.tasks.actions import accept_task, assign_lead, drop_task, issue_plan
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Task
from coordination.tasks.queries import share_progress, waiting_for
from coordination.units.actions import UnitRow, take_units
from coordination.units.groups import units_of_groups
from tests.case_stages import contest
from tests.cast import Cast
from tests.conftest import MONDAY
from tests.part_stages import divide, divided, group_line, take_collective
from workflow import clock
from workflow.errors import NotAllowed, Stale, Unmet
from workflow.guards import install
from workflow.models import OutboxMessage

TOWN, OTHER = "QP-T05", "QP-D17"


def units_of(task: Task) -> set[str]:
    parts = task.cooperations.exclude(state="released")
    return set(parts.values_list("unit__code", flat=True))


def issue(cast: Cast, task: Task) -> None:
    issue_plan(task.plan, actor=cast["coordinator"], version=task.plan.version)


def refused_issue(cast: Cast, task: Task) -> list[str]:
    with pytest.raises(Unmet) as refused:
        issue(cast, task)
    return [verdict.code for verdict in refused.value.verdicts]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("各镇、街道", {TOWN, "QP-S01"}),
        ("各街镇", {TOWN, "QP-S01"}),
        ("各镇", {TOWN}),
        ("各街道办事处", {"QP-S01"}),
        ("各有关部门", set()),
    ],
)
def test_the_list_of_units_tells_what_a_group_means(cast: Cast, name: str, codes: set[str]) -> None:
    take_units(
        cast.body, [UnitRow("QP-S01", "夏阳街道办事处", "夏阳街道", "sub-district", "区政府")]
    )
    found = units_of_groups(cast.body.pk, [name])
    assert {unit.code for unit in found} == codes


def test_a_plan_is_not_issued_while_the_choice_is_open(cast: Cast) -> None:
    task = group_line(cast)
    with pytest.raises(Unmet) as refused:
        issue(cast, task)
    assert [verdict.code for verdict in refused.value.verdicts] == ["groups_decided"]
    assert "1" in str(refused.value.reasons[0])
    take_collective(cast, task)
    issue(cast, task)
    task.refresh_from_db()
    assert task.state == "assigned"
    assert units_of(task) == {TOWN, "QP-D21"}
    assert list(findings()) == []


def test_shares_bear_the_line_and_the_container_has_no_lead(cast: Cast) -> None:
    task = group_line(cast, text="按季度推进")
    Indicator.objects.create(task=task, text="覆盖率90%", comparator="ge", target="90", measure="%")
    divide(cast, task)
    task.refresh_from_db()
    assert (task.lead, task.group, task.state, units_of(task)) == (None, "divided", "draft", set())
    shares = list(task.children.order_by("pk"))
    assert [(share.number, share.lead.code) for share in shares if share.lead] == [
        ("1-1", TOWN),
        ("1-2", OTHER),
    ]
    for share in shares:
        assert (share.text, share.due_on) == ("按季度推进", task.due_on)
        assert units_of(share) == {"QP-D02", "QP-D21"}
        assert share.indicators.get().measure == "%"
    issue(cast, task)
    task.refresh_from_db()
    assert task.state == "divided"
    assert {share.present_state for share in task.children.all()} == {"assigned"}
    assert OutboxMessage.objects.filter(topic="task.assigned").count() == 2
    assert list(findings()) == []


def test_dividing_anew_replaces_the_shares_and_cooperation_takes_them_back(cast: Cast) -> None:
    task = group_line(cast)
    divide(cast, task)
    task.refresh_from_db()
    divide(cast, task, TOWN, "QP-D20")
    living = task.children.exclude(state="cancelled")
    assert set(living.values_list("lead__code", flat=True)) == {TOWN, "QP-D20"}
    assert {code for share in living for code in units_of(share)} == {"QP-D02", "QP-D21"}
    task.refresh_from_db()
    take_collective(cast, task)
    task.refresh_from_db()
    assert not task.children.exclude(state="cancelled").exists()
    assert (task.lead, units_of(task)) == (None, {TOWN, "QP-D02", "QP-D21"})
    assert refused_issue(cast, task) == ["one_lead"]
    assert list(findings()) == []


def test_the_unit_that_leads_a_share_does_not_cooperate_in_it(cast: Cast) -> None:
    task = group_line(cast)
    divide(cast, task, "QP-D02", TOWN)
    own = task.children.get(lead__code="QP-D02")
    assert units_of(own) == {"QP-D21"}
    assert units_of(task.children.get(lead__code=TOWN)) == {"QP-D02", "QP-D21"}


def test_a_container_gets_no_lead_and_two_shares_no_same_one(cast: Cast) -> None:
    task = group_line(cast)
    divide(cast, task)
    task.refresh_from_db()
    unit, actor = cast.units["QP-D20"], cast["coordinator"]
    with pytest.raises(Unmet) as led:
        assign_lead(task, actor=actor, version=task.version, lead=unit)
    assert led.value.verdicts[0].code == "divided"
    share = task.children.get(lead__code=TOWN)
    with pytest.raises(Unmet) as twice:
        assign_lead(share, actor=actor, version=share.version, lead=cast.units[OTHER])
    assert twice.value.verdicts[0].code == "one_share"
    assign_lead(share, actor=actor, version=share.version, lead=unit)


def test_a_share_does_not_go_to_the_unit_of_another_share(cast: Cast) -> None:
    task = divided(cast)
    share = task.children.get(lead__code=TOWN)
    with pytest.raises(Unmet) as contested:
        contest_task(
            share,
            actor=cast["outsider_head"],
            version=share.version,
            ground="duty",
            facts="f",
            basis="b",
            proposed=cast.units[OTHER],
        )
    assert contested.value.verdicts[0].code == "one_share"
    with pytest.raises(Unmet) as moved:
        ask_transfer(
            share,
            actor=cast["coordinator"],
            version=share.version,
            to_unit=cast.units[OTHER],
            keep_old=False,
            reason="r",
        )
    assert moved.value.verdicts[0].code == "one_share"


@pytest.mark.parametrize("who", ["lead", "lead_head", "supervisor", "leader", "outsider"])
def test_only_a_drafter_chooses(cast: Cast, who: str) -> None:
    task = group_line(cast)
    cast.users["coordinator"] = cast.users[who]
    for choose in (divide, take_collective):
        with pytest.raises(NotAllowed):
            choose(cast, task)


def test_a_choice_speaks_of_the_line_as_it_was_seen(cast: Cast) -> None:
    task = group_line(cast)
    divide(cast, task)
    for choose in (divide, take_collective):
        with pytest.raises(Stale):
            choose(cast, task)


def test_one_unit_is_no_division(cast: Cast) -> None:
    with pytest.raises(Unmet) as single:
        divide(cast, group_line(cast), TOWN)
    assert single.value.verdicts[0].code == "several_units"


def test_a_container_without_a_share_is_not_issued(cast: Cast) -> None:
    task = group_line(cast)
    divide(cast, task)
    for share in task.children.all():
        drop_task(share, actor=cast["coordinator"], version=share.version)
    assert refused_issue(cast, task) == ["one_lead"]


def test_a_dropped_container_takes_its_shares_with_it(cast: Cast) -> None:
    task = group_line(cast)
    divide(cast, task)
    task.refresh_from_db()
    drop_task(task, actor=cast["coordinator"], version=task.version)
    assert set(Task.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not OutboxMessage.objects.exists()
    assert list(findings()) == []


def test_each_share_lives_its_own_life_and_the_container_shows_it(cast: Cast) -> None:
    task = divided(cast)
    share = task.children.get(lead__code=TOWN)
    assert share in waiting_for(cast["outsider"])
    assert task not in waiting_for(cast["outsider"])
    accept_task(share, actor=cast["outsider"], version=share.version, contact="李")
    found = share_progress(task)
    assert found
    assert (found.done, found.all, found.percent) == (0, 2, 0)
    reader = cast["coordinator"]
    assert Lights().of([task], reader)[task.pk].colour == "green"
    share = task.children.earliest("due_on", "pk")
    assert share.due_on
    with clock.at(MONDAY + (share.due_on - MONDAY.date())):
        light = Lights().of([task], reader)[task.pk]
        lit = Lights().filtered(Task.objects.filter(pk=task.pk), ["yellow"])
        assert (light.colour, light.word.partition("：")[0]) == ("yellow", share.number)
        assert list(lit) == [task]
        dark = Lights().filtered(Task.objects.filter(pk=task.pk), ["red", "green", "grey"])
        assert not dark.exists()


def test_cancelling_the_container_cancels_its_living_shares_and_their_cases(cast: Cast) -> None:
    task = divided(cast)
    share = task.children.get(lead__code=OTHER)
    contest_task(
        share,
        actor=cast["proposed_head"],
        version=share.version,
        ground="duty",
        facts="f",
        basis="b",
        proposed=cast.units["QP-D20"],
    )
    amendment = approvals.propose_amendment(
        task.plan,
        actor=cast["coordinator"],
        version=2,
        number="1",
        reason="r",
        tasks=[task],
    )
    approvals.decide_amendment(amendment, actor=cast["leader"], version=1, granted=True, reason="r")
    assert set(Task.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Dispute.objects.get().state == "void"
    assert not task.children.filter(cooperations__state="pending").exists()
    assert list(findings()) == []


def test_the_database_refuses_a_lead_of_a_container(cast: Cast) -> None:
    task = divided(cast)
    refused = pytest.raises(IntegrityError, match="task_divided")
    with install.lifted(), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(
            f"UPDATE coordination_task SET lead_id = {cast.units[TOWN].pk} WHERE id = {task.pk}"
        )


def test_an_ordinary_task_is_contested_as_ever(cast: Cast) -> None:
    task = group_line(cast)
    take_collective(cast, task)
    issue(cast, task)
    task.refresh_from_db()
    assert contest(cast, task).pk


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE coordination_task SET parent_id = NULL", "divided"),
        ("UPDATE coordination_task SET lead_id = {unit} WHERE parent_id = {task}", "one_share"),
        ("UPDATE coordination_task SET state = 'cancelled' WHERE id = {task}", "living_share"),
    ],
)
def test_planted_faults_of_shares_are_found(cast: Cast, sql: str, code: str) -> None:
    task = divided(cast)
    with install.lifted():
        with connection.cursor() as cursor:
            cursor.execute(sql.format(task=task.pk, unit=cast.units[TOWN].pk))
        assert code in {each.rule for each in findings()}
