"""What was read from a document: frozen values, and their JSON form."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from coordination.sources.reader.errors import Text


@dataclass(frozen=True)
class Unit:
    """A unit named in a cell: ``text`` as printed, ``name`` restored, ``unit`` code or None."""

    text: str
    name: str
    unit: str | None

    def to_json(self) -> dict[str, Any]:
        """The unit as JSON values."""
        return {"text": self.text, "name": self.name, "unit": self.unit}


@dataclass(frozen=True)
class Deadline:
    """A deadline.

    ``text`` as printed; ``kind`` is date, period, recurring, ongoing or relative; ``date`` the last
    day, None where there is none; ``every`` the rhythm of a recurring one: day, week, month,
    quarter, half-year, year.
    """

    text: str
    kind: str
    date: dt.date | None = None
    every: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The deadline as JSON values."""
        day = self.date.isoformat() if self.date else None
        return {"text": self.text, "kind": self.kind, "date": day, "every": self.every}


@dataclass(frozen=True)
class Indicator:
    """A figure to reach.

    ``comparator`` is ge, le, eq, about, increase, decrease or range; ``value`` a decimal number as
    text, two joined by ``-`` for a range; ``unit`` the unit of measure with its scale (亿美元).
    """

    text: str
    comparator: str
    value: str
    unit: str

    def to_json(self) -> dict[str, Any]:
        """The indicator as JSON values."""
        return {
            "text": self.text,
            "comparator": self.comparator,
            "value": self.value,
            "unit": self.unit,
        }


@dataclass(frozen=True)
class Confirm:
    """Something a person must confirm: the ``field`` and the ``reason``, translated lazily."""

    field: str
    reason: Text

    def to_json(self) -> dict[str, Any]:
        """The request as JSON values, the reason in the active language."""
        return {"field": self.field, "reason": str(self.reason)}


@dataclass(frozen=True)
class Source:
    """Where a task stands: ``sheet``, first and last row from 1, ``clause`` the unit cells."""

    sheet: str
    row: int
    last_row: int
    clause: str

    def to_json(self) -> dict[str, Any]:
        """The source as JSON values; ``start`` and ``end`` are the rows again."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "last_row": self.last_row,
            "start": self.row,
            "end": self.last_row,
            "clause": self.clause,
        }


@dataclass(frozen=True)
class Unread:
    """Text that became no field of a task, with the ``reason``."""

    text: str
    sheet: str
    row: int
    reason: Text

    def to_json(self) -> dict[str, Any]:
        """The text as JSON values; ``start`` and ``end`` are its row."""
        return {
            "text": self.text,
            "sheet": self.sheet,
            "start": self.row,
            "end": self.row,
            "reason": str(self.reason),
        }


@dataclass(frozen=True)
class Document:
    """The document itself.

    ``convention`` is the text of a declared rule (first unit = lead); ``groups`` the members of
    collectives that a note lists, by the collective's name; ``year`` the year in the title.
    """

    format: str
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    convention: str | None = None
    year: int | None = None
    groups: tuple[tuple[str, tuple[Unit, ...]], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The document as JSON values."""
        return {
            "title": self.title,
            "number": self.number,
            "issuer": self.issuer,
            "date": self.date.isoformat() if self.date else None,
            "format": self.format,
            "convention": self.convention,
            "year": self.year,
            "groups": {name: [unit.to_json() for unit in units] for name, units in self.groups},
        }


@dataclass(frozen=True)
class Task:
    """One task of the document; ``key`` is the same each time the same row is read."""

    key: str
    number: str
    section: tuple[str, ...]
    title: str
    text: str
    lead: tuple[Unit, ...]
    cooperating: tuple[Unit, ...]
    collective: tuple[str, ...]
    joint: bool
    open_ended: bool
    deadline: Deadline | None
    indicators: tuple[Indicator, ...]
    remarks: str
    flags: tuple[str, ...]
    confirm: tuple[Confirm, ...]
    source: Source
    cells: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """The task as JSON values; ``cells`` maps each heading to its raw text."""
        return {
            "key": self.key,
            "number": self.number,
            "section": list(self.section),
            "title": self.title,
            "text": self.text,
            "lead": [unit.to_json() for unit in self.lead],
            "cooperating": [unit.to_json() for unit in self.cooperating],
            "collective": list(self.collective),
            "joint": self.joint,
            "open_ended": self.open_ended,
            "deadline": self.deadline.to_json() if self.deadline else None,
            "indicators": [indicator.to_json() for indicator in self.indicators],
            "remarks": self.remarks,
            "flags": list(self.flags),
            "confirm": [request.to_json() for request in self.confirm],
            "source": self.source.to_json(),
            "cells": dict(self.cells),
        }


@dataclass(frozen=True)
class Reading:
    """A document as read: rows in = tasks + rows listed under ``unread`` that hold data."""

    document: Document
    tasks: tuple[Task, ...]
    gaps: tuple[str, ...]
    unread: tuple[Unread, ...]
    unknown_units: tuple[str, ...]
    rows_in: int
    rows_out: int

    def to_json(self) -> dict[str, Any]:
        """The reading as JSON values, texts in the active language."""
        return {
            "document": self.document.to_json(),
            "tasks": [task.to_json() for task in self.tasks],
            "gaps": list(self.gaps),
            "unread": [piece.to_json() for piece in self.unread],
            "unknown_units": list(self.unknown_units),
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
        }
