"""Disputes before the issue, opened from an opinion on a draft: scenario 11 and around it."""

import pytest

from coordination.disputes import actions, deciding
from coordination.disputes.models import Dispute
from coordination.reports.invariants import findings
from tests.case_stages import (
    PEOPLE,
    close_file,
    for_ruling,
    rule,
    settle,
    slot_of,
)
from tests.cast import Cast
from tests.coordination.disputes.days import NEW, OLD, THIRD, again, codes, on
from tests.opinion_stages import decide, disputed_draft, issue, open_case, record, reread
from tests.stages import task_in
from workflow import deadlines
from workflow.errors import NotAllowed, Unmet


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
