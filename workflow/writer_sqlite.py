"""The same change in a few short statements, under SQLite's one writer."""

from collections.abc import Sequence
from functools import cache

from django.db import connection
from django.db.utils import IntegrityError

from workflow import rows, statements
from workflow.changes import Change
from workflow.lifecycle import Subject
from workflow.writer_postgresql import RECORD

INSERT_RECORD = (
    f"INSERT INTO workflow_record ({', '.join(RECORD)}) "  # noqa: S608 - constant
    f"VALUES ({', '.join('?' for _name in RECORD)})"
)
INSERT_TEXT = "INSERT INTO workflow_recordtext (record_id, name, body) VALUES (?, ?, ?)"
INSERT_MESSAGE = (
    "INSERT INTO workflow_outboxmessage (record_id, topic, attempts, next_try_at, error) "
    "VALUES (?, ?, 0, ?, '')"
)


def draw_ids(model: type[Subject], count: int) -> list[int]:
    """Draw the next primary keys; the transaction already holds the write lock."""
    found = statements.run(
        "SELECT seq FROM sqlite_sequence WHERE name = ?", (model._meta.db_table,)
    ).fetchone()
    first = (found[0] if found else 0) + 1
    return list(range(first, first + count))


def write(changes: Sequence[Change]) -> None:
    """Write changes of one shape: record first, then the subject under its trigger."""
    for change in changes:
        _write_one(change)


def _write_one(change: Change) -> None:
    record = dict(change.record, at=connection.ops.adapt_datetimefield_value(change.record["at"]))
    record_id = statements.run(INSERT_RECORD, [record[name] for name in RECORD]).lastrowid
    for name, body in change.texts:
        statements.run(INSERT_TEXT, (record_id, name, body))
    if change.topic:
        statements.run(INSERT_MESSAGE, (record_id, change.topic, record["at"]))
    model, names = type(change.subject), tuple(change.columns)
    engine = (record["target"], record["version"], record["hash"])
    if change.created:
        written = statements.run(
            _insert(model, names), (change.subject.pk, *engine, *change.columns.values())
        )
    else:
        written = statements.run(
            _update(model, names),
            (*engine, *change.columns.values(), change.subject.pk, record["version"] - 1),
        )
    if written.rowcount != 1:
        raise IntegrityError(f"{record['kind']} {change.subject.pk} moved under the lock")


@cache
def _insert(model: type[Subject], names: tuple[str, ...]) -> str:
    columns = "".join(f", {column}" for column in _columns(model, names))
    marks = ", ?" * len(names)
    return (
        f"INSERT INTO {model._meta.db_table} (id, state, version, head{columns}) "  # noqa: S608
        f"VALUES (?, ?, ?, ?{marks})"
    )


@cache
def _update(model: type[Subject], names: tuple[str, ...]) -> str:
    sets = "".join(f", {column} = ?" for column in _columns(model, names))
    return (
        f"UPDATE {model._meta.db_table} SET state = ?, version = ?, head = ?{sets} "  # noqa: S608
        "WHERE id = ? AND version = ?"
    )


def _columns(model: type[Subject], names: tuple[str, ...]) -> list[str]:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return [rows.quoted(fields[name]) for name in names]
