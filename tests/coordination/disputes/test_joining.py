"""Cases that are consulted on together: one consultation, an outcome for each task."""

import pytest

from coordination.disputes import actions as disputes
from coordination.disputes import joining, opening
from coordination.disputes.models import Dispute
from coordination.disputes.states import OldLead
from coordination.reports.invariants import findings
from coordination.tasks.models import Cooperation, Task
from tests.case_stages import (
    admit,
    answer,
    ask_review,
    both_state,
    close_file,
    contest,
    contest_part,
    decide_review,
    file,
    propose,
    rule,
    settle,
    state,
    to_offices,
)
from tests.cast import Cast, make_plan, make_task
from tests.coordination.disputes.days import NEW, OLD, THIRD, again, codes
from tests.stages import task_in
from workflow import outbox
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.models import OutboxMessage


@pytest.fixture
def tasks(cast: Cast) -> list[Task]:
    """Two tasks of one plan, both led by the same unit."""
    return list(make_plan(cast, 2, title="并案").tasks.order_by("pk"))


def join(cast: Cast, case: Dispute, into: Dispute, who: str = "coordinator") -> None:
    case.refresh_from_db()
    joining.join_case(case, actor=cast[who], version=case.version, into=into, reason="同一职责问题")
    again(case)
    again(into)


def told() -> None:
    """What ended is told: the cases that waited go on."""
    outbox.drain()


def test_one_settlement_is_the_outcome_of_both_tasks(cast: Cast, tasks: list[Task]) -> None:
    first = contest(cast, tasks[0])
    second = file(cast, tasks[1])
    join(cast, second, first)
    assert (second.state, second.joined_to, second.due_on) == ("joined", first, None)
    assert list(findings()) == []
    settle(cast, first)
    assert first.state == "closed"
    told()
    again(second)
    assert (second.state, second.decided, second.outcome) == ("closed", "settlement", "reassign")
    for task in tasks:
        again(task)
        assert (task.state, task.lead.code) == ("assigned", NEW)
    assert list(findings()) == []


def test_a_ruling_is_carried_out_on_both_and_received_for_both(
    cast: Cast, tasks: list[Task]
) -> None:
    first, second = contest(cast, tasks[0]), file(cast, tasks[1])
    join(cast, second, first)
    to_offices(cast, first)
    close_file(cast, first)
    rule(cast, first)
    told()
    again(second)
    assert (second.state, second.decided, second.outcome) == ("receipt", "ruling", "maintain")
    assert second.slots.filter(asked_for="receipt", state="asked").count() == 2
    assert (second.tier, second.ruling.reasons) == (first.tier, first.ruling.reasons)
    for task in tasks:
        again(task)
        assert (task.state, task.lead.code) == ("assigned", OLD)
    assert list(findings()) == []


def test_the_ruling_on_a_joined_case_is_reviewed_for_its_own_task(
    cast: Cast, tasks: list[Task]
) -> None:
    first, second = contest(cast, tasks[0]), file(cast, tasks[1])
    join(cast, second, first)
    to_offices(cast, first)
    close_file(cast, first)
    rule(cast, first, outcome="reassign", new_lead=cast.units[NEW], old_lead=OldLead.COOPERATING)
    told()
    ask_review(cast, second)
    decide_review(cast, second, outcome="maintain")
    leads = [(NEW, {"QP-D21", OLD}), (OLD, {"QP-D21"})]
    for task, (lead, helping) in zip(tasks, leads, strict=True):
        again(task)
        living = task.cooperations.exclude(state="released").values_list("unit__code", flat=True)
        assert (task.lead.code, set(living)) == (lead, helping)
    assert list(findings()) == []


def test_the_parties_of_the_later_case_are_heard_in_the_earlier_one(
    cast: Cast, tasks: list[Task]
) -> None:
    first = contest(cast, tasks[0])
    second = file(cast, tasks[1], proposed=THIRD)
    join(cast, second, first)
    third = cast.units[THIRD]
    assert third.pk in first.party_ids()
    assert first.slots.get(unit=third).asked_for == "window"


def test_an_outcome_that_does_not_fit_lets_the_case_go_on_by_itself(
    cast: Cast, tasks: list[Task]
) -> None:
    first, second = contest(cast, tasks[0]), contest(cast, tasks[1])
    state(cast, second, "lead_head", OLD, "已发表的意见")
    join(cast, second, first)
    both_state(cast, first)
    propose(cast, first, outcome="adjust", wording="调整后的任务内容")
    answer(cast, first, "lead_head", OLD, "agree")
    answer(cast, first, "proposed_head", NEW, "agree")
    told()
    again(second)
    assert (second.state, second.round, second.joined_to) == ("collecting", 2, first)
    assert second.slots.filter(round=2, state="asked").count() == 2
    assert list(findings()) == []


def test_each_objector_withdraws_for_itself(cast: Cast, tasks: list[Task]) -> None:
    first, second = contest(cast, tasks[0]), file(cast, tasks[1])
    join(cast, second, first)
    disputes.withdraw_dispute(
        second, actor=cast["lead_head"], version=second.version, reason="不再争议"
    )
    again(second)
    again(tasks[1])
    assert (second.state, tasks[1].state) == ("withdrawn", "assigned")
    again(first)
    assert first.state == "collecting"
    assert list(findings()) == []


def test_where_the_leading_case_is_withdrawn_the_other_is_consulted_on(
    cast: Cast, tasks: list[Task]
) -> None:
    first, second = contest(cast, tasks[0]), file(cast, tasks[1])
    join(cast, second, first)
    disputes.withdraw_dispute(
        first, actor=cast["lead_head"], version=first.version, reason="不再争议"
    )
    told()
    again(second)
    assert (second.state, second.round) == ("collecting", 1)
    settle(cast, second)
    assert second.state == "closed"
    assert list(findings()) == []


def test_the_message_of_the_end_may_come_twice(cast: Cast, tasks: list[Task]) -> None:
    first, second = contest(cast, tasks[0]), file(cast, tasks[1])
    join(cast, second, first)
    settle(cast, first)
    for message in OutboxMessage.objects.all():
        joining.handle(message)
    again(second)
    version = second.version
    for message in OutboxMessage.objects.all():
        joining.handle(message)
    again(second)
    assert second.version == version


def test_a_case_about_the_lead_takes_in_those_about_parts(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    part = Cooperation.objects.get(task=task, unit__code="QP-D21")
    own = contest_part(cast, part)
    case = file(cast, task)
    admit(cast, case)
    again(own)
    assert (own.state, own.joined_to) == ("joined", case)
    assert own.contesting_id in case.party_ids()
    again(part)
    assert part.state == "contested"
    both_state(cast, case)
    state(cast, case, "helper_head", "QP-D21")
    propose(cast, case, outcome="maintain")
    for who, code in (("lead_head", OLD), ("proposed_head", NEW), ("helper_head", "QP-D21")):
        answer(cast, case, who, code, "agree")
    told()
    again(own)
    assert (own.state, own.round) == ("collecting", 2)
    assert list(findings()) == []


def test_what_is_not_joined(cast: Cast, tasks: list[Task]) -> None:
    first, second = contest(cast, tasks[0]), file(cast, tasks[1])
    with pytest.raises(NotAllowed):
        join(cast, second, first, who="supervisor")
    with pytest.raises(Unmet) as later:
        join(cast, first, second)
    assert codes(later) == {"joining_late"}
    other = contest(cast, make_task(cast, title="另一计划"))
    with pytest.raises(Unmet):
        join(cast, other, first)
    both_state(cast, first)
    with pytest.raises(Unmet):
        join(cast, second, first)


def test_nothing_is_asked_in_a_joined_case(cast: Cast, tasks: list[Task]) -> None:
    first, second = contest(cast, tasks[0]), contest(cast, tasks[1])
    slot = second.slots.get(unit__code=OLD)
    join(cast, second, first)
    with pytest.raises((WrongState, Stale)):
        disputes.give_statement(
            slot, actor=cast["lead_head"], version=slot.version, stance="refuse", text="意见"
        )
    with pytest.raises(Stale):
        joining.join_case(
            second, actor=cast["coordinator"], version=second.version - 1, into=first, reason="x"
        )
    with pytest.raises(WrongState):
        join(cast, second, first)


def test_whoever_is_barred_in_the_earlier_case_joins_nothing_to_it(
    cast: Cast, tasks: list[Task]
) -> None:
    first = file(cast, tasks[0], proposed="QP-D29")
    opening.admit_dispute(first, actor=cast["coordinator2"], version=first.version)
    second = file(cast, tasks[1])
    with pytest.raises(Unmet) as refused:
        join(cast, second, first)
    assert codes(refused) == {"recusal"}
