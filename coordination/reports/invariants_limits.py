"""Limits are armed exactly where they run, and nothing stays in the outbox."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from coordination.disputes import node_limits
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import DisputeState, SlotKind, SlotState
from coordination.reports.finding import Finding
from coordination.supervision.models import Letter
from coordination.supervision.states import LetterState
from coordination.supervision.undo import LETTER_REPLY
from coordination.tasks.limits import PART_SIGN_OFF, SIGN_OFF, VERIFICATION
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from coordination.tasks.suspension import REVIEW
from workflow import clock
from workflow.models import Deadline, OutboxMessage

Runs = dict[int, date | None]
# A message is tried again for three days; after that a person must look.
STUCK_AFTER = timedelta(hours=72)
# These limits only remind: the thing they are about goes on after they have fired.
REMINDING = (VERIFICATION, REVIEW, node_limits.RECEIPT_LIMIT)
# The limit under which a case waits in each state.
NODES = {
    node_limits.STATEMENT_LIMIT: DisputeState.COLLECTING,
    node_limits.CONSULT_LIMIT: DisputeState.CONSULTING,
    node_limits.ANSWER_LIMIT: DisputeState.ANSWERING,
    node_limits.OPINION_LIMIT: DisputeState.OPINIONS,
    node_limits.FILE_LIMIT: DisputeState.FILING,
    node_limits.RULING_LIMIT: DisputeState.RULING,
}


def findings() -> Iterator[Finding]:
    """Everything found, one rule after the other."""
    yield from limits()
    yield from outbox()


def limits() -> Iterator[Finding]:
    """Each limit that runs is open on its day; no other one is."""
    for rule, (kind, running) in _running().items():
        armed: dict[int, list[date]] = {}
        fired: set[tuple[int, date]] = set()
        rows = Deadline.objects.filter(rule=rule, kind=kind, lifted_at=None).order_by("pk")
        for pk, due_on, at in rows.values_list("subject_id", "due_on", "fired_at"):
            if at is None:
                armed.setdefault(pk, []).append(due_on)
            else:
                fired.add((pk, due_on))
        for pk, due in running.items():
            days = armed.pop(pk, [])
            done = due is not None and rule in REMINDING and (pk, due) in fired
            if days != ([] if due is None or done else [due]):
                yield Finding(kind, pk, "limit", f"{rule} runs until {due}, armed: {_shown(days)}")
        for pk, days in armed.items():
            yield Finding(kind, pk, "limit", f"{rule} does not run, armed: {_shown(days)}")


def _running() -> dict[str, tuple[str, Runs]]:
    """For each rule the subjects whose limit runs, with its day; none: stamped before limits."""
    tasks, parts = Task.objects.order_by("pk"), Cooperation.objects.order_by("pk")
    sent = Letter.objects.order_by("pk").filter(state=LetterState.SENT)
    pending = parts.filter(state=CooperationState.PENDING)
    return {
        SIGN_OFF: ("task", _days(tasks.filter(state=TaskState.ASSIGNED), "sign_off_until")),
        VERIFICATION: ("task", _days(tasks.filter(state=TaskState.COMPLETED), "verify_until")),
        REVIEW: ("task", _days(tasks.filter(state=TaskState.SUSPENDED), "review_on")),
        PART_SIGN_OFF: (
            "cooperation",
            _days(pending.exclude(task__state=TaskState.SUSPENDED), "sign_off_until"),
        ),
        LETTER_REPLY: ("letter", _days(sent, "reply_until")),
        **{rule: ("dispute", running) for rule, running in _of_cases().items()},
        node_limits.WINDOW_LIMIT: ("slot", _days(_asked(SlotKind.WINDOW), "due_on")),
    }


def _days(rows: Any, column: str) -> Runs:
    return dict(rows.values_list("pk", column))


def _of_cases() -> dict[str, Runs]:
    """The limits of the nodes: a case waits under that of its state until its ``due_on``."""
    cases = Dispute.objects.order_by("pk")
    filed, receipt = DisputeState.FILED, DisputeState.RECEIPT
    completing = cases.filter(state=filed, completion_until__isnull=False)
    under_review = cases.filter(state=receipt, review_until__isnull=False)
    received = DisputeSlot.objects.filter(asked_for=SlotKind.RECEIPT, dispute__state=receipt)
    return {
        **{rule: _days(cases.filter(state=state), "due_on") for rule, state in NODES.items()},
        node_limits.ADMISSION: _days(cases.filter(state=filed, completion_until=None), "due_on"),
        node_limits.COMPLETION: _days(completing, "due_on"),
        node_limits.RECEIPT_LIMIT: dict(
            received.values_list("dispute", "due_on").order_by("due_on")
        ),
        node_limits.REVIEW_LIMIT: _days(under_review, "review_until"),
    }


def _asked(kind: SlotKind) -> Any:
    """Slots of the kind that wait for their unit."""
    return DisputeSlot.objects.filter(asked_for=kind, state=SlotState.ASKED).order_by("pk")


def _shown(days: list[date]) -> str:
    return ", ".join(map(str, days)) or "nothing"


def outbox() -> Iterator[Finding]:
    """What a step caused has left the house within three days of trying."""
    waiting = OutboxMessage.objects.filter(
        delivered_at=None, attempts__gt=0, record__at__lt=clock.now() - STUCK_AFTER
    ).order_by("pk")
    found = waiting.values_list("record__kind", "record__subject_id", "topic", "attempts")
    for kind, pk, topic, attempts in found:
        yield Finding(kind, pk, "outbox_stuck", f"{topic} not delivered in {attempts} attempts")
