"""The one door. Every change of a subject's state passes through :class:`Act`.

::

    with door.act(actor, key) as act:
        task = act.take(task)
        act.step(task, "accept", version=3, contact="…")

is one transaction: the key (if any), the lock on the root row, the rule, the version, the
state, the conditions, the lifecycle's own method, then record, change, texts and outbox
message in one statement. Nothing else writes a state, and the database refuses it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from workflow import clock, gate, keys, known, rows, statements, waits, writer
from workflow.actor import Actor
from workflow.changes import Change, Telling, snapshot
from workflow.errors import WrongState
from workflow.keys import Key
from workflow.lifecycle import Ref, Step, Subject, steps_of

S = TypeVar("S", bound=Subject)
Data = Mapping[str, Any]
Answers = list[dict[str, Any]]
_heard: ContextVar[Answers | None] = ContextVar("workflow_answers", default=None)
_begun: ContextVar["Act | None"] = ContextVar("workflow_begun", default=None)
_rehearsed: ContextVar[list[Change] | None] = ContextVar("workflow_rehearsal", default=None)


class Act:
    """The acts of one person in one transaction; made by :func:`act` only.

    A step's method finds here who acts (``actor``), when (``at``, ``day``) and from which
    state (``source``).
    """

    def __init__(self, actor: Actor, at: datetime) -> None:
        self.actor = actor
        self.at = at
        self.source = ""
        self.answer: dict[str, Any] = {}
        self._held: dict[Ref, Subject] = {}

    @property
    def day(self) -> date:
        """The day of the act, where the office stands."""
        return timezone.localdate(self.at)

    def take(self, seen: S) -> S:
        """Lock the root of ``seen`` and return the row as it is now.

        Raises the model's ``DoesNotExist`` where the row has gone.
        """
        own, root = Ref(type(seen), seen.pk), seen.root()
        held = self._held.get(root)
        if held is None:
            held = self._held[root] = rows.read(root.model, root.pk, lock=True)
        if own == root:
            return held  # type: ignore[return-value]
        return rows.read(type(seen), seen.pk, lock=False)

    def hold(self, locked: S) -> S:
        """Keep a root that was read under its lock within this act: it is taken already."""
        self._held[locked.root()] = locked
        return locked

    def take_all(self, model: type[S], pks: Sequence[int]) -> list[S]:
        """Lock roots of one model in order of their ids and return them as they are now."""
        found = rows.read_many(model, sorted(pks), lock=True)
        self._held.update((Ref(model, row.pk), row) for row in found)
        return found

    def step(self, subject: S, name: str, *, version: int | None, **data: Any) -> S:
        """Take step ``name`` on ``version`` of a subject got from :meth:`take`.

        Raises the refusals of :mod:`workflow.errors`; nothing is written then.
        """
        self._write([self._change(subject, self._telling(type(subject), name, data), version)])
        self._answer(subject, name)
        return subject

    def follow(self, subject: S, name: str, **data: Any) -> S:
        """Take a step that follows from the one just taken; its rule was asked there."""
        telling = self._telling(type(subject), name, data)
        self._write([self._change(subject, telling, subject.version, following=True)])
        self._moved_on([subject])
        return subject

    def step_all(self, subjects: Sequence[Subject], name: str, **data: Any) -> None:
        """Take one step on many subjects at their present versions, written set-based."""
        alike = cache(lambda model: self._telling(model, name, data))
        self._write([self._change(row, alike(type(row)), row.version) for row in subjects])

    def follow_all(
        self, subjects: Sequence[S], name: str, data: Callable[[S], Data] | None = None
    ) -> None:
        """Let a step follow on many subjects, written set-based."""
        alike = cache(lambda model: self._telling(model, name, {}))
        self._write(
            [
                self._change(
                    row,
                    self._telling(type(row), name, data(row)) if data else alike(type(row)),
                    row.version,
                    following=True,
                )
                for row in subjects
            ]
        )
        self._moved_on(subjects)

    def create(self, subject: S, name: str, **data: Any) -> S:
        """Bring a new subject into the world under the creation ``name``."""
        return self.create_all([subject], name, data)[0]

    def create_all(self, subjects: Sequence[S], name: str, data: Data | None = None) -> list[S]:
        """Bring many new subjects of one model into the world, written set-based."""
        if not subjects:
            return []
        model = type(subjects[0])
        creation = next(made for made in model.creations if made.name == name)
        for row, pk in zip(subjects, writer.draw_ids(model, len(subjects)), strict=True):
            row.pk = pk
            row.__dict__["state"] = creation.state
            row._state.adding = False
        telling = Telling(model, creation, self.actor, self.at, data or {})
        self._write([telling.made(row) for row in subjects])
        for row in subjects:
            if row.root() == (model, row.pk):
                self._held[row.root()] = row
        self._answer(subjects[0], name)
        return list(subjects)

    def _telling(self, model: type[Subject], name: str, data: Data) -> Telling[Step]:
        return Telling(model, steps_of(model)[name], self.actor, self.at, data)

    def _change(
        self,
        subject: Subject,
        telling: Telling[Step],
        version: int | None,
        *,
        following: bool = False,
    ) -> Change:
        declared, data = telling.declared, telling.data
        if subject.root() not in self._held:
            raise RuntimeError(f"{subject.kind} {subject.pk} was not taken before {declared.name}")
        refused = gate.refusal_in_act(
            subject, declared, self.actor, version, data, following=following
        )
        if refused:
            raise refused
        before = snapshot(subject)
        self.source = subject.present_state
        try:
            getattr(subject, declared.method)(self, **data)
        except TransitionNotAllowed as error:
            raise WrongState(subject=subject, step=declared.name) from error
        return telling.moved(subject, before)

    def _answer(self, subject: Subject, name: str) -> None:
        if not self.answer:
            self.answer = {
                "kind": subject.kind,
                "id": subject.pk,
                "step": name,
                "state": subject.present_state,
                "version": subject.version,
            }

    def _moved_on(self, subjects: Sequence[Subject]) -> None:
        """What follows may move the subject of the answer once more."""
        named = (self.answer.get("kind"), self.answer.get("id"))
        for row in subjects:
            if (row.kind, row.pk) == named:
                self.answer |= {"state": row.present_state, "version": row.version}

    def _write(self, made: list[Change]) -> None:
        writer.write(made)
        rehearsed = _rehearsed.get()
        if rehearsed is not None:
            rehearsed.extend(made)


@contextmanager
def act(actor: Actor, key: Key | None = None) -> Iterator[Act]:
    """Open the door for ``actor``: one transaction, one moment, one key.

    Raises :class:`workflow.errors.Replay` with the stored answer where the key was carried
    out before, ``DuplicateKey`` where it was with another body, ``InProgress`` where it or
    the subject is being worked on and does not become free within the lock timeout.
    """
    with _opened(actor) as unit:
        if key:
            keys.claim(key, unit.at)
        yield unit
        if key:
            keys.store(key, unit.answer)
    heard = _heard.get()
    if heard is not None:
        heard.append(unit.answer)


@contextmanager
def begun(actor: Actor) -> Iterator[Act]:
    """Open the door before it is known what will be done, to look at the subject under its lock.

    The next act of this very actor inside goes on with it: what was asked need not be asked again.
    """
    with _opened(actor) as unit:
        token = _begun.set(unit)
        try:
            yield unit
        finally:
            _begun.reset(token)


@contextmanager
def _opened(actor: Actor) -> Iterator[Act]:
    """The act that was begun for this actor, else one in a transaction of its own."""
    before = _begun.get()
    if before is not None and before.actor is actor:
        _begun.set(None)
        yield before
        return
    with waits.bounded(), transaction.atomic(), known.acting(), statements.gathering():
        yield Act(actor, clock.now())


@contextmanager
def answers() -> Iterator[Answers]:
    """Hear what the acts inside answer: kind, id, step, state and version, as keys keep it."""
    heard: Answers = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


@contextmanager
def rehearsal() -> Iterator[list[Change]]:
    """Take acts inside and undo them: nothing stays written; hear every change they make."""
    made: list[Change] = []
    token = _rehearsed.set(made)
    try:
        with transaction.atomic():
            yield made
            transaction.set_rollback(True)
    finally:
        _rehearsed.reset(token)
