"""A party to a case that is merged or closed: its case goes on with whoever follows."""

import pytest

from coordination.disputes.actions import give_statement, withdraw_dispute
from coordination.reports.invariants import findings
from coordination.units.models import Succession
from tests.case_stages import answer, contest, contest_part, propose, slot_of, state
from tests.cast import Cast, make_task
from tests.coordination.administration.test_succession import (
    codes,
    merge,
    units_of_parts,
    with_part,
)
from tests.part_stages import accepted_part
from workflow.errors import Unmet


def test_a_case_goes_on_with_the_successor_as_party(house: Cast) -> None:
    case = contest(house, make_task(house))
    merge(house, "QP-D02", "QP-T05")
    case.refresh_from_db()
    assert case.contesting == case.lead == house.units["QP-T05"]
    state(house, case, "proposed_head", "QP-D17")
    slot = slot_of(case, "QP-T05")
    give_statement(
        slot, actor=house["outsider_head"], version=slot.version, stance="refuse", text="x"
    )
    case.refresh_from_db()
    assert case.state == "consulting"
    propose(house, case, who="outsider")
    answer(house, case, "outsider_head", "QP-T05", "agree")
    answer(house, case, "proposed_head", "QP-D17", "agree")
    case.refresh_from_db()
    assert case.state == "closed"
    assert list(findings()) == []


def test_a_contested_part_goes_on_with_the_successor(house: Cast) -> None:
    task = make_task(house)
    case = contest_part(house, accepted_part(house, task))
    merge(house, "QP-D21", "QP-T05")
    case.refresh_from_db()
    assert (case.state, case.contesting) == ("collecting", house.units["QP-T05"])
    assert units_of_parts(task) == {"QP-T05": "contested"}
    withdraw_dispute(case, actor=house["outsider_head"], version=case.version, reason="已沟通")
    assert units_of_parts(task) == {"QP-T05": "accepted"}
    assert list(findings()) == []


def test_a_contested_part_ends_with_its_case_where_the_successor_has_one(house: Cast) -> None:
    task = make_task(house)
    with_part(house, task, "QP-D17")
    case = contest_part(house, accepted_part(house, task))
    merge(house, "QP-D21")
    case.refresh_from_db()
    assert case.state == "void"
    assert units_of_parts(task) == {"QP-D17": "pending"}
    assert list(findings()) == []


def test_a_unit_that_contests_its_part_is_not_closed(house: Cast) -> None:
    contest_part(house, accepted_part(house, make_task(house)))
    with pytest.raises(Unmet) as refused:
        merge(house, "QP-D21", None, kind="close")
    assert "unit_has_parts" in [verdict.code for verdict in refused.value.verdicts]


def test_two_parties_of_one_case_are_not_merged(house: Cast) -> None:
    case = contest(house, make_task(house))
    with pytest.raises(Unmet) as refused:
        merge(house)
    assert codes(refused) == ["succession_dispute"]
    assert str(case.task) in refused.value.reasons[0]
    assert not Succession.objects.exists()
