"""A cooperating unit contests its own part: a case of its own, while the task goes on."""

from datetime import timedelta

import pytest

from coordination.approvals import actions as approvals
from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute
from coordination.reports.invariants import findings
from coordination.tasks import parts
from coordination.tasks.models import Task
from tests.case_stages import answer, contest, contest_part, state
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.disputes.part_cases import (
    HELPER,
    LEAD,
    OTHER,
    again,
    both_state,
    lead_by_transfer,
    propose,
    rule,
    to_ruling,
)
from tests.stages import task_in
from workflow import clock, deadlines
from workflow.errors import NotAllowed, Stale, Unmet, WrongState


def test_the_part_is_contested_and_the_task_goes_on(cast: Cast, case: Dispute) -> None:
    task = Task.objects.get()
    assert (task.state, task.resume_state, task.version) == ("in_progress", "", 4)
    assert (case.scope, case.contesting.code, case.lead.code) == ("cooperation", HELPER, LEAD)
    assert set(case.parties.values_list("unit__code", "role")) == {
        (HELPER, "contesting"),
        (LEAD, "lead"),
    }
    assert case.slots.count() == 2
    assert again(case.part).state == "contested"
    assert list(findings()) == []


def test_the_head_signs_within_seven_working_days_of_the_sending(cast: Cast) -> None:
    part = make_task(cast).cooperations.get()
    values = {"ground": "duty", "facts": "f", "basis": "b", "wish": "release"}
    for who in ("helper", "lead_head", "outsider_head", "coordinator"):
        with pytest.raises(NotAllowed):
            disputes.contest_part(part, actor=cast[who], version=2, **values)
    with pytest.raises(Stale):
        disputes.contest_part(part, actor=cast["helper_head"], version=1, **values)
    with clock.at(MONDAY + timedelta(days=9)):
        assert disputes.contest_part(part, actor=cast["helper_head"], version=2, **values).pk
    other = make_task(cast, title="另").cooperations.get()
    with clock.at(MONDAY + timedelta(days=10)), pytest.raises(Unmet) as late:
        disputes.contest_part(other, actor=cast["helper_head"], version=2, **values)
    assert [verdict.code for verdict in late.value.verdicts] == ["contest_window"]


def test_a_contested_or_claimed_part_is_not_contested(cast: Cast, case: Dispute) -> None:
    with pytest.raises(WrongState):
        contest_part(cast, again(case.part))
    done = task_in(cast, "completed", "二").cooperations.get()
    with pytest.raises(WrongState):
        contest_part(cast, done)


def test_the_sign_off_clock_of_a_contested_part_stands(cast: Cast) -> None:
    part = make_task(cast).cooperations.get()
    contest_part(cast, part)
    with clock.at(MONDAY + timedelta(days=4)):
        deadlines.tick()
    assert again(part).state == "contested"


@pytest.mark.parametrize(
    ("outcome", "duty", "state_after"),
    [
        ("release", "", "released"),
        ("adjust", "只报送数据", "accepted"),
        ("maintain", "", "accepted"),
    ],
)
def test_a_settlement_is_carried_out_on_the_part_alone(
    cast: Cast, case: Dispute, outcome: str, duty: str, state_after: str
) -> None:
    both_state(cast, case)
    propose(cast, case, outcome, duty)
    answer(cast, case, "helper_head", HELPER, "agree")
    answer(cast, case, "lead_head", LEAD, "agree")
    assert (again(case).state, case.decided) == ("closed", "settlement")
    part = again(case.part)
    assert (part.state, part.duty) == (state_after, duty)
    assert (Task.objects.get().state, Task.objects.get().version) == ("in_progress", 4)
    assert list(findings()) == []


def test_an_adjustment_needs_the_express_consent_of_the_unit_that_bears_it(
    cast: Cast, case: Dispute
) -> None:
    both_state(cast, case)
    propose(cast, case, "adjust", "全面负责数据")
    answer(cast, case, "lead_head", LEAD, "agree")
    with clock.at(MONDAY + timedelta(days=3)):
        deadlines.tick()
    assert (again(case).state, case.round, case.duty) == ("collecting", 2, "")


def test_silence_on_maintaining_counts_as_consent(cast: Cast, case: Dispute) -> None:
    both_state(cast, case)
    propose(cast, case, "maintain")
    answer(cast, case, "lead_head", LEAD, "agree")
    with clock.at(MONDAY + timedelta(days=10)):
        deadlines.tick()
    assert (again(case).state, again(case.part).state) == ("closed", "accepted")


@pytest.mark.parametrize(
    ("outcome", "duty", "state_after"),
    [("release", "", "released"), ("adjust", "报送", "accepted"), ("maintain", "", "accepted")],
)
def test_a_ruling_is_carried_out_and_the_objection_is_barred(
    cast: Cast, case: Dispute, outcome: str, duty: str, state_after: str
) -> None:
    to_ruling(cast, case, "maintain")
    assert case.state == "ruling"
    rule(cast, case, outcome, duty)
    part = again(case.part)
    assert (part.state, part.duty) == (state_after, duty)
    assert list(findings()) == []
    if state_after == "accepted":
        with pytest.raises(Unmet) as barred:
            contest_part(cast, part)
        assert "part_barred" in [verdict.code for verdict in barred.value.verdicts]
        with pytest.raises(Unmet) as fixed:
            parts.word_part(part, actor=cast["lead"], version=part.version, duty="更多")
        assert [verdict.code for verdict in fixed.value.verdicts] == ["part_decided"]


def test_outcomes_keep_to_the_scope_of_the_case(cast: Cast, case: Dispute) -> None:
    both_state(cast, case)
    with pytest.raises(Unmet) as lead:
        propose(cast, case, "reassign")
    assert "outcome_fits" in [verdict.code for verdict in lead.value.verdicts]
    with pytest.raises(Unmet) as empty:
        propose(cast, case, "adjust")
    assert [verdict.code for verdict in empty.value.verdicts] == ["duty_named"]
    about_lead = contest(cast, make_task(cast, title="另"))
    state(cast, about_lead, "lead_head", LEAD)
    state(cast, about_lead, "proposed_head", OTHER)
    with pytest.raises(Unmet) as part:
        propose(cast, about_lead, "release")
    assert [verdict.code for verdict in part.value.verdicts] == ["outcome_fits"]


def test_a_withdrawal_lets_the_part_go_on_and_bars_nothing(cast: Cast, case: Dispute) -> None:
    with pytest.raises(NotAllowed):
        disputes.withdraw_dispute(case, actor=cast["lead_head"], version=1, reason="r")
    disputes.withdraw_dispute(case, actor=cast["helper_head"], version=case.version, reason="r")
    part = again(case.part)
    assert (part.state, part.barred, again(case).state) == ("accepted", False, "withdrawn")
    assert Task.objects.get().state == "in_progress"
    assert contest_part(cast, part).pk


def test_a_case_about_the_lead_that_is_consulted_on_leaves_one_about_a_part_alone(
    cast: Cast, case: Dispute
) -> None:
    both = {"lead_head": LEAD, "helper_head": HELPER}
    for who, code in both.items():
        state(cast, case, who, code)
    task = Task.objects.get()
    about_lead = contest(cast, task)
    assert (again(task).state, again(case).state) == ("disputed", "consulting")
    assert list(findings()) == []
    disputes.withdraw_dispute(
        about_lead, actor=cast["lead_head"], version=about_lead.version, reason="r"
    )
    assert (again(task).state, again(case.part).state) == ("in_progress", "contested")
    assert list(findings()) == []


def test_whoever_becomes_the_lead_has_no_part_left_to_contest(cast: Cast, case: Dispute) -> None:
    lead_by_transfer(cast, Task.objects.get())
    assert (again(case).state, again(case.part).state) == ("void", "released")
    assert list(findings()) == []


def test_a_cancelled_task_ends_the_case_about_its_part(cast: Cast, case: Dispute) -> None:
    task = Task.objects.get()
    amendment = approvals.propose_amendment(
        task.plan, actor=cast["coordinator"], version=2, number="1", reason="r", tasks=[task]
    )
    approvals.decide_amendment(amendment, actor=cast["leader"], version=1, granted=True, reason="r")
    assert (again(case).state, again(case.part).state) == ("void", "released")
    assert list(findings()) == []
