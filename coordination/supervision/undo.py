"""Undoing: requests and letters taken back by their authors, or void as their task ended."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import CharField, QuerySet, Value

from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.supervision.states import LetterState, RequestState, TransferState
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.door import Act
from workflow.keys import Key
from workflow.lifecycle import Subject
from workflow.prepared import Prepared

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
    found: dict[str, list[int]] = {}
    for kind, pk in _OPEN.rows(frozenset(task.pk for task in tasks)):
        found.setdefault(kind, []).append(pk)
    if not found:
        return
    over = {task.pk for task in tasks if task.present_state in OVER}
    extensions = _those(Extension, found)
    for extension in extensions:
        deadlines.lift(extension, EXTENSION_DUE)
    letters = [
        letter
        for letter in _those(Letter, found)
        if letter.task_id in over or letter.unit_id not in letter.task.working_units()
    ]
    for letter in letters:
        deadlines.lift(letter, LETTER_REPLY)
    for rows in (extensions, letters, _those(Transfer, found), _those(Reopening, found)):
        act.follow_all(rows, "lapse")


# What is asked about a task, and in which states it is still open.
ASKED: tuple[tuple[Any, Sequence[str]], ...] = (
    (Extension, [RequestState.ASKED]),
    (Letter, [LetterState.SENT, LetterState.UNANSWERED]),
    (Transfer, [TransferState.ASKED, TransferState.CONSENTED]),
    (Reopening, [RequestState.ASKED]),
)


def _still_open(tasks: frozenset[int]) -> QuerySet[Any, Any]:
    """Kind and id of what is open about the tasks."""
    first, *others = (
        model._default_manager.filter(task__in=tasks, state__in=states)
        .order_by()
        .values_list(Value(model.kind, output_field=CharField()), "pk")
        for model, states in ASKED
    )
    found: QuerySet[Any, Any] = first.union(*others, all=True)
    return found


_OPEN = Prepared(_still_open)


def _those(model: type[T], found: Mapping[str, Sequence[int]]) -> list[T]:
    if model.kind not in found:
        return []
    rows = model._default_manager.filter(pk__in=found[model.kind])
    return list(rows.select_related("task").order_by("pk"))
