"""Opinions on drafts: recorded from a letter, decided with a reason, and what they hold up."""

import pytest

from coordination.consultation import actions as opinions
from coordination.consultation.models import Opinion
from coordination.consultation.queries import visible_to
from coordination.reports.invariants import findings
from coordination.tasks.actions import issue_plan
from coordination.tasks.models import Task
from coordination.units.models import Unit
from tests import stages
from tests.cast import COORDINATORS, Cast, make_task
from tests.coordination.disputes.days import codes
from tests.opinion_stages import decide, open_case, record
from tests.part_stages import group_line
from tests.stages import task_in
from workflow.errors import NotAllowed, Stale, Unmet, VersionMissing, WrongState


def test_an_adopted_opinion_names_the_proposed_lead(cast: Cast) -> None:
    task = task_in(cast, "draft")
    opinion = record(cast, task, proposed="QP-D21")
    decide(cast, opinion, "adopted")
    task.refresh_from_db()
    assert (opinion.state, opinion.reason, task.lead) == ("adopted", "经研究", cast.units["QP-D21"])
    assert task.cooperations.get().state == "released"  # it now leads
    assert list(findings()) == []


@pytest.mark.parametrize("decision", ["partly", "not_adopted"])
def test_any_other_decision_leaves_the_draft_alone(cast: Cast, decision: str) -> None:
    task = task_in(cast, "draft")
    decide(cast, record(cast, task), decision)
    assert Task.objects.get(pk=task.pk).version == task.version


def test_an_opinion_on_something_else_names_no_lead_and_is_no_dispute(cast: Cast) -> None:
    task = task_in(cast, "draft")
    opinion = record(cast, task, about="other", text="建议提前到六月")
    assert (opinion.proposed, opinion.ground) == (None, "")
    with pytest.raises(Unmet) as refused:
        open_case(cast, opinion)
    assert "opinion_kind" in codes(refused)
    decide(cast, opinion, "adopted")
    assert Task.objects.get(pk=task.pk).lead == task.lead


@pytest.mark.parametrize("about", ["change_lead", "other"])
def test_an_undecided_opinion_holds_the_issue_up(cast: Cast, about: str) -> None:
    task = task_in(cast, "draft")
    opinion = record(cast, task, about=about)
    with pytest.raises(Unmet) as refused:
        issue_plan(task.plan, actor=cast["coordinator"], version=task.plan.version)
    assert codes(refused) == {"opinions_decided"}
    decide(cast, opinion, "not_adopted")
    issue_plan(task.plan, actor=cast["coordinator"], version=task.plan.version)


def test_a_taken_back_opinion_holds_nothing_up(cast: Cast) -> None:
    task = task_in(cast, "draft")
    opinion = record(cast, task)
    opinions.withdraw_opinion(opinion, actor=cast["coordinator"], version=1, reason="来函")
    issue_plan(task.plan, actor=cast["coordinator"], version=task.plan.version)


def test_only_a_coordinator_records_and_decides(cast: Cast) -> None:
    task = task_in(cast, "draft")
    for who in ("lead_head", "proposed", "supervisor", "leader"):
        with pytest.raises(NotAllowed):
            record(cast, task, who=who)
    opinion = record(cast, task)
    for who in ("lead_head", "supervisor", "leader"):
        with pytest.raises(NotAllowed):
            decide(cast, opinion, "adopted", who)


def test_nobody_decides_on_the_opinion_that_concerns_the_own_unit(cast: Cast) -> None:
    opinion = record(cast, task_in(cast, "draft"), unit="QP-D29")
    with pytest.raises(NotAllowed) as refused:
        decide(cast, opinion, "adopted")
    assert codes(refused) == {"recusal"}
    decide(cast, opinion, "adopted", "coordinator2")


def test_a_stale_page_or_an_issued_task_takes_no_opinion(cast: Cast) -> None:
    task = task_in(cast, "draft")
    with pytest.raises(VersionMissing):
        record(cast, task, version=None)
    with pytest.raises(Stale):
        record(cast, task, version=task.version + 1)
    with pytest.raises(WrongState):
        record(cast, make_task(cast, title="已印发"))
    assert not Opinion.objects.exists()


def test_who_wants_another_lead_names_one(cast: Cast) -> None:
    task = task_in(cast, "draft")
    for more in ({"proposed": "QP-D02"}, {"ground": ""}):
        with pytest.raises(Unmet):
            record(cast, task, **more)
    record(cast, task)
    with pytest.raises(Unmet) as refused:
        record(cast, task, ground="fact")
    assert codes(refused) == {"opinion_once"}


def test_a_unit_that_was_closed_meanwhile_does_not_lead(cast: Cast) -> None:
    opinion = record(cast, task_in(cast, "draft"))
    Unit.objects.filter(code="QP-D17").update(closed_on="2020-01-01")
    with pytest.raises(Unmet) as refused:
        decide(cast, opinion, "adopted")
    assert codes(refused) == {"unit_closed"}
    opinion.refresh_from_db()
    decide(cast, opinion, "not_adopted")


def test_over_an_undecided_opinion_nothing_is_dropped_or_divided(cast: Cast) -> None:
    task = task_in(cast, "draft")
    opinion = record(cast, task)
    with pytest.raises(Unmet) as refused:
        stages.drop(cast, task)
    assert codes(refused) == {"opinions_open"}
    stages.edit(cast, task)  # while it is only undecided the draft may be changed
    decide(cast, opinion, "not_adopted")
    task.refresh_from_db()
    stages.drop(cast, task)
    line = group_line(cast, "分解")
    record(cast, line, about="other")
    with pytest.raises(Unmet) as refused:
        stages.STEPS["divide"](cast, line)
    assert codes(refused) == {"opinions_open"}


def test_only_those_who_draft_the_plan_see_opinions(cast: Cast) -> None:
    record(cast, task_in(cast, "draft"))
    assert {name for name in cast.users if visible_to(cast[name]).exists()} == COORDINATORS
