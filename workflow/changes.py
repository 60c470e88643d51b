"""One change of one subject, ready to be written: its record, its columns, its texts."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import models

from workflow.actor import Actor
from workflow.lifecycle import Creation, Step, Subject
from workflow.records import canonical, digest, fact, seal
from workflow.statements import present

Declared = TypeVar("Declared", Step, Creation)
Values = tuple[tuple[str, Any, Any], ...]
ENGINE_COLUMNS = frozenset({"id", "state", "version", "head"})
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(slots=True)
class Change:
    """What :mod:`workflow.writer` writes: ``columns`` hold the new values by field name."""

    subject: Subject
    record: dict[str, Any]
    columns: dict[str, Any]
    texts: Sequence[tuple[str, str]] = ()
    topic: str = ""
    created: bool = False


@cache
def _fields(model: type[Subject]) -> "dict[str, models.Field[Any, Any]]":
    """The subject's own fields by the names of their values."""
    fields = model._meta.concrete_fields
    return {f.attname: f for f in fields if f.attname not in ENGINE_COLUMNS}


@cache
def _changeable(model: type[Subject]) -> tuple[str, ...]:
    """Names of the values that a step may change in place."""
    fields = _fields(model).items()
    return tuple(name for name, f in fields if isinstance(f, models.JSONField))


def snapshot(subject: Subject) -> dict[str, Any]:
    """The values of the subject's own columns, to be compared after the step."""
    before = dict(subject.__dict__)
    for name in _changeable(type(subject)):
        if before[name]:
            before[name] = deepcopy(before[name])
    return before


class Telling(Generic[Declared]):
    """What all changes made by one step say alike: who, when, with which data; worked out once.

    ``model`` is the kind of subject they are made on.
    """

    def __init__(
        self,
        model: type[Subject],
        declared: Declared,
        actor: Actor,
        at: datetime,
        data: Mapping[str, Any],
    ) -> None:
        self.declared: Declared = declared
        self.data = data
        told, self._texts = _told(data, declared.prose)
        self._facts: dict[str, Any] = {"data": told}
        if actor.prepared_by:
            self._facts["prepared_by"] = actor.prepared_by
        self._topic = declared.topic
        self._created = isinstance(declared, Creation)
        self._fields = _fields(model)
        self._known: dict[Values, tuple[str, dict[str, Any]]] = {}
        self._record: dict[str, Any] = {
            "kind": model.kind,
            "subject_id": 0,
            "version": 0,
            "root_kind": "",
            "root_id": 0,
            "step": declared.name,
            "source": "",
            "target": "",
            "actor_id": actor.user_id,
            "actor": actor.name,
            "unit": actor.unit,
            "hat": actor.hat,
            "on_behalf_of": actor.on_behalf_of,
            "at": at,
            "facts": "",
            "prev": "",
            "hash": "",
            "key_id": settings.AUDIT_KEY_ID,
        }

    def moved(self, subject: Subject, before: Mapping[str, Any]) -> Change:
        """The change a step made to ``subject``, whose values were ``before``."""
        now = subject.__dict__
        changed = tuple(
            (name, before[name], now[name]) for name in self._fields if now[name] != before[name]
        )
        return self._change(subject, before["state"], changed)

    def made(self, subject: Subject) -> Change:
        """The change that brings ``subject``, whose id is already drawn, into the world."""
        values = subject.__dict__
        subject.version, subject.head = 0, ""
        return self._change(subject, "", tuple((n, None, values[n]) for n in self._fields))

    def _change(self, subject: Subject, source: str, changed: Values) -> Change:
        root = subject.root()
        record = self._record.copy()
        record["subject_id"] = subject.pk
        record["version"] = subject.version + 1
        record["root_kind"], record["root_id"] = root.model.kind, root.pk
        record["source"], record["target"] = source, subject.present_state
        record["facts"], columns = self._written(changed)
        record["prev"] = subject.head
        record["hash"] = seal(record)
        subject.version, subject.head = record["version"], record["hash"]
        return Change(subject, record, columns, self._texts, self._topic, self._created)

    def _written(self, changed: Values) -> tuple[str, dict[str, Any]]:
        """The record's facts and the columns of values that changed, once for the same ones."""
        try:
            return self._known[changed]
        except KeyError:
            found = self._known[changed] = self._worked_out(changed)
            return found
        except TypeError:  # lists cannot be looked up
            return self._worked_out(changed)

    def _worked_out(self, changed: Values) -> tuple[str, dict[str, Any]]:
        fields, db = self._fields, present()
        shown = {
            name: [_shown(fields[name], before), _shown(fields[name], now)]
            for name, before, now in changed
            if not (self._created and now in EMPTY)
        }
        facts = {**self._facts, "changes": shown} if shown else self._facts
        columns = {name: fields[name].get_db_prep_save(now, db) for name, _, now in changed}
        return canonical(facts), columns


def _told(
    data: Mapping[str, Any], prose: Sequence[str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Facts of the data and its texts: prose stands among the facts as its digest only."""
    told: dict[str, Any] = {}
    texts: list[tuple[str, str]] = []
    for name, value in data.items():
        if name in prose and value:
            texts.append((name, str(value)))
            told[name] = digest(str(value))
        elif value not in (None, ""):
            told[name] = fact(value)
    return told, texts


def _shown(f: "models.Field[Any, Any]", value: Any) -> Any:
    """A column's value as a fact; long texts as their digest."""
    return digest(value) if isinstance(f, models.TextField) and value else fact(value)
