"""How a case about a part is brought forward, one step after the other."""

from typing import Any

from coordination.disputes.models import Dispute
from coordination.supervision import turns
from coordination.tasks.models import Task
from tests import case_stages
from tests.case_stages import answer, state
from tests.cast import Cast

HELPER, LEAD, OTHER = "QP-D21", "QP-D02", "QP-D17"


def again(row: Any) -> Any:
    row.refresh_from_db()
    return row


def both_state(cast: Cast, case: Dispute) -> None:
    state(cast, case, "helper_head", HELPER)
    state(cast, case, "lead_head", LEAD)


def propose(cast: Cast, case: Dispute, outcome: str, duty: str = "") -> None:
    case_stages.propose(cast, case, outcome=outcome, duty=duty)


def to_ruling(
    cast: Cast, case: Dispute, outcome: str, duty: str = "", helper: str = "object"
) -> None:
    """Three rounds in which the lead always objects."""
    for _round in range(3):
        both_state(cast, case)
        propose(cast, case, outcome, duty)
        answer(cast, case, "helper_head", HELPER, helper)
        answer(cast, case, "lead_head", LEAD, "object")
    case_stages.close_file(cast, case)


def rule(cast: Cast, case: Dispute, outcome: str, duty: str = "") -> None:
    case_stages.rule(cast, case, outcome=outcome, duty=duty)


def lead_by_transfer(cast: Cast, task: Task) -> None:
    """The unit that cooperates takes the lead, with both heads' consent."""
    moved = turns.ask_transfer(
        again(task),
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units[HELPER],
        keep_old=True,
        reason="r",
    )
    turns.consent_transfer(moved, actor=cast["lead_head"], version=1, agreed=True)
    turns.consent_transfer(moved, actor=cast["helper_head"], version=2, agreed=True)
    turns.decide_transfer(moved, actor=cast["coordinator"], version=3, granted=True, reason="r")
