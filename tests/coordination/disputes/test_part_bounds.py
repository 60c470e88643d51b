"""What no ruling places on a unit managed from above, who sees a case about a part, and faults."""

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.disputes.models import Dispute
from coordination.disputes.queries import visible_to
from coordination.disputes.states import Outcome
from coordination.notifications.models import Notice
from coordination.reports import history, timeline
from coordination.reports.invariants import findings
from coordination.tasks.models import Cooperation, Task
from tests import case_stages
from tests.case_stages import answer, contest, contest_part, state
from tests.cast import Cast, make_plan, make_task
from tests.coordination.disputes.part_cases import (
    HELPER,
    LEAD,
    OTHER,
    again,
    both_state,
    rule,
    to_ruling,
)
from tests.part_stages import accepted_part
from tests.stages import task_in
from workflow import outbox
from workflow.errors import Unmet
from workflow.guards import install
from workflow.models import Record


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
        case_stages.propose(cast, case)
        answer(cast, case, "lead_head", LEAD, "agree")
        answer(cast, case, "proposed_head", OTHER, "object")
    case_stages.close_file(cast, case)

    def decide(old_lead: str) -> None:
        new_lead = cast.units[OTHER]
        case_stages.rule(cast, case, outcome="reassign", new_lead=new_lead, old_lead=old_lead)

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
    both_state(cast, case)
    contest(cast, Task.objects.get())
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
