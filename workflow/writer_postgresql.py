"""One statement a shape: records, texts, outbox messages and the subjects' columns.

The parameters are arrays, so that one change and five thousand are the same prepared
statement. The triggers of :mod:`workflow.guards` look at both sides when it ends.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

from workflow import rows
from workflow.changes import Change
from workflow.lifecycle import Subject

RECORD: dict[str, str] = {
    "kind": "text",
    "subject_id": "bigint",
    "version": "integer",
    "root_kind": "text",
    "root_id": "bigint",
    "step": "text",
    "source": "text",
    "target": "text",
    "actor_id": "bigint",
    "actor": "text",
    "unit": "text",
    "hat": "text",
    "on_behalf_of": "text",
    "at": "timestamptz",
    "facts": "text",
    "prev": "text",
    "hash": "text",
    "key_id": "text",
}


def draw_ids(model: type[Subject], count: int) -> list[int]:
    """Draw primary keys from the table's own sequence."""
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return [row[0] for row in rows.run(sql, (model._meta.db_table, count)).fetchall()]


def write(changes: Sequence[Change]) -> None:
    """Write changes of one shape in one statement."""
    first = changes[0]
    names = tuple(first.columns)
    texts = [
        (change.subject.pk, name, body) for change in changes for name, body in change.texts
    ]
    sql = _statement(
        type(first.subject), names, bool(texts), bool(first.topic), first.created
    )
    params: list[Any] = [[change.record[name] for change in changes] for name in RECORD]
    if texts:
        params += [list(column) for column in zip(*texts, strict=True)]
    if first.topic:
        params += [first.topic, first.record["at"]]
    params += [[change.columns[name] for change in changes] for name in names]
    if names and not first.created:
        params.append([change.subject.pk for change in changes])
    rows.run(sql, params)


@cache
def _statement(
    model: type[Subject], names: tuple[str, ...], texts: bool, topic: bool, created: bool
) -> str:
    record = ", ".join(RECORD)
    arrays = ", ".join(f"%s::{kind}[]" for kind in RECORD.values())
    parts = [
        f"r AS (INSERT INTO workflow_record ({record}) SELECT * FROM unnest({arrays}) "  # noqa: S608
        "RETURNING id, subject_id, version, target, hash)"
    ]
    if texts:
        parts.append(
            "t AS (INSERT INTO workflow_recordtext (record_id, name, body) SELECT r.id, v.name, "
            "v.body FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS v(subject_id, name, body) "
            "JOIN r ON r.subject_id = v.subject_id)"
        )
    if topic:
        parts.append(
            "o AS (INSERT INTO workflow_outboxmessage (record_id, topic, attempts, next_try_at, "
            "error) SELECT r.id, %s, 0, %s, '' FROM r)"
        )
    return f"WITH {', '.join(parts)} {_insert(model, names) if created else _update(model, names)}"


def _columns(model: type[Subject], names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Quoted column and array type of each field."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    return [
        (quote(fields[name].column), f"{fields[name].rel_db_type(connection)}[]")
        if fields[name].is_relation
        else (quote(fields[name].column), f"{fields[name].db_type(connection)}[]")
        for name in names
    ]


def _insert(model: type[Subject], names: tuple[str, ...]) -> str:
    columns = _columns(model, names)
    listed = "".join(f", {column}" for column, _type in columns)
    arrays = ", ".join(f"%s::{kind}" for _column, kind in columns)
    values = ", ".join(f"v{index}" for index in range(len(columns)))
    return (
        f"INSERT INTO {model._meta.db_table} (id, state, version, head{listed}) "  # noqa: S608
        f"SELECT r.subject_id, r.target, r.version, r.hash{', ' if values else ''}"
        f"{', '.join(f'v.{name.strip()}' for name in values.split(',')) if values else ''} "
        f"FROM (SELECT *, row_number() OVER (ORDER BY subject_id) AS n FROM r) AS r "
        f"JOIN unnest({arrays}) WITH ORDINALITY AS v({values}, n) ON v.n = r.n"
    )


def _update(model: type[Subject], names: tuple[str, ...]) -> str:
    columns = _columns(model, names)
    sets = "".join(f", {column} = v.v{index}" for index, (column, _type) in enumerate(columns))
    sql = (
        f"UPDATE {model._meta.db_table} AS s SET state = r.target, version = r.version, "  # noqa: S608
        f"head = r.hash{sets} FROM r"
    )
    if columns:
        arrays = ", ".join(f"%s::{kind}" for _column, kind in columns)
        values = ", ".join(f"v{index}" for index in range(len(columns)))
        sql += (
            f" JOIN unnest({arrays}, %s::bigint[]) AS v({values}, subject_id)"
            " ON v.subject_id = r.subject_id"
        )
    return sql + " WHERE s.id = r.subject_id AND s.version = r.version - 1"
