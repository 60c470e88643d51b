"""What may not be done with a case before the issue, by whom, and who sees it."""

import pytest

from coordination.consultation import actions as opinions
from coordination.disputes.models import Dispute
from coordination.disputes.queries import visible_to
from tests import stages
from tests.case_stages import (
    both_state,
    for_ruling,
    propose,
    rule,
    settle,
)
from tests.cast import COORDINATORS, Cast, make_plan
from tests.coordination.disputes.days import NEW, THIRD, codes
from tests.opinion_stages import decide, disputed_draft, issue, open_case, record, reread
from tests.stages import task_in
from workflow.errors import NotAllowed, Stale, Unmet, WrongState


def test_an_outcome_for_issued_tasks_only_is_refused(cast: Cast) -> None:
    case = disputed_draft(cast)
    both_state(cast, case)
    for choice in (
        {"outcome": "split"},
        {"outcome": "adjust", "wording": "新"},
        {"outcome": "defer"},
        {"outcome": "add_coop", "units": [cast.units[THIRD]]},
    ):
        with pytest.raises(Unmet) as refused:
            propose(cast, case, **choice)
        assert "outcome_fits" in codes(refused)
    with pytest.raises(Unmet) as refused:
        propose(cast, case, outcome="maintain", wording="新的表述")
    assert codes(refused) == {"draft_lead_only"}


def test_while_the_case_is_open_the_draft_is_frozen(cast: Cast) -> None:
    case = disputed_draft(cast)
    task = reread(case)[0]
    for step in (stages.assign_lead, stages.edit):
        with pytest.raises(Unmet) as refused:
            step(cast, task)
        assert codes(refused) == {"draft_disputed"}
    with pytest.raises(Unmet) as refused:
        stages.drop(cast, task)
    assert codes(refused) == {"opinions_open"}
    settle(cast, case)
    task = reread(case)[0]
    stages.edit(cast, task)


def test_one_dispute_for_one_draft(cast: Cast) -> None:
    task = task_in(cast, "draft")
    first = record(cast, task)
    second = record(cast, task, unit="QP-D21", proposed=THIRD)
    case = open_case(cast, first)
    with pytest.raises(Unmet) as refused:
        open_case(cast, second)
    assert codes(refused) == {"dispute_one_open"}
    with pytest.raises(Unmet) as refused:
        decide(cast, second, "adopted")
    assert codes(refused) == {"draft_disputed"}
    settle(cast, case)
    with pytest.raises(Unmet):
        issue(cast, task.plan)
    second.refresh_from_db()
    decide(cast, second, "not_adopted")
    issue(cast, task.plan)


def test_a_stale_or_second_opening_changes_nothing(cast: Cast) -> None:
    opinion = record(cast, task_in(cast, "draft"))
    seen = opinion.version
    open_case(cast, opinion)
    opinion.version = seen
    with pytest.raises(Stale):
        open_case(cast, opinion)
    opinion.refresh_from_db()
    with pytest.raises(WrongState):
        open_case(cast, opinion)
    assert Dispute.objects.count() == 1


def test_who_opens_is_a_coordinator_of_no_unit_concerned(cast: Cast) -> None:
    opinion = record(cast, task_in(cast, "draft"), proposed="QP-D29")
    for who in ("lead_head", "supervisor", "leader"):
        with pytest.raises(NotAllowed):
            open_case(cast, opinion, who)
    with pytest.raises(NotAllowed) as refused:
        open_case(cast, opinion, "coordinator")
    assert codes(refused) == {"recusal"}
    assert open_case(cast, opinion, "coordinator2").state == "collecting"


def test_who_opened_the_case_is_no_signatory_and_conducts_it(cast: Cast) -> None:
    case = disputed_draft(cast)
    assert case.signer_ids() == {0}
    for_ruling(cast, case)  # the coordinator submits the file
    assert case.state == "ruling"


def test_parties_see_the_case_and_others_do_not(cast: Cast) -> None:
    disputed_draft(cast)
    seeing = {name for name in cast.users if visible_to(cast[name]).exists()}
    parties = {"lead", "lead_head", "proposed", "proposed_head"}
    assert seeing == parties | COORDINATORS | {"leader", "leader2", "vice", "meeting"}


def test_the_bar_of_a_ruling_before_the_issue(cast: Cast) -> None:
    case = disputed_draft(cast)
    for_ruling(cast, case)
    rule(cast, case)
    again_recorded = record(cast, reread(case)[0], ground="fact", basis="另一依据")
    with pytest.raises(Unmet) as refused:
        open_case(cast, again_recorded)
    assert codes(refused) == {"barred"}
    opinions.withdraw_opinion(
        again_recorded, actor=cast["coordinator"], version=1, reason="来函撤回"
    )
    issue(cast, case.task.plan)


def test_what_the_drafter_has_done_already_is_not_disputed(cast: Cast) -> None:
    task = task_in(cast, "draft")
    opinion = record(cast, task, unit=THIRD, proposed=NEW)
    stages.assign_lead(cast, task, NEW)
    with pytest.raises(Unmet) as refused:
        open_case(cast, opinion)
    assert codes(refused) == {"opinion_met"}
    decide(cast, opinion, "adopted")


def test_a_draft_without_a_lead_is_not_disputed(cast: Cast) -> None:
    task = make_plan(cast, issued=False, lead=None).tasks.get()
    opinion = record(cast, task)
    with pytest.raises(Unmet) as refused:
        open_case(cast, opinion)
    assert codes(refused) == {"draft_lead"}
