"""The acceptance scenarios of section 4.8, through verbs and through the API."""

from datetime import date

import pytest

from coordination.disputes import actions, deciding
from coordination.disputes.models import Dispute
from coordination.disputes.queries import conduct
from coordination.reports.invariants import findings
from coordination.supervision import turns
from coordination.tasks.models import Cooperation, Task
from coordination.units.models import CalendarDay
from tests.case_stages import (
    admit,
    answer,
    ask_review,
    both_state,
    close_file,
    confirm_facts,
    contest,
    contest_part,
    decide_review,
    file,
    for_ruling,
    propose,
    rule,
    settle,
    slot_of,
    submit,
    to_file,
    to_offices,
)
from tests.cast import Cast, make_task
from tests.coordination.disputes import through_api
from tests.coordination.disputes.days import NEW, OLD, THIRD, again, codes, on
from tests.stages import task_in
from workflow import deadlines
from workflow.errors import NotAllowed, Unmet, WrongState
from workflow.models import Deadline


@pytest.fixture(autouse=True, params=["verbs", "api"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each journey is taken by the verbs, and once more by requests to the API."""
    if request.param == "api":
        through_api.take_over(monkeypatch)


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
        ask_review(cast, case, who="proposed_head", ground="means")
        decide_review(cast, case, outcome="maintain")
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
