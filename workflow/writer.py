"""Writing changes: one data-modifying statement on PostgreSQL, a few short ones on SQLite."""

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

from django.db import connection

from workflow import writer_postgresql, writer_sqlite
from workflow.changes import Change
from workflow.lifecycle import Subject

CHUNK = 5_000


class Writer(Protocol):
    """What each database's module offers."""

    def draw_ids(self, model: type[Subject], count: int) -> list[int]: ...

    def write(self, changes: Sequence[Change]) -> None: ...


WRITERS: dict[str, Writer] = {"postgresql": writer_postgresql, "sqlite": writer_sqlite}


def draw_ids(model: type[Subject], count: int) -> list[int]:
    """Draw ``count`` new primary keys of ``model``."""
    return WRITERS[connection.vendor].draw_ids(model, count)


def write(changes: Sequence[Change]) -> None:
    """Write the changes with their records, texts and outbox messages."""
    store = WRITERS[connection.vendor]
    for _shape, group in groupby(changes, key=_shape_of):
        alike = list(group)
        for start in range(0, len(alike), CHUNK):
            store.write(alike[start : start + CHUNK])


def _shape_of(change: Change) -> tuple[type[Subject], tuple[str, ...], str, bool]:
    return (type(change.subject), tuple(change.columns), change.topic, change.created)
