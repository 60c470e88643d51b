"""Disputes before the issue, opened from an opinion on a draft: scenario 11 and around it."""

import pytest

from coordination.consultation import actions as opinions
from coordination.disputes import actions, deciding
from coordination.disputes.models import Dispute
from coordination.disputes.queries import visible_to
from coordination.plans.models import Plan
from coordination.reports.invariants import findings
from coordination.tasks.actions import issue_plan
from coordination.tasks.models import Task
from tests import stages
from tests.case_stages import (
    PEOPLE,
    both_state,
    close_file,
    for_ruling,
    propose,
    rule,
    settle,
    slot_of,
)
from tests.cast import COORDINATORS, Cast, make_plan
from tests.coordination.disputes.days import NEW, OLD, THIRD, again, codes, on
from tests.opinion_stages import decide, disputed_draft, open_case, record
from tests.stages import task_in
from workflow import deadlines
from workflow.errors import NotAllowed, Stale, Unmet, WrongState


def issue(cast: Cast, plan: Plan) -> None:
    issue_plan(plan, actor=cast["coordinator"], version=plan.version)


def reread(case: Dispute) -> tuple[Task, str]:
    """The draft as it is now, and the state of the opinion."""
    task = Task.objects.get(pk=case.task_id)
    return task, task.opinions.get(dispute=case).state


def test_11_opinion_dispute_red_gate_settlement_green_gate(cast: Cast) -> None:
    task = task_in(cast, "draft")
    opinion = record(cast, task)
    with pytest.raises(Unmet) as refused:
        issue(cast, task.plan)
    assert codes(refused) == {"opinions_decided"}
    assert task.title in str(refused.value.verdicts[0].reason)

    case = open_case(cast, opinion)
    assert (case.state, case.phase, case.scope) == ("collecting", "pre_issue", "lead")
    assert case.party_ids() == {cast.units[OLD].pk, cast.units[NEW].pk}
    assert reread(case)[0].state == "draft"
    with pytest.raises(Unmet) as refused:
        issue(cast, task.plan)
    assert codes(refused) == {"opinions_decided"}
    assert list(findings()) == []

    settle(cast, case)
    task, result = reread(case)
    assert (case.state, case.decided, result) == ("closed", "settlement", "adopted")
    assert (task.state, task.lead, task.lead_changes()) == ("draft", cast.units[NEW], 0)
    assert list(findings()) == []
    issue(cast, task.plan)
    again(task)
    assert (task.state, task.lead, task.lead_changes()) == ("assigned", cast.units[NEW], 0)
    assert list(findings()) == []


def test_a_lead_that_agreed_before_the_issue_is_barred_after_it(cast: Cast) -> None:
    case = disputed_draft(cast)
    settle(cast, case)
    issue(cast, case.task.plan)
    task = reread(case)[0]
    with pytest.raises(Unmet) as refused:
        actions.contest_task(
            task,
            actor=cast["proposed_head"],
            version=task.version,
            ground="fact",
            facts="f",
            basis="另一依据",
            proposed=cast.units[OLD],
        )
    assert codes(refused) == {"barred"}


@pytest.mark.parametrize(
    ("choice", "lead", "result"),
    [
        ({"outcome": "maintain"}, OLD, "not_adopted"),
        ({"outcome": "reassign", "new_lead": NEW, "old_lead": "cooperating"}, NEW, "adopted"),
    ],
)
def test_a_ruling_acts_on_the_draft(
    cast: Cast, choice: dict[str, str], lead: str, result: str
) -> None:
    case = disputed_draft(cast)
    for_ruling(cast, case)
    named = {name: cast.units[code] for name, code in choice.items() if name == "new_lead"}
    rule(cast, case, **(choice | named))
    task, state = reread(case)
    assert (case.state, task.state, task.lead, state) == (
        "receipt",
        "draft",
        cast.units[lead],
        result,
    )
    asked = case.slots.filter(asked_for="receipt").values_list("unit__code", flat=True)
    assert set(asked) == {OLD, NEW}
    helping = task.cooperations.exclude(state="released")
    drafted = set(helping.values_list("unit__code", "state"))
    kept = {(OLD, "draft")} if lead == NEW else set()
    assert drafted == {("QP-D21", "draft"), *kept}
    assert list(findings()) == []
    issue(cast, task.plan)
    assert list(findings()) == []


def test_a_third_unit_that_was_heard_may_be_ruled_upon_and_the_opinion_is_met_in_part(
    cast: Cast,
) -> None:
    case = disputed_draft(cast, unit=THIRD, proposed=NEW)
    assert {party.unit.code: party.role for party in case.parties.all()} == {
        THIRD: "contesting",
        OLD: "lead",
        NEW: "proposed",
    }
    for code in (OLD, NEW, THIRD):
        slot = slot_of(case, code)
        actions.give_statement(slot, actor=cast[PEOPLE[code]], version=1, stance="refuse", text="t")
    case.refresh_from_db()
    for code in (OLD, NEW, THIRD):
        actions.skip_rounds(case, actor=cast[PEOPLE[code]], version=case.version)
        case.refresh_from_db()
    close_file(cast, case)
    rule(cast, case, outcome="reassign", new_lead=cast.units[THIRD], old_lead="released")
    task, result = reread(case)
    assert (task.lead, result) == (cast.units[THIRD], "partly")


def test_by_ruling_the_plan_is_issued_without_the_item(cast: Cast) -> None:
    case = disputed_draft(cast)
    for_ruling(cast, case)
    rule(cast, case, outcome="defer")
    task, result = reread(case)
    assert (case.outcome, task.state, result) == ("defer", "cancelled", "not_adopted")
    assert not task.cooperations.exclude(state="released").exists()
    assert list(findings()) == []


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


def test_the_unit_withdraws_and_the_opinion_is_withdrawn_and_barred(cast: Cast) -> None:
    case = disputed_draft(cast)
    with pytest.raises(NotAllowed):
        withdraw(cast, case, "proposed_head")
    withdraw(cast, case, "lead_head")
    task, result = reread(case)
    assert (case.state, task.state, task.lead, result) == (
        "withdrawn",
        "draft",
        cast.units[OLD],
        "withdrawn",
    )
    assert list(findings()) == []
    second = record(cast, task, basis="另一依据")
    with pytest.raises(Unmet) as refused:
        open_case(cast, second)
    assert codes(refused) == {"same_ground"}
    decide(cast, second, "not_adopted")
    issue(cast, task.plan)


def withdraw(cast: Cast, case: Dispute, who: str) -> None:
    actions.withdraw_dispute(case, actor=cast[who], version=case.version, reason="已协商")
    case.refresh_from_db()


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


def test_nobody_rules_within_the_last_limit_and_the_draft_stays(cast: Cast) -> None:
    case = disputed_draft(cast)
    with on(90):
        deadlines.tick()
        case.refresh_from_db()
        task, result = reread(case)
        assert (case.outcome, task.state, task.lead, result) == (
            "no_ruling",
            "draft",
            cast.units[OLD],
            "not_adopted",
        )
        assert list(findings()) == []


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


def test_a_review_after_the_issue_changes_the_issued_task(cast: Cast) -> None:
    case = disputed_draft(cast)
    for_ruling(cast, case)
    rule(cast, case, outcome="reassign", new_lead=cast.units[NEW], old_lead="released")
    deciding.ask_review(
        case, actor=cast["proposed_head"], version=case.version, ground="fact", reason="r"
    )
    issue(cast, case.task.plan)
    case.refresh_from_db()
    deciding.decide_review(
        case,
        actor=cast["leader"],
        version=case.version,
        stands=False,
        outcome="maintain",
        reasons="r",
    )
    task, result = reread(case)
    assert (task.state, task.lead, result) == ("assigned", cast.units[OLD], "not_adopted")
    assert task.lead_changes() == 1
    assert list(findings()) == []


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
