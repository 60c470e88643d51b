"""A dispute from the objection to its outcome, by the verbs that web and API call."""

from datetime import date, timedelta

import pytest

from coordination.disputes import actions, flow
from coordination.disputes.models import Dispute, DisputeSlot, Statement
from coordination.disputes.queries import readable_statements
from coordination.disputes.states import DisputeState, SlotState
from coordination.tasks.actions import accept_part
from coordination.tasks.models import Assignment, Cooperation, Task
from tests.case_stages import (
    answer,
    both_state,
    confirm_facts,
    contest,
    opine,
    propose,
    round_that_fails,
    rule,
    slot_of,
    submit,
    to_offices,
)
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from workflow import clock, deadlines
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.models import Record
from workflow.records import broken


def state(cast: Cast, dispute: Dispute, who: str, unit: str, stance: str) -> None:
    slot = slot_of(dispute, unit)
    actions.give_statement(slot, actor=cast[who], version=slot.version, stance=stance, text="理由")


@pytest.fixture
def task(cast: Cast) -> Task:
    made = make_task(cast)
    accept_part(made.cooperations.get(), actor=cast["helper"], version=2)
    return made


def test_two_rounds_and_a_settlement_reassign_the_task(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    task.refresh_from_db()
    assert (task.state, task.resume_state) == ("disputed", "assigned")
    round_that_fails(cast, dispute)
    assert (dispute.state, dispute.round) == ("collecting", 2)
    both_state(cast, dispute)
    new_lead = cast.units["QP-D17"]
    propose(cast, dispute, outcome="reassign", new_lead=new_lead, old_lead="cooperating")
    answer(cast, dispute, "lead_head", "QP-D02", "agree")
    answer(cast, dispute, "proposed_head", "QP-D17", "agree")
    dispute.refresh_from_db()
    task.refresh_from_db()
    assert (dispute.state, dispute.decided) == ("closed", "settlement")
    assert (task.state, task.lead) == ("assigned", cast.units["QP-D17"])
    history = Assignment.objects.order_by("pk").values_list("unit__code", "cause", "until")
    assert list(history) == [("QP-D02", "plan", MONDAY), ("QP-D17", "settlement", None)]
    parts = Cooperation.objects.order_by("pk").values_list("unit__code", "state")
    assert list(parts) == [("QP-D21", "accepted"), ("QP-D02", "pending")]
    assert flow.due(dispute) == frozenset()


def test_every_chain_of_a_case_is_sound(cast: Cast, task: Task) -> None:
    round_that_fails(cast, contest(cast, task))
    chains = Record.objects.values_list("kind", "subject_id").distinct()
    assert len(chains) > 6
    for kind, pk in chains:
        chain = Record.objects.filter(kind=kind, subject_id=pk).order_by("version")
        assert broken(list(chain)) == ""


def test_three_failed_rounds_go_to_the_leader_who_maintains(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    to_offices(cast, dispute)
    assert (dispute.state, dispute.round) == ("opinions", 3)
    opine(cast, dispute)
    assert dispute.state == "filing"
    confirm_facts(cast, dispute)
    submit(cast, dispute)
    assert (dispute.state, dispute.tier) == ("ruling", "leader")
    rule(cast, dispute)
    task.refresh_from_db()
    assert (dispute.state, dispute.outcome) == ("receipt", "maintain")
    assert (task.state, task.lead) == ("assigned", cast.units["QP-D02"])
    assert Assignment.objects.count() == 1


def test_a_ruling_may_reassign_to_a_party_that_was_silent(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    with clock.at(MONDAY + timedelta(days=37)):
        assert deadlines.tick() == 7
        dispute.refresh_from_db()
        assert dispute.state == DisputeState.FILING
    silent = DisputeSlot.objects.filter(dispute=dispute, asked_for="statement")
    assert set(silent.values_list("state", flat=True)) == {SlotState.UNHEARD}
    with clock.at(MONDAY + timedelta(days=39)):
        assert deadlines.tick() == 1
        dispute.refresh_from_db()
        assert (dispute.state, dispute.file.unprepared) == ("ruling", True)
        new_lead = cast.units["QP-D17"]
        rule(cast, dispute, outcome="reassign", new_lead=new_lead, old_lead="released")
    task.refresh_from_db()
    assert (task.state, task.lead) == ("assigned", cast.units["QP-D17"])
    assert not Cooperation.objects.filter(unit__code="QP-D02").exists()


def test_silence_of_the_new_lead_makes_no_settlement(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    both_state(cast, dispute)
    propose(cast, dispute)
    answer(cast, dispute, "lead_head", "QP-D02", "agree")
    with clock.at(MONDAY + timedelta(days=3)):
        deadlines.tick()
    dispute.refresh_from_db()
    assert (dispute.state, dispute.round) == ("collecting", 2)


def test_statements_are_sealed_until_all_are_in(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    state(cast, dispute, "lead_head", "QP-D02", "refuse")
    assert readable_statements(cast["lead"], dispute).count() == 1
    for other in ("proposed_head", "coordinator", "leader"):
        assert readable_statements(cast[other], dispute).count() == 0
    state(cast, dispute, "lead_head", "QP-D02", "conditional")
    state(cast, dispute, "proposed_head", "QP-D17", "other")
    assert readable_statements(cast["coordinator"], dispute).count() == 3
    assert Statement.objects.filter(slot__unit__code="QP-D02").count() == 2
    with pytest.raises(WrongState):
        state(cast, dispute, "lead_head", "QP-D02", "refuse")


def test_withdrawal_gives_the_task_back_as_it_was(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    actions.withdraw_dispute(
        dispute, actor=cast["lead_head"], version=dispute.version, reason="已沟通"
    )
    task.refresh_from_db()
    dispute.refresh_from_db()
    assert (task.state, dispute.state) == ("assigned", "withdrawn")
    with clock.at(MONDAY + timedelta(days=60)):
        assert (
            deadlines.tick() == 2
        )  # the sign-off begun anew and its reminder, nothing of the case


def test_who_may_not_and_when_not(cast: Cast, task: Task) -> None:
    with pytest.raises(NotAllowed) as handler:
        actions.contest_task(
            task,
            actor=cast["lead"],
            version=task.version,
            ground="duty",
            facts="f",
            basis="b",
            proposed=cast.units["QP-D17"],
        )
    assert handler.value.verdicts[0].code == "head_signs"
    with pytest.raises(Unmet) as own:
        contest(cast, task, proposed="QP-D02")
    assert own.value.verdicts[0].code == "proposed_other"
    with clock.at(MONDAY + timedelta(days=10)):
        task.refresh_from_db()
        with pytest.raises(Unmet) as late:
            contest(cast, task)
    assert late.value.verdicts[0].code == "contest_window"
    dispute = contest(cast, task)
    with pytest.raises(Stale):
        contest(cast, task)
    with pytest.raises(NotAllowed):
        state(cast, dispute, "outsider_head", "QP-D17", "refuse")
    with pytest.raises(WrongState):
        propose(cast, dispute)


def test_a_statement_after_the_limit_is_refused_before_the_clock_has_fired(
    cast: Cast, task: Task
) -> None:
    dispute = contest(cast, task)
    with clock.at(MONDAY + timedelta(days=8)), pytest.raises(Unmet) as late:
        state(cast, dispute, "lead_head", "QP-D02", "refuse")
    assert late.value.verdicts[0].code == "statement_limit"


def test_nothing_is_ruled_upon_a_unit_outside_the_districts_power(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task, proposed="QP-P01", ground="fact")
    for _round in range(3):
        state(cast, dispute, "lead_head", "QP-D02", "refuse")
        state(cast, dispute, "tax_head", "QP-P01", "refuse")
        propose(cast, dispute, outcome="maintain")
        answer(cast, dispute, "lead_head", "QP-D02", "object")
        answer(cast, dispute, "tax_head", "QP-P01", "agree")
    dispute.refresh_from_db()
    with clock.at(MONDAY + timedelta(days=2)):
        submit(cast, dispute)
        with pytest.raises(Unmet) as refused:
            rule(cast, dispute, outcome="reassign", new_lead=cast.units["QP-P01"])
        assert refused.value.verdicts[0].code == "outside_power"
        rule(cast, dispute, outcome="letter", on=date(2026, 4, 1))
    task.refresh_from_db()
    assert (task.state, task.lead) == ("assigned", cast.units["QP-D02"])
    with clock.at(MONDAY + timedelta(days=40)):
        deadlines.tick()
    last = Record.objects.filter(kind="dispute", subject_id=dispute.pk).latest("version")
    assert last.step == "letter_due"


def test_an_act_finds_the_case_as_its_limits_left_it(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    with clock.at(MONDAY + timedelta(days=8)):
        with pytest.raises(Stale):
            propose(cast, dispute)
        propose(cast, dispute)
    dispute.refresh_from_db()
    assert dispute.state == "answering"
    with clock.at(MONDAY + timedelta(days=8)):
        assert deadlines.tick() == 0
