"""Undoing: requests and letters taken back by their authors, or void as their task ended."""

from collections.abc import Sequence
from typing import TypeVar

from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.supervision.states import LetterState, RequestState, TransferState
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.door import Act
from workflow.keys import Key
from workflow.lifecycle import Subject

LETTER_REPLY = "letter_reply"
EXTENSION_DUE = "extension_due"
OVER = (TaskState.VERIFIED, TaskState.CANCELLED)
T = TypeVar("T", bound=Subject)


def withdraw_extension(
    extension: Extension, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """The unit takes its request back."""
    with door.act(actor, key) as act:
        taken = act.take(extension)
        act.step(taken, "withdraw_extension", version=version)
        deadlines.lift(taken, EXTENSION_DUE)


def withdraw_letter(
    letter: Letter,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    key: Key | None = None,
) -> None:
    """Whoever sent the letter takes it back; no answer is owed any more."""
    with door.act(actor, key) as act:
        taken = act.take(letter)
        act.step(taken, "withdraw_letter", version=version, reason=reason)
        deadlines.lift(taken, LETTER_REPLY)


def withdraw_reopening(
    reopening: Reopening, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """The supervisor takes the request back."""
    with door.act(actor, key) as act:
        act.step(act.take(reopening), "withdraw_reopening", version=version)


def withdraw_transfer(
    transfer: Transfer, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """The coordinator takes the proposal back."""
    with door.act(actor, key) as act:
        act.step(act.take(transfer), "withdraw_transfer", version=version)


def lapse_with(act: Act, tasks: Sequence[Task]) -> None:
    """Within an act: what was asked about tasks that ended, and is still open, becomes void.

    A letter stays where its unit still has a part in a task that is still owed.
    """
    pks = [task.pk for task in tasks]
    over = {task.pk for task in tasks if task.present_state in OVER}
    extensions = _open(Extension, pks, RequestState.ASKED)
    for extension in extensions:
        deadlines.lift(extension, EXTENSION_DUE)
    letters = [
        letter
        for letter in _open(Letter, pks, LetterState.SENT, LetterState.UNANSWERED)
        if letter.task_id in over or letter.unit_id not in letter.task.working_units()
    ]
    for letter in letters:
        deadlines.lift(letter, LETTER_REPLY)
    transfers = _open(Transfer, pks, TransferState.ASKED, TransferState.CONSENTED)
    reopenings = _open(Reopening, pks, RequestState.ASKED)
    for rows in (extensions, letters, transfers, reopenings):
        act.follow_all(rows, "lapse")


def _open(model: type[T], tasks: Sequence[int], *states: str) -> list[T]:
    rows = model._default_manager.filter(task__in=tasks, state__in=states)
    return list(rows.select_related("task").order_by("pk"))
