"""Rebuilding subjects from their records alone, and comparing them with what is stored.

A record holds every value that its step changed, before and after; long texts as their digest.
So the chain of a subject tells its state, its version and each of its own columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.db import models

from workflow.changes import ENGINE_COLUMNS
from workflow.lifecycle import Subject
from workflow.models import Record
from workflow.records import digest, fact

AT_A_TIME = 2_000
EMPTY: tuple[Any, ...] = (None, "", [], {})


class Deviation(NamedTuple):
    """``subject`` differs in ``field`` from what its records tell."""

    kind: str
    subject_id: int
    field: str
    told: Any
    stored: Any

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.field} is {self.stored!r}, told {self.told!r}"


@dataclass
class Rebuilt:
    """A subject as its records tell it; ``values`` by the names of its columns' values."""

    subject_id: int
    state: str = ""
    version: int = 0
    head: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    breaks: list[tuple[int, str]] = field(default_factory=list)

    def follow(self, record: Record) -> None:
        """Take the record's step; where it does not begin where the last one ended, note it."""
        if (record.version, record.source) != (self.version + 1, self.state):
            self.breaks.append((record.version, f"from {record.source or 'nothing'}"))
        changes = record.told.get("changes", {})
        for name, (before, after) in changes.items():
            if before not in EMPTY and before != self.values.get(name, before):
                self.breaks.append((record.version, f"{name} from {before!r}"))
            self.values[name] = after
        self.version, self.state, self.head = record.version, record.target, record.hash


def rebuilt(records: Iterable[Record]) -> Iterator[Rebuilt]:
    """The subjects of one kind, from their records in order of subject and version."""
    for pk, chain in groupby(records, key=lambda record: record.subject_id):
        subject = Rebuilt(pk)
        for record in chain:
            subject.follow(record)
        yield subject


def records_of(model: type[Subject], pk: int | None = None) -> Iterator[Record]:
    """The records of a kind, or of one subject, in the order in which they are followed."""
    found = Record.objects.filter(kind=model.kind)
    if pk is not None:
        found = found.filter(subject_id=pk)
    return found.order_by("subject_id", "version").iterator(AT_A_TIME)


def deviations(model: type[Subject], pk: int | None = None) -> Iterator[Deviation]:
    """Where the subjects of ``model`` (or the one of ``pk``) differ from their records."""
    rows: Any = model._default_manager.order_by("pk")
    stored = {row.pk: row for row in (rows if pk is None else rows.filter(pk=pk)).iterator()}
    for told in rebuilt(records_of(model, pk)):
        row = stored.pop(told.subject_id, None)
        if row is None:
            yield Deviation(model.kind, told.subject_id, "subject", told.state, None)
        else:
            yield from _compared(row, told)
    for pk_left, row in stored.items():
        yield Deviation(model.kind, pk_left, "records", None, row.version)


def _compared(row: Subject, told: Rebuilt) -> Iterator[Deviation]:
    for version, fault in told.breaks:
        yield Deviation(row.kind, row.pk, f"version {version}", fault, None)
    engine = {"state": row.present_state, "version": row.version, "head": row.head}
    for name, value in engine.items():
        if value != getattr(told, name):
            yield Deviation(row.kind, row.pk, name, getattr(told, name), value)
    for f in row._meta.concrete_fields:
        if f.attname not in ENGINE_COLUMNS:
            value = row.__dict__[f.attname]
            if not _agrees(f, value, told.values):
                yield Deviation(row.kind, row.pk, f.attname, told.values.get(f.attname), value)


def _agrees(f: "models.Field[Any, Any]", value: Any, told: dict[str, Any]) -> bool:
    """A value no record speaks of is empty, or what the column was given when it was added."""
    if f.attname not in told:
        return value in EMPTY or value == f.get_default()
    expected = told[f.attname]
    if expected in EMPTY:
        return value in EMPTY
    if isinstance(f, models.TextField):
        return bool(expected == digest(value or ""))
    if isinstance(f, models.JSONField):
        return bool(expected == fact(value))
    target = f.target_field if isinstance(f, models.ForeignKey) else f
    return bool(target.to_python(expected) == value)
