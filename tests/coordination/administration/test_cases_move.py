"""A case in any of its nodes follows an edit of the calendar, and a unit that is merged."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coordination.administration import calendar
from coordination.administration.succession import succeed
from coordination.disputes import actions, deciding, node_limits, opening
from coordination.disputes.lifecycle import terms_with
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.reports.invariants import findings
from tests.case_stages import both_state, contest, file, for_ruling, propose, rule, to_file
from tests.case_stages import to_offices as all_rounds
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.stages import task_in
from workflow import clock, deadlines
from workflow.models import Deadline

TUESDAY = date(2026, 3, 3)


def completing(cast: Cast, case: Dispute) -> None:
    opening.ask_completion(case, actor=cast["coordinator"], version=case.version, text="t")


def under_review(cast: Cast, case: Dispute) -> None:
    for_ruling(cast, case)
    rule(cast, case)
    own = {"actor": cast["lead_head"], "version": case.version}
    deciding.ask_review(case, ground="fact", reason="r", **own)


def ruled(cast: Cast, case: Dispute) -> None:
    for_ruling(cast, case)
    rule(cast, case)


def stated(cast: Cast, case: Dispute) -> None:
    both_state(cast, case)


def proposed(cast: Cast, case: Dispute) -> None:
    both_state(cast, case)
    propose(cast, case)


# The limit that runs, and how an admitted case, or one that is filed, comes to it.
WAYS: dict[str, Callable[[Cast, Dispute], None]] = {
    node_limits.CONSULT_LIMIT: stated,
    node_limits.ANSWER_LIMIT: proposed,
    node_limits.OPINION_LIMIT: all_rounds,
    node_limits.FILE_LIMIT: to_file,
    node_limits.RULING_LIMIT: for_ruling,
    node_limits.RECEIPT_LIMIT: ruled,
    node_limits.REVIEW_LIMIT: under_review,
}


def rest_on_tuesday(house: Cast) -> None:
    admin = {"actor": house["sysadmin"], "version": 1}
    calendar.set_day(TUESDAY, working=False, name="临时放假", reason="通知", **admin)


def check(house: Cast, case: Dispute, rule: str) -> None:
    """The limit, the case and whoever is asked end one day later, together."""
    case.refresh_from_db()
    before = case.due_on
    asked = dict(case.slots.filter(state="asked").values_list("pk", "due_on"))
    rest_on_tuesday(house)
    case.refresh_from_db()
    assert before
    assert case.due_on == before + timedelta(days=1)
    running = Deadline.objects.filter(kind="dispute", rule=rule, lifted_at=None, fired_at=None)
    assert list(running.values_list("due_on", flat=True)) == [case.due_on]
    assert dict(DisputeSlot.objects.filter(pk__in=asked).values_list("pk", "due_on")) == {
        pk: day + timedelta(days=1) for pk, day in asked.items()
    }
    assert list(findings()) == []


def test_the_admission_moves(house: Cast) -> None:
    check(house, file(house, make_task(house)), node_limits.ADMISSION)


def test_the_completion_moves_with_its_day(house: Cast) -> None:
    case = file(house, make_task(house))
    completing(house, case)
    check(house, case, node_limits.COMPLETION)
    assert case.completion_until == case.due_on


@pytest.mark.parametrize("rule", WAYS)
def test_each_node_moves(house: Cast, rule: str) -> None:
    case = contest(house, task_in(house, "in_progress"))
    WAYS[rule](house, case)
    check(house, case, rule)
    assert case.review_until in (None, case.due_on)


def test_the_window_of_a_later_party_moves(house: Cast) -> None:
    case = contest(house, make_task(house))
    head = {"actor": house["helper_head"], "version": case.version}
    opening.join_objection(case, text="t", **head)
    window = case.slots.get(asked_for="window")
    rest_on_tuesday(house)
    assert case.slots.get(pk=window.pk).due_on == window.due_on + timedelta(days=1)
    with clock.at(MONDAY + timedelta(days=5)):
        deadlines.tick()
    assert case.slots.get(pk=window.pk).state == "unheard"
    assert list(findings()) == []


def merge(house: Cast, old: str, new: str) -> None:
    succeed(
        house.units[old],
        successor=house.units[new],
        actor=house["sysadmin"],
        kind="merge",
        reason="机构改革",
    )


def test_the_successor_may_withdraw_what_the_old_unit_objected(house: Cast) -> None:
    case = contest(house, make_task(house))
    actions.skip_rounds(case, actor=house["lead_head"], version=case.version)
    merge(house, "QP-D02", "QP-T05")
    case.refresh_from_db()
    assert case.skipping == case.objectors == [house.units["QP-T05"].pk]
    head = {"actor": house["outsider_head"], "version": case.version}
    actions.withdraw_dispute(case, reason="r", **head)
    case.refresh_from_db()
    assert (case.state, case.task.state) == ("withdrawn", "assigned")
    assert list(findings()) == []


def test_a_temporary_lead_is_followed_too(house: Cast) -> None:
    case = file(house, make_task(house), urgent="汛期将至")
    chair = house["coordinator_head"]
    opening.decide_urgency(case, actor=chair, version=1, granted=True, reason="r")
    case.refresh_from_db()
    stead = {"unit": house.units["QP-T05"], "reason": "r"}
    opening.name_temporary_lead(case, actor=chair, version=case.version, **stead)
    merge(house, "QP-T05", "QP-D20")
    assert case.task.temporary_lead_id() == house.units["QP-D20"].pk


def test_the_terms_of_an_outcome_name_the_successor() -> None:
    terms = {"units": [2, 5], "parts": [{"unit": 5, "title": "t"}, {"unit": 2}], "on": "2026-06-01"}
    assert terms_with(terms, 5, 1) == {
        "units": [1, 2],
        "parts": [{"unit": 1, "title": "t"}, {"unit": 2}],
        "on": "2026-06-01",
    }
    assert terms_with({}, 5, 1) == {}
