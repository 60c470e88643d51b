"""Limits are armed exactly where they run, and nothing stays in the outbox."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from coordination.disputes.actions import ANSWER_LIMIT, STATEMENT_LIMIT
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import DisputeState, SlotKind
from coordination.reports.finding import Finding
from coordination.supervision.models import Letter
from coordination.supervision.states import LetterState
from coordination.supervision.turns import REVIEW
from coordination.supervision.undo import LETTER_REPLY
from coordination.tasks.limits import PART_SIGN_OFF, SIGN_OFF, VERIFICATION
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from workflow import clock
from workflow.models import Deadline, OutboxMessage

Runs = dict[int, date | None]
# A message is tried again for three days; after that a person must look.
STUCK_AFTER = timedelta(hours=72)
# These limits only remind: the thing they are about goes on after they have fired.
REMINDING = (VERIFICATION, REVIEW)


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
        STATEMENT_LIMIT: ("dispute", _asked(DisputeState.COLLECTING, SlotKind.STATEMENT)),
        ANSWER_LIMIT: ("dispute", _asked(DisputeState.ANSWERING, SlotKind.ANSWER)),
    }


def _days(rows: Any, column: str) -> Runs:
    return dict(rows.values_list("pk", column))


def _asked(state: DisputeState, kind: SlotKind) -> Runs:
    """Cases in ``state``, with the day until which the parties are asked in this round."""
    cases = Dispute.objects.filter(state=state)
    rounds = dict(cases.values_list("pk", "round"))
    slots = DisputeSlot.objects.filter(dispute__in=cases, asked_for=kind)
    found: Runs = dict.fromkeys(rounds)
    for pk, number, due_on in slots.values_list("dispute_id", "round", "due_on"):
        if rounds[pk] == number:
            found[pk] = due_on
    return found


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
