"""Who acts in a case where somebody is missing, barred, or has nothing of his own in it."""

from datetime import date

import pytest

from coordination.disputes import actions, opening
from coordination.disputes.models import Dispute
from coordination.disputes.outcome_rules import tier_of
from coordination.tasks.models import Assignment
from coordination.tasks.states import Cause
from coordination.units.grants import end_post
from coordination.units.models import Portfolio, Post
from tests.case_stages import (
    answer,
    both_state,
    contest,
    contest_part,
    file,
    propose,
    round_that_fails,
)
from tests.cast import SINCE, Cast, make_task
from tests.coordination.disputes.days import NEW, OLD, THIRD, again, codes
from tests.part_stages import accepted_part
from tests.stages import task_in
from workflow import clock
from workflow.errors import NotAllowed


def test_without_another_head_of_the_coordinating_office_the_leader_decides(cast: Cast) -> None:
    for post in Post.objects.filter(user=cast.users["coordinator2_head"]):
        end_post(post, date(2026, 2, 27), reason="调任")
    case = file(cast, make_task(cast), proposed="QP-D29", urgent="汛期将至")
    with pytest.raises(NotAllowed) as early:
        grant(cast, case, "leader")
    assert codes(early) == {"chair_plan"}
    with pytest.raises(NotAllowed) as own:
        grant(cast, case, "coordinator_head")
    assert codes(own) == {"recusal"}
    opening.hand_over(case, actor=cast["coordinator_head"], version=1, reason="本单位为当事单位")
    again(case)
    grant(cast, case, "leader")
    assert case.profile == "urgent"


def grant(cast: Cast, case: Dispute, who: str) -> None:
    opening.decide_urgency(
        case, actor=cast[who], version=case.version, granted=True, reason="确属紧急"
    )
    again(case)


def test_the_coordinator_writes_in_the_stead_of_the_convener_only(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    for _round in range(2):
        round_that_fails(cast, case)
    both_state(cast, case)
    again(case)
    assert case.round == case.max_rounds
    last = clock.now().replace(year=case.due_on.year, month=case.due_on.month, day=case.due_on.day)
    with clock.at(last):
        with pytest.raises(NotAllowed) as meeting:
            propose(cast, case, who="coordinator", outcome="maintain")
        assert codes(meeting) == {"chair_plan"}
        propose(cast, case, who="coordinator_head", outcome="maintain")
    again(case)
    assert case.state == "answering"


def test_each_objection_is_taken_back_once_by_its_own_unit(cast: Cast) -> None:
    case = contest(cast, make_task(cast))
    opening.join_objection(case, actor=cast["helper_head"], version=case.version, text="亦有异议")
    again(case)
    actions.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="r")
    again(case)
    with pytest.raises(NotAllowed):
        actions.withdraw_dispute(case, actor=cast["lead_head"], version=case.version, reason="r")


def test_an_objection_is_completed_by_who_filed_it_and_joined_by_who_cooperates(
    cast: Cast,
) -> None:
    case = file(cast, make_task(cast))
    for who in ("lead_head", "proposed_head", "outsider_head"):
        with pytest.raises(NotAllowed):
            opening.join_objection(case, actor=cast[who], version=1, text="亦有异议")
    opening.join_objection(case, actor=cast["helper_head"], version=1, text="亦有异议")
    again(case)
    opening.ask_completion(case, actor=cast["coordinator"], version=case.version, text="请补充依据")
    again(case)
    complete = {"version": case.version, "facts": "补充的事实"}
    with pytest.raises(NotAllowed):
        opening.complete_objection(case, actor=cast["helper_head"], **complete)
    opening.complete_objection(case, actor=cast["lead_head"], **complete)
    again(case)
    assert case.completion_until is None


def test_what_returns_from_its_carrying_out_goes_to_the_tier_of_its_units(cast: Cast) -> None:
    for who, code in (("leader", OLD), ("leader2", NEW)):
        Portfolio.objects.create(leader=cast.users[who], unit=cast.units[code], since=SINCE)
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "proposed_head", NEW, "agree")
    cast.units[NEW].closed_on = date(2026, 3, 2)
    cast.units[NEW].save()
    answer(cast, case, "lead_head", OLD, "agree")
    again(case)
    assert (case.state, case.tier) == ("ruling", "top")


@pytest.mark.parametrize(("about", "tier"), [("lead", "meeting"), ("part", "leader")])
def test_after_two_changes_the_meeting_rules_on_the_lead_and_not_on_parts(
    cast: Cast, about: str, tier: str
) -> None:
    task = task_in(cast, "in_progress")
    for _change in range(2):
        since = clock.now()
        Assignment.objects.create(
            task=task, unit=cast.units[THIRD], since=since, until=since, cause=Cause.TRANSFER
        )
    part = accepted_part(cast, task)
    case = contest(cast, task) if about == "lead" else contest_part(cast, part)
    assert tier_of(case) == tier
