"""The rules of a case around its rounds: admission, tiers, separation, sight, temporary lead."""

from datetime import date

import pytest
from django.urls import reverse

from coordination.disputes import actions, opening
from coordination.disputes.models import Dispute
from coordination.disputes.queries import conduct, readable_statements, visible_to
from coordination.progress.actions import report_progress
from coordination.reports.invariants import findings
from coordination.supervision.rules import before_due
from coordination.tasks.models import Assignment
from coordination.tasks.queries import sees_inside
from coordination.units.models import Portfolio
from tests.browse import signed_in
from tests.case_stages import (
    admit,
    answer,
    both_state,
    close_file,
    contest,
    file,
    for_ruling,
    propose,
    round_that_fails,
    rule,
    slot_of,
)
from tests.cast import SINCE, Cast, make_task
from tests.coordination.disputes.days import NEW, OLD, THIRD, again, codes, on
from tests.stages import task_in
from workflow import deadlines
from workflow.errors import NotAllowed, Unmet


def test_admission_completes_once_and_refuses_without_a_bar(cast: Cast) -> None:
    task = make_task(cast)
    case = file(cast, task)
    with on(1):
        opening.ask_completion(case, actor=cast["coordinator"], version=1, text="请补充")
        again(case)
        assert (case.due_on, case.admission_left) == (date(2026, 3, 5), 2)
        with pytest.raises(Unmet) as open_:
            admit(cast, case)
        assert codes(open_) == {"completion_open"}
    with on(4):
        deadlines.tick()
        again(case)
        assert (case.state, case.due_on) == ("filed", date(2026, 3, 9))
        with pytest.raises(Unmet) as once:
            opening.ask_completion(
                case, actor=cast["coordinator"], version=case.version, text="再补"
            )
        assert codes(once) == {"completion_once"}
        opening.refuse_dispute(
            case,
            actor=cast["coordinator"],
            version=case.version,
            ground="no_basis",
            reason="未列依据",
        )
        again(case)
        again(task)
        assert (case.state, case.outcome, task.state) == ("closed", "inadmissible", "assigned")
        assert file(cast, task).state == "filed"


def test_nobody_decides_and_the_objection_is_deemed_admitted(cast: Cast) -> None:
    case = file(cast, make_task(cast))
    with on(4):
        deadlines.tick()
    again(case)
    assert (case.state, case.due_on) == ("collecting", date(2026, 3, 12))


def test_an_urgent_case_has_one_round_and_short_limits(cast: Cast) -> None:
    case = file(cast, make_task(cast), urgent="汛期将至")
    with pytest.raises(NotAllowed):
        opening.decide_urgency(case, actor=cast["coordinator"], version=1, granted=True, reason="r")
    with on(2), pytest.raises(Unmet) as late:
        opening.decide_urgency(
            case, actor=cast["coordinator_head"], version=1, granted=True, reason="r"
        )
    assert codes(late) == {"urgency_limit"}
    opening.decide_urgency(
        case, actor=cast["coordinator_head"], version=1, granted=True, reason="紧急"
    )
    again(case)
    assert (case.profile, case.max_rounds, case.due_on) == ("urgent", 1, date(2026, 3, 3))
    admit(cast, case)
    both_state(cast, case)
    propose(cast, case, who="coordinator", outcome="maintain")
    for who, code in (("lead_head", OLD), ("proposed_head", NEW)):
        answer(cast, case, who, code, "object")
    again(case)
    assert case.state == "opinions"


def test_all_parties_ask_for_the_ruling(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    for who in ("lead_head", "proposed_head"):
        actions.skip_rounds(case, actor=cast[who], version=case.version)
        again(case)
    assert (case.state, case.round) == ("opinions", 1)
    close_file(cast, case)
    assert case.file.content["marks"] == ["skipped"]


def test_units_under_two_leaders_go_one_tier_up(cast: Cast) -> None:
    for who, code in (("leader", OLD), ("leader2", NEW)):
        Portfolio.objects.create(leader=cast.users[who], unit=cast.units[code], since=SINCE)
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    assert case.tier == "top"
    with pytest.raises(NotAllowed):
        rule(cast, case, "leader")
    rule(cast, case, "vice")
    assert case.state == "receipt"


def test_a_leader_rules_on_the_units_in_the_own_charge(cast: Cast) -> None:
    for code in (OLD, NEW):
        Portfolio.objects.create(leader=cast.users["leader2"], unit=cast.units[code], since=SINCE)
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    with pytest.raises(NotAllowed) as other:
        rule(cast, case, "leader")
    assert codes(other) == {"portfolio"}
    rule(cast, case, "leader2")
    assert case.state == "receipt"


def test_who_signed_for_a_party_or_belongs_to_it_does_not_decide(cast: Cast) -> None:
    case = file(cast, make_task(cast), proposed="QP-D29")
    with pytest.raises(NotAllowed) as own:
        admit(cast, case)
    assert codes(own) == {"recusal"}
    opening.hand_over(case, actor=cast["coordinator"], version=1, reason="本单位为当事单位")
    again(case)
    opening.admit_dispute(case, actor=cast["coordinator2"], version=case.version)
    again(case)
    with pytest.raises(NotAllowed) as free:
        opening.hand_over(case, actor=cast["coordinator2"], version=case.version, reason="r")
    assert codes(free) == {"not_barred"}


def test_an_agreement_that_cannot_be_carried_out_returns_to_the_ruling(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "proposed_head", NEW, "agree")
    cast.units[NEW].closed_on = date(2026, 3, 2)
    cast.units[NEW].save()
    answer(cast, case, "lead_head", OLD, "agree")
    again(case)
    assert (case.state, case.returned, case.due_on) == ("ruling", True, date(2026, 3, 4))
    rule(cast, case)
    assert case.state == "receipt"
    assert list(findings()) == []


def test_a_unit_named_by_a_proposal_becomes_a_party_with_its_own_days(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case, outcome="joint_lead", units=[cast.units[THIRD]], division="分工")
    again(case)
    assert case.due_on == date(2026, 3, 5)
    for who, code in (("lead_head", OLD), ("proposed_head", NEW), ("outsider_head", THIRD)):
        answer(cast, case, who, code, "agree")
    again(case)
    task = case.task
    assert (case.state, task.state, task.lead.code) == ("closed", "assigned", OLD)
    rows = Assignment.objects.filter(task=task, until__isnull=True)
    assert set(rows.values_list("unit__code", "accountable")) == {(OLD, True), (THIRD, False)}


def test_an_agreement_adds_a_cooperating_unit(cast: Cast) -> None:
    case = contest(cast, make_task(cast), proposed=THIRD, ground="fact")
    for who, code in (("lead_head", OLD), ("outsider_head", THIRD)):
        slot = slot_of(case, code)
        actions.give_statement(slot, actor=cast[who], version=1, stance="refuse", text="t")
    propose(cast, case, outcome="add_coop", units=[cast.units[THIRD]])
    for who, code in (("lead_head", OLD), ("outsider_head", THIRD)):
        answer(cast, case, who, code, "agree")
    again(case)
    living = case.task.cooperations.exclude(state="released")
    assert set(living.values_list("unit__code", flat=True)) == {"QP-D21", THIRD}
    assert case.task.state == "assigned"


def test_a_ruling_may_suspend_the_task(cast: Cast) -> None:
    case = contest(cast, task_in(cast, "in_progress"))
    for_ruling(cast, case)
    rule(cast, case, outcome="suspend", on=date(2026, 6, 1))
    assert (case.task.state, case.task.review_on) == ("suspended", date(2026, 6, 1))
    assert list(findings()) == []


def test_a_further_objector_joins_and_the_last_one_ends_the_case(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    opening.join_objection(case, actor=cast["helper_head"], version=case.version, text="亦有异议")
    again(case)
    assert slot_of(case, "QP-D21", "window").due_on == date(2026, 3, 5)
    actions.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="r")
    again(case)
    assert case.state == "collecting"
    actions.withdraw_dispute(case, actor=cast["helper_head"], version=case.version, reason="r")
    again(case)
    assert case.state == "withdrawn"
    assert list(findings()) == []


def test_conduct_is_counted_and_a_withdrawal_is_not(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    round_that_fails(cast, case)
    with on(60):
        deadlines.tick()
    counted = conduct([case.plan_id])
    assert counted[cast.units[NEW].pk]["refused"] == 1
    assert counted[cast.units[OLD].pk]["silent"] == 2


def test_a_temporary_lead_does_the_leads_work_until_the_outcome(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    case = file(cast, task, urgent="汛期将至")
    with pytest.raises(Unmet) as normal:
        _name_temporary_lead(cast, case)
    assert codes(normal) == {"not_urgent"}
    opening.decide_urgency(
        case, actor=cast["coordinator_head"], version=case.version, granted=True, reason="紧急"
    )
    again(case)
    _name_temporary_lead(cast, case)
    again(case)
    again(task)
    assert task.lead.code == OLD
    assert report_progress(task, actor=cast["outsider"], percent=10, done="已接手").pk
    assert sees_inside(task, cast["outsider"])
    actions.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="r")
    assert task.temporary_lead_id() is None
    with pytest.raises(NotAllowed):
        report_progress(task, actor=cast["outsider"], percent=20, done="r")
    assert list(findings()) == []


def _name_temporary_lead(cast: Cast, case: Dispute) -> None:
    opening.name_temporary_lead(
        case,
        actor=cast["coordinator_head"],
        version=case.version,
        unit=cast.units[THIRD],
        reason="不可无人负责",
    )


def test_a_due_date_inside_a_case_may_be_moved_after_it(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 3, 4))
    case = contest(cast, task)
    with on(4):
        again(case)
        actions.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="r")
    for day, fine in ((9, True), (10, False)):
        again(task)
        with on(day):
            verdict = before_due(task, cast["lead_head"], None)
        assert bool(verdict) is fine


def test_an_interested_unit_sees_the_case_but_no_statements(cast: Cast) -> None:
    case = contest(cast, make_task(cast), facts="案情")
    both_state(cast, case)
    assert visible_to(cast["helper"]).get(pk=case.pk).inside is False
    assert not readable_statements(cast["helper"], case).exists()
    assert readable_statements(cast["coordinator"], case).count() == 2
    assert not visible_to(cast["outsider"]).exists()


def test_the_supervisor_reads_how_units_behaved(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    round_that_fails(cast, case)
    page = signed_in(cast, "supervisor").get(reverse("web:disputes"))
    assert [(row["unit"].code, row["refused"]) for row in page.context["conduct"]] == [(NEW, 1)]
    assert not signed_in(cast, "lead").get(reverse("web:disputes")).context["conduct"]
