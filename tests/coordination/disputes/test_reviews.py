"""A ruling on the lead is reviewed: the review begins from the division before the ruling."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coordination.disputes.models import Dispute
from coordination.reports.invariants import findings
from coordination.tasks.models import Task
from tests.case_stages import ask_review, contest, decide_review, for_ruling, rule
from tests.cast import Cast, make_task
from tests.coordination.disputes.days import NEW, OLD, again, on
from workflow import deadlines

HELPER = "QP-D21"


def ruled(cast: Cast, task: Task, **choice: Any) -> Dispute:
    case = contest(cast, task)
    for_ruling(cast, case)
    rule(cast, case, **choice)
    return case


@contextmanager
def after_silence(cast: Cast, task: Task) -> Iterator[Dispute]:
    """The cooperating unit was proposed, nobody said a word in three rounds: for ruling."""
    case = contest(cast, task, proposed=HELPER)
    with on(39):
        deadlines.tick()
        again(case)
        yield case


def review(cast: Cast, case: Dispute, **choice: Any) -> None:
    ask_review(cast, case)
    decide_review(cast, case, **choice)
    assert list(findings()) == []


def division(task: Task) -> tuple[str, set[tuple[str, str]]]:
    """The lead, and the units that have a part with its state."""
    again(task)
    living = task.cooperations.exclude(state="released")
    return task.lead.code, set(living.values_list("unit__code", "state"))


def to_new(cast: Cast, old_lead: str) -> dict[str, Any]:
    return {"outcome": "reassign", "new_lead": cast.units[NEW], "old_lead": old_lead}


def test_the_unit_named_by_the_ruling_has_no_part_once_the_lead_is_given_back(cast: Cast) -> None:
    task = make_task(cast)
    before = division(task)
    case = ruled(cast, task, **to_new(cast, "cooperating"))
    assert division(task) == (NEW, {(HELPER, "pending"), (OLD, "pending")})
    review(cast, case, outcome="maintain")
    assert division(task) == before == (OLD, {(HELPER, "pending")})
    assert task.lead_changes() == 2


def test_what_the_named_unit_did_before_the_ruling_it_does_again(cast: Cast) -> None:
    task = make_task(cast)
    with after_silence(cast, task) as case:
        rule(cast, case, outcome="swap", new_lead=cast.units[HELPER])
        assert division(task) == (HELPER, {(OLD, "pending")})
        review(cast, case, outcome="maintain")
        assert division(task) == (OLD, {(HELPER, "accepted")})


def test_a_review_that_lets_the_old_lead_go_ends_the_part_the_ruling_gave_it(cast: Cast) -> None:
    task = make_task(cast)
    case = ruled(cast, task, **to_new(cast, "cooperating"))
    review(cast, case, **to_new(cast, "released"))
    assert division(task) == (NEW, {(HELPER, "pending")})


def test_a_review_that_keeps_the_old_lead_gives_it_the_part_the_ruling_did_not(cast: Cast) -> None:
    task = make_task(cast)
    case = ruled(cast, task, **to_new(cast, "released"))
    review(cast, case, **to_new(cast, "cooperating"))
    assert division(task) == (NEW, {(HELPER, "pending"), (OLD, "pending")})


def test_joint_leads_end_where_the_review_maintains(
    cast: Cast,
) -> None:
    task = make_task(cast)
    units = [cast.units[NEW]]
    case = ruled(cast, task, outcome="joint_lead", units=units, division="各管一半")
    assert task.assignments.filter(until__isnull=True).count() == 2
    review(cast, case, outcome="maintain")
    assert list(
        task.assignments.filter(until__isnull=True).values_list("unit__code", "accountable")
    ) == [(OLD, True)]
    assert division(task) == (OLD, {(HELPER, "pending")})


def test_a_unit_that_the_ruling_released_has_its_part_back_where_the_review_maintains(
    cast: Cast,
) -> None:
    task = make_task(cast)
    with after_silence(cast, task) as case:
        rule(cast, case, outcome="remove_coop", units=[cast.units[HELPER]])
        assert division(task) == (OLD, set())
        review(cast, case, outcome="maintain")
        assert division(task) == (OLD, {(HELPER, "accepted")})


def test_a_unit_that_the_ruling_released_and_the_review_names_again_has_one_part(
    cast: Cast,
) -> None:
    task = make_task(cast)
    with after_silence(cast, task) as case:
        rule(cast, case, outcome="remove_coop", units=[cast.units[HELPER]])
        review(cast, case, outcome="add_coop", units=[cast.units[HELPER]])
        assert division(task) == (OLD, {(HELPER, "accepted")})


def test_a_unit_that_the_ruling_added_goes_where_the_review_maintains(cast: Cast) -> None:
    task = make_task(cast)
    case = ruled(cast, task, outcome="add_coop", units=[cast.units[NEW]])
    assert division(task) == (OLD, {(HELPER, "pending"), (NEW, "pending")})
    review(cast, case, outcome="maintain")
    assert division(task) == (OLD, {(HELPER, "pending")})
