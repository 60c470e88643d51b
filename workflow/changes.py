"""One change of one subject, ready to be written: its record, its columns, its texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, models

from workflow.actor import Actor
from workflow.lifecycle import Creation, Step, Subject
from workflow.records import canonical, digest, fact, seal

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
def _fields(model: type[Subject]) -> "tuple[models.Field[Any, Any], ...]":
    return tuple(f for f in model._meta.concrete_fields if f.attname not in ENGINE_COLUMNS)


def snapshot(subject: Subject) -> dict[str, Any]:
    """The values of the subject's own columns, to be compared after the step."""
    return dict(subject.__dict__)


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
    changed = [f for f in _fields(type(subject)) if now[f.attname] != before[f.attname]]
    told, texts = _told(data, declared.prose)
    facts: dict[str, Any] = {"data": told}
    if changed:
        facts["changes"] = {
            f.attname: [_shown(f, before[f.attname]), _shown(f, now[f.attname])] for f in changed
        }
    record = _record(subject, actor, at, declared.name, before["state"], facts)
    columns = {f.attname: f.get_db_prep_save(now[f.attname], connection) for f in changed}
    subject.version, subject.head = record["version"], record["hash"]
    return Change(subject, record, columns, texts, declared.topic)


def made(
    subject: Subject, creation: Creation, actor: Actor, at: datetime, data: Mapping[str, Any]
) -> Change:
    """The change that brings ``subject``, whose id is already drawn, into the world."""
    values = subject.__dict__
    told, texts = _told(data, creation.prose)
    facts = {
        "data": told,
        "changes": {
            f.attname: [None, _shown(f, values[f.attname])]
            for f in _fields(type(subject))
            if values[f.attname] not in (None, "", [], {})
        },
    }
    subject.version, subject.head = 0, ""
    record = _record(subject, actor, at, creation.name, "", facts)
    columns = {
        f.attname: f.get_db_prep_save(values[f.attname], connection)
        for f in _fields(type(subject))
    }
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
        "key_id": settings.AUDIT_KEY_ID,
    }
    row["hash"] = seal(row)
    return row
