"""One change of one subject, ready to be written: its record, its columns, its texts."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models

from workflow.actor import Actor
from workflow.lifecycle import Creation, Step, Subject
from workflow.records import canonical, digest, fact, seal
from workflow.statements import present

ENGINE_COLUMNS = frozenset({"id", "state", "version", "head"})


@dataclass(slots=True)
class Change:
    """What :mod:`workflow.writer` writes: ``columns`` hold the new values by field name."""

    subject: Subject
    record: dict[str, Any]
    columns: dict[str, Any]
    texts: Sequence[tuple[str, str]] = ()
    topic: str = ""
    created: bool = field(default=False)


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


def moved(
    subject: Subject,
    before: Mapping[str, Any],
    declared: Step,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
) -> Change:
    """The change a step made to ``subject``, whose values were ``before``."""
    now = subject.__dict__
    fields = _fields(type(subject))
    changed = {name: f for name, f in fields.items() if now[name] != before[name]}
    told, texts = _told(data, declared.prose)
    facts: dict[str, Any] = {"data": told}
    if changed:
        facts["changes"] = {
            name: [_shown(f, before[name]), _shown(f, now[name])] for name, f in changed.items()
        }
    record = _record(subject, actor, at, declared.name, before["state"], facts)
    db = present()
    columns = {name: f.get_db_prep_save(now[name], db) for name, f in changed.items()}
    subject.version, subject.head = record["version"], record["hash"]
    return Change(subject, record, columns, texts, declared.topic)


def made(
    subject: Subject, creation: Creation, actor: Actor, at: datetime, data: Mapping[str, Any]
) -> Change:
    """The change that brings ``subject``, whose id is already drawn, into the world."""
    values = subject.__dict__
    fields = _fields(type(subject))
    told, texts = _told(data, creation.prose)
    facts = {
        "data": told,
        "changes": {
            name: [None, _shown(f, values[name])]
            for name, f in fields.items()
            if values[name] not in (None, "", [], {})
        },
    }
    subject.version, subject.head = 0, ""
    record = _record(subject, actor, at, creation.name, "", facts)
    db = present()
    columns = {name: f.get_db_prep_save(values[name], db) for name, f in fields.items()}
    subject.version, subject.head = record["version"], record["hash"]
    return Change(subject, record, columns, texts, creation.topic, created=True)


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


def _record(
    subject: Subject,
    actor: Actor,
    at: datetime,
    step: str,
    source: str,
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    root = subject.root()
    if actor.prepared_by:
        facts = {**facts, "prepared_by": actor.prepared_by}
    row: dict[str, Any] = {
        "kind": subject.kind,
        "subject_id": subject.pk,
        "version": subject.version + 1,
        "root_kind": root.model.kind,
        "root_id": root.pk,
        "step": step,
        "source": source,
        "target": subject.present_state,
        "actor_id": actor.user_id,
        "actor": actor.name,
        "unit": actor.unit,
        "hat": actor.hat,
        "on_behalf_of": actor.on_behalf_of,
        "at": at,
        "facts": canonical(facts),
        "prev": subject.head,
        "hash": "",
        "key_id": settings.AUDIT_KEY_ID,
    }
    row["hash"] = seal(row)
    return row
