"""A ruling on a part is reviewed: the part becomes what the review says, as it is by then."""

import pytest

from coordination.disputes.models import Dispute
from coordination.reports.invariants import findings
from coordination.tasks import parts
from coordination.tasks.actions import finish_part
from tests.case_stages import ask_review, decide_review
from tests.cast import Cast
from tests.coordination.disputes.days import codes
from tests.coordination.disputes.part_cases import again, lead_by_transfer, rule, to_ruling
from workflow.errors import Unmet


def review(cast: Cast, case: Dispute, outcome: str, duty: str = "") -> str:
    """Asked for and decided; return the state of the part."""
    ask_review(cast, case)
    return decided(cast, case, outcome, duty)


def decided(
    cast: Cast, case: Dispute, outcome: str, duty: str = "", *, stands: bool = False
) -> str:
    decide_review(cast, case, stands=stands, outcome=outcome, duty=duty)
    assert list(findings()) == []
    return str(again(case.part).state)


def ruled(cast: Cast, case: Dispute, outcome: str, duty: str = "") -> None:
    to_ruling(cast, case, "maintain")
    rule(cast, case, outcome, duty)


@pytest.mark.parametrize(
    ("first", "then", "duty", "state_after"),
    [
        ("release", "maintain", "", "accepted"),
        ("release", "adjust", "只报送", "accepted"),
        ("release", "release", "", "released"),
        ("maintain", "release", "", "released"),
        ("maintain", "adjust", "只报送", "accepted"),
        ("maintain", "maintain", "", "accepted"),
    ],
)
def test_a_review_makes_the_part_what_it_says(
    cast: Cast, case: Dispute, first: str, then: str, duty: str, state_after: str
) -> None:
    ruled(cast, case, first)
    assert review(cast, case, then, duty) == state_after
    assert (case.part.duty, again(case).decided) == (duty, "review")
    assert case.part.barred or state_after == "released"


def test_an_adjustment_of_a_part_that_is_done_gives_it_back_to_the_unit(
    cast: Cast, case: Dispute
) -> None:
    ruled(cast, case, "maintain")
    part = again(case.part)
    finish_part(part, actor=cast["helper"], version=part.version, result="已报送")
    assert review(cast, case, "adjust", "再报一次") == "accepted"


def test_a_part_that_is_done_stays_so_where_the_review_maintains_it(
    cast: Cast, case: Dispute
) -> None:
    ruled(cast, case, "maintain")
    part = again(case.part)
    finish_part(part, actor=cast["helper"], version=part.version, result="已报送")
    assert review(cast, case, "maintain") == "done"


def test_a_part_that_ended_by_agreement_since_is_not_given_back(cast: Cast, case: Dispute) -> None:
    ruled(cast, case, "maintain")
    part = again(case.part)
    parts.propose_release(part, actor=cast["lead"], version=part.version, reason="无需配合")
    parts.confirm_release(
        part, actor=cast["coordinator2"], version=part.version + 1, granted=True, reason="同意"
    )
    with pytest.raises(Unmet) as kept:
        review(cast, case, "adjust", "只报送")
    assert codes(kept) == {"review_part"}
    assert decided(cast, case, "maintain", stands=True) == "released"


def test_a_unit_that_leads_since_is_not_given_its_part_back(cast: Cast, case: Dispute) -> None:
    ruled(cast, case, "release")
    lead_by_transfer(cast, case.task)
    with pytest.raises(Unmet) as kept:
        review(cast, case, "maintain")
    assert codes(kept) == {"review_part"}
