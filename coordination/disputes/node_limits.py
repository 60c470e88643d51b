"""The limits under which the nodes of a case wait. ``profiles`` says how long each is."""

from datetime import date

from coordination.disputes import profiles
from coordination.disputes.models import Dispute
from workflow import deadlines

ADMISSION, COMPLETION = "dispute_admission", "dispute_completion"
STATEMENT_LIMIT, CONSULT_LIMIT, ANSWER_LIMIT = "statement_limit", "consult_limit", "answer_limit"
OPINION_LIMIT, FILE_LIMIT, RULING_LIMIT = "opinion_limit", "file_limit", "ruling_limit"
RECEIPT_LIMIT, REVIEW_LIMIT = "receipt_limit", "review_limit"
NODE_LIMITS = (
    *(ADMISSION, COMPLETION, STATEMENT_LIMIT, CONSULT_LIMIT, ANSWER_LIMIT),
    *(OPINION_LIMIT, FILE_LIMIT, RULING_LIMIT, RECEIPT_LIMIT, REVIEW_LIMIT),
)
WINDOW_LIMIT = "window_limit"  # of a slot
LETTER_REMINDER = "letter_reminder"  # of a case that is closed


def arm(dispute: Dispute, rule: str, since: date) -> None:
    """The case waits under ``rule`` until its ``due_on``; no other limit of a node runs."""
    deadlines.lift(dispute, *NODE_LIMITS)
    if dispute.due_on:
        deadlines.arm(dispute, rule, dispute.due_on, profiles.counted(since, dispute.due_on))
