"""A cooperating unit contests its own part: a case of its own, while the task goes on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.approvals import actions as approvals
from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute
from coordination.disputes.queries import visible_to
from coordination.disputes.states import Outcome
from coordination.notifications.models import Notice
from coordination.reports import history, timeline
from coordination.reports.invariants import findings
from coordination.supervision import turns
from coordination.tasks import parts
from coordination.tasks.models import Cooperation, Task
from tests import stages
from tests.cast import Cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.stages import accepted_part, answer, contest, contest_part, state, task_in
from workflow import clock, deadlines, outbox
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.guards import install
from workflow.models import Record

HELPER, LEAD, OTHER = "QP-D21", "QP-D02", "QP-D17"


@pytest.fixture
def part(cast: Cast) -> Cooperation:
    return accepted_part(cast, task_in(cast, "in_progress"))


@pytest.fixture
def case(cast: Cast, part: Cooperation) -> Dispute:
    return contest_part(cast, part, wish="adjust", wish_duty="只报送数据")


def again(row: Any) -> Any:
    row.refresh_from_db()
    return row


def both_state(cast: Cast, case: Dispute) -> None:
    state(cast, case, "helper_head", HELPER)
    state(cast, case, "lead_head", LEAD)


def propose(cast: Cast, case: Dispute, outcome: str, duty: str = "") -> None:
    stages.propose(cast, case, outcome=outcome, duty=duty)


def to_ruling(
    cast: Cast, case: Dispute, outcome: str, duty: str = "", helper: str = "object"
) -> None:
    """Three rounds in which the lead always objects."""
    for _round in range(3):
        both_state(cast, case)
        propose(cast, case, outcome, duty)
        answer(cast, case, "helper_head", HELPER, helper)
        answer(cast, case, "lead_head", LEAD, "object")
    stages.close_file(cast, case)


def rule(cast: Cast, case: Dispute, outcome: str, duty: str = "") -> None:
    stages.rule(cast, case, outcome=outcome, duty=duty)


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


def test_a_case_about_the_lead_runs_beside_it(cast: Cast, case: Dispute) -> None:
    task = Task.objects.get()
    about_lead = contest(cast, task)
    assert (again(task).state, again(case).state) == ("disputed", "collecting")
    assert list(findings()) == []
    disputes.withdraw_dispute(
        about_lead, actor=cast["lead_head"], version=about_lead.version, reason="r"
    )
    assert (again(task).state, again(case.part).state) == ("in_progress", "contested")
    assert list(findings()) == []


def test_whoever_becomes_the_lead_has_no_part_left_to_contest(cast: Cast, case: Dispute) -> None:
    task = Task.objects.get()
    moved = turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units[HELPER],
        keep_old=True,
        reason="r",
    )
    turns.consent_transfer(moved, actor=cast["lead_head"], version=1, agreed=True)
    turns.consent_transfer(moved, actor=cast["helper_head"], version=2, agreed=True)
    turns.decide_transfer(moved, actor=cast["coordinator"], version=3, granted=True, reason="r")
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


def outside_part(cast: Cast) -> Cooperation:
    """The helper is managed from above."""
    cast.units[HELPER].outside = True
    cast.units[HELPER].save()
    return accepted_part(cast, task_in(cast, "in_progress"))


@pytest.mark.parametrize("outcome", ["maintain", "adjust"])
def test_no_part_is_ruled_upon_a_unit_managed_from_above(cast: Cast, outcome: str) -> None:
    case = contest_part(cast, outside_part(cast))
    duty = "报送" if outcome == "adjust" else ""
    to_ruling(cast, case, outcome, duty)
    with pytest.raises(Unmet) as refused:
        rule(cast, case, outcome, duty)
    assert [verdict.code for verdict in refused.value.verdicts] == ["outside_power"]
    assert "区市场监管局" in str(refused.value.reasons[0])
    rule(cast, case, "release")
    assert again(case.part).state == "released"


def test_it_bears_what_it_agreed_to(cast: Cast) -> None:
    case = contest_part(cast, outside_part(cast))
    to_ruling(cast, case, "adjust", "报送", helper="agree")
    with pytest.raises(Unmet):
        rule(cast, case, "adjust", "报送并汇总")
    rule(cast, case, "adjust", "报送")
    assert again(case.part).duty == "报送"


def test_a_lead_managed_from_above_does_not_stay_as_cooperating_unit(cast: Cast) -> None:
    cast.units[LEAD].outside = True
    cast.units[LEAD].save()
    case = contest(cast, make_task(cast))
    for _round in range(3):
        state(cast, case, "lead_head", LEAD)
        state(cast, case, "proposed_head", OTHER)
        stages.propose(cast, case)
        answer(cast, case, "lead_head", LEAD, "agree")
        answer(cast, case, "proposed_head", OTHER, "object")
    stages.close_file(cast, case)

    def decide(old_lead: str) -> None:
        new_lead = cast.units[OTHER]
        stages.rule(cast, case, outcome="reassign", new_lead=new_lead, old_lead=old_lead)

    with pytest.raises(Unmet) as refused:
        decide("cooperating")
    assert [verdict.code for verdict in refused.value.verdicts] == ["outside_power"]
    decide("released")
    assert (again(case).state, again(case.task).lead.code) == ("receipt", OTHER)


def test_only_the_parties_and_those_who_decide_see_the_case(cast: Cast, case: Dispute) -> None:
    seeing = {name for name in cast.users if case in visible_to(cast[name])}
    functions = {"coordinator", "coordinator_head", "coordinator2", "coordinator2_head"}
    functions |= {"leader", "leader2", "vice", "meeting"}
    assert seeing == {"helper", "helper_head", "lead", "lead_head"} | functions
    part = again(case.part)
    for who, told in (("lead", True), ("supervisor", False)):
        line = next(each for each in history.lines_of(part, cast[who]) if each.step == "contest")
        assert line.sealed is not told
    texts = [entry.text for entry in timeline.of_task(part.task_id, cases=[])]
    assert not any("事实" in text for text in texts)
    shown = [entry.text for entry in timeline.of_task(part.task_id, cases=[case.pk])]
    assert any("事实" in text for text in shown)
    assert {"contest", "file"} <= {
        record.step for record in Record.objects.filter(root_id=part.task_id)
    }


def test_a_case_about_the_lead_does_not_open_the_texts_of_one_about_a_part(
    cast: Cast, case: Dispute
) -> None:
    about_lead = contest(cast, Task.objects.get(), facts="牵头理由")
    texts = [entry.text for entry in timeline.of_task(about_lead.task_id, cases=[about_lead.pk])]
    assert any("牵头理由" in text for text in texts)
    assert not any("只报送数据" in text for text in texts)


def test_the_notices_of_two_cases_reach_the_parties_of_each(cast: Cast, case: Dispute) -> None:
    contest(cast, Task.objects.get())
    both_state(cast, case)
    outbox.drain()
    opened = Notice.objects.filter(topic="dispute.opened", unit__isnull=False)
    assert set(opened.values_list("unit__code", flat=True)) == {HELPER, LEAD}


def test_there_is_one_open_case_for_each_part(cast: Cast, case: Dispute) -> None:
    other = contest_part(cast, make_plan(cast, title="另").tasks.get().cooperations.get())
    refused = pytest.raises(IntegrityError)
    with install.lifted(), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(
            f"UPDATE coordination_dispute SET part_id = {case.part_id} WHERE id = {other.pk}"
        )


@pytest.mark.parametrize(
    ("sql", "rule_of"),
    [
        ("UPDATE coordination_dispute SET state = 'closed'", "open_dispute"),
        ("UPDATE coordination_cooperation SET state = 'accepted'", "open_dispute"),
        ("UPDATE coordination_task SET state = 'cancelled'", "living_part"),
    ],
)
def test_planted_faults_of_parts_are_found(case: Dispute, sql: str, rule_of: str) -> None:
    with install.lifted():
        with connection.cursor() as cursor:
            cursor.execute(sql)
        assert ("cooperation", rule_of) in {(each.kind, each.rule) for each in findings()}


def test_every_outcome_has_its_words() -> None:
    assert all(str(outcome.label) for outcome in Outcome)
