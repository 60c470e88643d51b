"""The acceptance scenarios of section 4.8, through the verbs that pages and API call."""

from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from coordination.disputes import actions, deciding, opening
from coordination.disputes.models import Dispute
from coordination.disputes.queries import conduct, readable_statements, visible_to
from coordination.progress.actions import report_progress
from coordination.reports.invariants import findings
from coordination.supervision import turns
from coordination.supervision.rules import before_due
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.queries import sees_inside
from coordination.units.models import CalendarDay, Portfolio
from tests.browse import signed_in
from tests.case_stages import (
    admit,
    answer,
    both_state,
    close_file,
    confirm_facts,
    contest,
    contest_part,
    file,
    for_ruling,
    propose,
    round_that_fails,
    rule,
    settle,
    slot_of,
    submit,
    to_file,
    to_offices,
)
from tests.cast import SINCE, Cast, make_task
from tests.conftest import MONDAY
from tests.stages import task_in
from workflow import clock, deadlines
from workflow.errors import NotAllowed, Unmet, WrongState
from workflow.models import Deadline

NEW, OLD, THIRD = "QP-D17", "QP-D02", "QP-T05"


def on(day: int) -> AbstractContextManager[None]:
    """So many days after Monday."""
    return clock.at(MONDAY + timedelta(days=day))


def codes(refused: Any) -> set[str]:
    return {verdict.code for verdict in refused.value.verdicts}


def again(row: Any) -> None:
    row.refresh_from_db()


def test_1_a_silent_lead_may_object_until_the_seventh_working_day(cast: Cast) -> None:
    task, late = make_task(cast), make_task(cast, title="另一项")
    with on(4):
        deadlines.tick()
        again(task)
        assert (task.state, task.deemed) == ("accepted", True)
    with on(9):
        again(task)
        assert file(cast, task).state == "filed"
    again(late)
    with on(10), pytest.raises(Unmet) as refused:
        file(cast, late)
    assert codes(refused) == {"contest_window"}
    assert "2026-03-11" in str(refused.value.verdicts[0].reason)


def test_2_two_heads_agree_in_the_first_round(cast: Cast) -> None:
    task = make_task(cast)
    case = contest(cast, task)
    both_state(cast, case)
    propose(
        cast,
        case,
        outcome="reassign",
        new_lead=cast.units[NEW],
        old_lead="cooperating",
        due_on=date(2026, 11, 30),
    )
    for who, code in (("lead_head", OLD), ("proposed_head", NEW)):
        answer(cast, case, who, code, "agree")
    again(case)
    again(task)
    assert (case.state, case.decided) == ("closed", "settlement")
    assert (task.state, task.lead.code, task.due_on) == ("assigned", NEW, date(2026, 11, 30))
    parts = Cooperation.objects.filter(task=task, state="pending")
    assert set(parts.values_list("unit__code", flat=True)) == {OLD, "QP-D21"}
    assert list(findings()) == []


def test_3_three_rounds_fail_and_the_ruling_maintains(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    case = contest(cast, task)
    to_offices(cast, case)
    with on(8):
        deadlines.tick()
        again(case)
        assert case.state == "filing"
        assert slot_of(case, "QP-C01", "opinion").state == "silent"
        confirm_facts(cast, case)
        submit(cast, case)
        assert case.file.content["opinions"][0]["state"] == "silent"
        rule(cast, case)
        again(task)
        assert (task.state, task.lead.code) == ("in_progress", OLD)
        with pytest.raises(Unmet) as receiving:
            file(cast, task)
        assert codes(receiving) >= {"ruling_in_receipt"}
    with on(20):
        deadlines.tick()
        again(case)
        assert case.state == "closed"
        with pytest.raises(Unmet) as barred:
            file(cast, task)
        assert codes(barred) == {"barred", "contest_window"}
        new = {"new_ground": "law", "document": "新条例", "document_on": date(2026, 3, 16)}
        assert file(cast, task, **new).state == "filed"


def test_4_a_unit_silent_in_every_round_is_ruled_upon_and_may_ask_for_review(cast: Cast) -> None:
    task = make_task(cast)
    case = contest(cast, task)
    with on(39):
        deadlines.tick()
        again(case)
        assert case.state == "ruling"
        rule(cast, case, outcome="reassign", new_lead=cast.units[NEW], old_lead="released")
        again(task)
        assert (task.state, task.lead.code) == ("assigned", NEW)
        deciding.ask_review(
            case, actor=cast["proposed_head"], version=case.version, ground="means", reason="无人员"
        )
        again(case)
        deciding.decide_review(
            case,
            actor=cast["leader"],
            version=case.version,
            stands=False,
            outcome="maintain",
            reasons="确无履职条件",
        )
    again(case)
    again(task)
    assert (case.state, case.decided, case.ruling.number) == ("closed", "review", 2)
    assert (task.state, task.lead.code, task.lead_changes()) == ("assigned", OLD, 2)
    assert list(findings()) == []


def test_4b_a_review_comes_too_late_after_two_working_days(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    rule(cast, case)
    with on(3), pytest.raises(WrongState):
        deciding.ask_review(
            case, actor=cast["lead_head"], version=case.version + 1, ground="fact", reason="r"
        )


def test_5_a_unit_that_was_never_a_party_is_heard_first(cast: Cast) -> None:
    task = make_task(cast)
    case = contest(cast, task)
    for_ruling(cast, case)
    third = cast.units[THIRD]
    with pytest.raises(Unmet) as refused:
        rule(cast, case, outcome="reassign", new_lead=third)
    assert codes(refused) == {"new_lead_heard"}
    deciding.hear_unit(
        case, actor=cast["leader"], version=case.version, unit=third, reason="可能涉及属地"
    )
    again(case)
    with pytest.raises(Unmet) as waiting:
        rule(cast, case, outcome="reassign", new_lead=third)
    assert "window_open" in codes(waiting)
    slot = slot_of(case, THIRD, "window")
    actions.give_statement(
        slot, actor=cast["outsider_head"], version=1, stance="refuse", text="不属本镇"
    )
    rule(cast, case, outcome="reassign", new_lead=third)
    again(task)
    assert (task.state, task.lead.code) == ("assigned", THIRD)
    with pytest.raises(WrongState):
        deciding.hear_unit(case, actor=cast["leader"], version=case.version, unit=third, reason="r")


def test_6_the_third_change_of_lead_is_the_meetings_alone(cast: Cast) -> None:
    task = make_task(cast)
    settle(cast, contest(cast, task))
    _transfer(cast, task, "proposed_head", OLD)
    again(task)
    assert task.lead_changes() == 2
    task.assignments.filter(until__isnull=True).update(cause="settlement")
    case = file(cast, task, new_ground="fact", document="函", document_on=date(2026, 3, 3))
    admit(cast, case)
    both_state(cast, case)
    close_file(cast, case)
    assert (case.state, case.tier) == ("ruling", "meeting")
    for who in ("leader", "vice"):
        with pytest.raises(NotAllowed):
            rule(cast, case, who)
    rule(cast, case, "meeting", outcome="reassign", new_lead=cast.units[NEW])
    again(task)
    assert task.lead.code == NEW


def _transfer(cast: Cast, task: Task, head: str, to: str) -> None:
    """Directly back to the unit that led before; both heads agree."""
    again(task)
    moved = turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units[to],
        keep_old=False,
        reason="r",
    )
    turns.consent_transfer(moved, actor=cast[head], version=1, agreed=True)
    turns.consent_transfer(moved, actor=cast["lead_head"], version=2, agreed=True)
    turns.decide_transfer(moved, actor=cast["coordinator"], version=3, granted=True, reason="r")


def test_7_a_contested_part_leaves_the_lead_going_on(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    case = contest_part(cast, task.cooperations.get())
    again(task)
    assert (case.scope, task.state) == ("cooperation", "in_progress")


def test_12_a_limit_counts_a_make_up_saturday_and_passes_over_a_holiday(cast: Cast) -> None:
    CalendarDay.objects.create(day=date(2026, 3, 7), working=True, name="调休")
    CalendarDay.objects.create(day=date(2026, 3, 4), working=False, name="假日")
    case = contest(cast, make_task(cast))
    assert case.due_on == date(2026, 3, 9)
    CalendarDay.objects.filter(day=date(2026, 3, 4)).delete()
    assert contest(cast, make_task(cast, title="二")).due_on == date(2026, 3, 7)


def test_13_a_late_clock_comes_to_the_same_days(cast: Cast) -> None:
    late, daily = contest(cast, make_task(cast)), contest(cast, make_task(cast, title="二"))
    for day in range(1, 60):
        with on(day):
            deadlines.settle(daily)
    with on(60):
        deadlines.tick()
        assert deadlines.tick() == 0

    def story(case: Dispute) -> list[tuple[str, date]]:
        rows = Deadline.objects.filter(kind="dispute", subject_id=case.pk, fired_at__isnull=False)
        return list(rows.order_by("due_on", "pk").values_list("rule", "due_on"))

    assert story(late) == story(daily)
    assert [rule for rule, _day in story(late)][-2:] == ["ruling_limit", "ruling_limit"]
    fired = Deadline.objects.filter(kind="dispute", subject_id=late.pk, rule="ruling_limit")
    assert all(row.fired_at.date() > row.due_on for row in fired if row.fired_at)
    again(late)
    assert (late.state, late.outcome) == ("closed", "no_ruling")


def test_14_a_withdrawal_on_the_file_leaves_no_ruling(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    case = contest(cast, task)
    to_file(cast, case)
    actions.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="已沟通")
    again(case)
    again(task)
    assert (case.state, task.state, case.rulings.count()) == ("withdrawn", "in_progress", 0)
    assert conduct([case.plan_id])[cast.units[OLD].pk]["overturned"] == 0
    with pytest.raises(Unmet) as same:
        file(cast, task)
    assert codes(same) == {"same_ground"}


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


def test_8_a_split_makes_children_that_cover_the_item(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    case = contest(cast, task)
    for_ruling(cast, case)
    parts = [
        {
            "unit": cast.units[code].pk,
            "title": title,
            "indicator": f"{title}完成率",
            "due_on": "2026-11-30",
        }
        for code, title in ((OLD, "审批环节"), (NEW, "许可环节"))
    ]
    units = [cast.units[OLD], cast.units[NEW]]
    with pytest.raises(Unmet) as whole:
        rule(cast, case, outcome="split", units=units, parts=[{**parts[0], "title": ""}, parts[1]])
    assert codes(whole) == {"split_whole"}
    with pytest.raises(Unmet) as single:
        rule(cast, case, outcome="split", units=units[:1], parts=parts[:1])
    assert codes(single) == {"split_parts"}
    rule(cast, case, outcome="split", units=units, parts=parts)
    again(task)
    children = task.children.order_by("pk")
    assert (task.state, task.lead) == ("divided", None)
    assert [(row.lead.code, row.state, row.title) for row in children] == [
        (OLD, "assigned", "审批环节"),
        (NEW, "assigned", "许可环节"),
    ]
    assert [row.lead_changes() for row in children] == [0, 0]
    helping = Cooperation.objects.exclude(state="released").values_list("task", "unit__code")
    assert set(helping) == {(row.pk, "QP-D21") for row in children}
    assert list(findings()) == []
