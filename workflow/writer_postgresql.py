"""One statement a shape: records, texts, outbox messages and the subjects' columns.

One change has its values as parameters and finds its row by the primary key, under a kept plan;
many have them as arrays. The triggers of :mod:`workflow.guards` look at both sides when it ends.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from django.db import connection

from workflow import rows, statements
from workflow.changes import Change
from workflow.lifecycle import Subject
from workflow.statements import Write

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
RECORDED = ", ".join(RECORD)
INSERT_TEXTS = "INSERT INTO workflow_recordtext (record_id, name, body)"
MESSAGES = (
    "o AS (INSERT INTO workflow_outboxmessage (record_id, topic, attempts, next_try_at, error) "
    "SELECT r.id, %s, 0, %s, '' FROM r)"
)


DRAW = "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"


def draw_ids(model: type[Subject], count: int) -> list[int]:
    """Draw primary keys from the table's own sequence."""
    table = model._meta.db_table
    if count == 1:  # alone the server keeps its plan; over the series it would plan it each time
        return list(statements.run(DRAW, (table,)).fetchone())
    drawn = statements.run(f"{DRAW} FROM generate_series(1, %s)", (table, count), prepared=False)
    return [row[0] for row in drawn.fetchall()]


def write(changes: Sequence[Change]) -> None:
    """Write changes of one shape in one statement."""
    if len(changes) == 1:
        _write_one(changes[0])
    else:
        _write_many(changes)


def _write_one(change: Change) -> None:
    record, pk = change.record, change.subject.pk
    params = list(record.values())
    if change.texts:
        params += [list(column) for column in zip(*change.texts, strict=True)]
    if change.topic:
        params += [change.topic, record["at"]]
    params += [record["target"], record["version"], record["hash"], *change.columns.values(), pk]
    if not change.created:
        params.append(record["version"] - 1)
    model, names = type(change.subject), tuple(change.columns)
    before, sql = _one(model, names, bool(change.texts), bool(change.topic), change.created)
    statements.write(Write("workflow_record", sql, params, before))


@cache
def _one(
    model: type[Subject], names: tuple[str, ...], texts: bool, topic: bool, created: bool
) -> tuple[tuple[str, ...], str]:
    values = ", ".join("%s" for _name in RECORD)
    parts = [f"r AS (INSERT INTO workflow_record ({RECORDED}) VALUES ({values}) RETURNING id)"]  # noqa: S608
    if texts:
        parts.append(
            f"t AS ({INSERT_TEXTS} SELECT r.id, v.* "  # noqa: S608 - constants
            "FROM r, unnest(%s::text[], %s::text[]) v)"
        )
    if topic:
        parts.append(MESSAGES)
    columns = [column for column, _type in _columns(model, names)]
    if created:
        listed = ", ".join(["state", "version", "head", *columns, "id"])
        marks = ", ".join(["%s"] * (len(columns) + 4))
        write = f"INSERT INTO {model._meta.db_table} ({listed}) VALUES ({marks})"  # noqa: S608
    else:
        sets = ", ".join(f"{column} = %s" for column in ("state", "version", "head", *columns))
        write = f"UPDATE {model._meta.db_table} SET {sets} WHERE id = %s AND version = %s"  # noqa: S608
    return tuple(parts), write


def _write_many(changes: Sequence[Change]) -> None:
    """What all changes have in common stands once in the statement, the rest in arrays."""
    first, names = changes[0], tuple(changes[0].columns)
    told = _columnar([change.record for change in changes])
    same = _in_common(told)
    params: list[Any] = [first.record[name] for name in same]
    params += [_json(told[name]) for name in RECORD if name not in same]
    texts = [(change.subject.pk, name, body) for change in changes for name, body in change.texts]
    if texts:
        params += [list(column) for column in zip(*texts, strict=True)]
    if first.topic:
        params += [first.topic, first.record["at"]]
    values = _columnar([change.columns for change in changes])
    alike = _in_common(values)
    params += [first.columns[name] for name in alike]
    if alike != names:
        params += [list(values[name]) for name in names if name not in alike]
        params.append([change.subject.pk for change in changes])
    records_sql = _records(same, bool(texts), bool(first.topic))
    subjects_sql = _subjects(type(first.subject), names, alike, first.created)
    statements.run(records_sql + subjects_sql, params, prepared=False)


def _columnar(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """The rows' values by name; all rows have the same names in the same order."""
    return dict(zip(rows[0], zip(*(row.values() for row in rows), strict=True), strict=True))


def _in_common(columns: Mapping[str, Sequence[Any]]) -> tuple[str, ...]:
    """The names under which every row has the value of the first one."""
    return tuple(name for name, column in columns.items() if column.count(column[0]) == len(column))


def _json(column: Sequence[Any]) -> str:
    """Values for ``json_array_elements_text``: the server reads it faster than an array."""
    return orjson.dumps(column).decode()


@cache
def _records(same: tuple[str, ...], texts: bool, topic: bool) -> str:
    selected = ", ".join(
        f"{'%s' if name in same else f'v.{name}'}::{kind}" for name, kind in RECORD.items()
    )
    told = [name for name in RECORD if name not in same]
    arrays = ", ".join("json_array_elements_text(%s::json)" for _name in told)
    parts = [
        f"r AS (INSERT INTO workflow_record ({RECORDED}) SELECT {selected} "  # noqa: S608
        f"FROM ROWS FROM ({arrays}) AS v({', '.join(told)}) "
        "RETURNING id, subject_id, version, target, hash)"
    ]
    if texts:
        parts.append(
            f"t AS ({INSERT_TEXTS} SELECT r.id, v.name, v.body FROM "  # noqa: S608 - constants
            "unnest(%s::bigint[], %s::text[], %s::text[]) AS v(subject_id, name, body) "
            "JOIN r ON r.subject_id = v.subject_id)"
        )
    if topic:
        parts.append(MESSAGES)
    return f"WITH {', '.join(parts)} "


@cache
def _subjects(
    model: type[Subject], names: tuple[str, ...], alike: tuple[str, ...], created: bool
) -> str:
    """The subjects' own change, from the records ``r``."""
    table = model._meta.db_table
    typed = dict(zip(names, _columns(model, names), strict=True))
    ordered = [*alike, *(name for name in names if name not in alike)]
    new = [f"%s::{typed[name][1]}" for name in alike]
    new += [f"v.v{index}" for index in range(len(names) - len(alike))]
    columns = [typed[name][0] for name in ordered]
    arrays = [typed[name][1] for name in ordered[len(alike) :]]
    if created:
        listed = "".join(f", {column}" for column in columns)
        values = "".join(f", {value}" for value in new)
        return (
            f"INSERT INTO {table} (id, state, version, head{listed}) "  # noqa: S608
            f"SELECT r.subject_id, r.target, r.version, r.hash{values} FROM r{_joined(arrays)}"
        )
    sets = "".join(f", {column} = {value}" for column, value in zip(columns, new, strict=True))
    return (
        f"UPDATE {table} AS s SET state = r.target, version = r.version, head = r.hash{sets} "  # noqa: S608
        f"FROM r{_joined(arrays)} WHERE s.id = r.subject_id AND s.version = r.version - 1"
    )


def _joined(types: Sequence[str]) -> str:
    """The new values that differ, beside the records, by subject."""
    if not types:
        return ""
    arrays = "".join(f"%s::{kind}[], " for kind in types)
    values = "".join(f"v{index}, " for index in range(len(types)))
    return (
        f" JOIN unnest({arrays}%s::bigint[]) AS v({values}subject_id)"
        " ON v.subject_id = r.subject_id"
    )


def _columns(model: type[Subject], names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Quoted column and type of each field.

    The type stands without its length: a cast to ``varchar(40)`` would cut a longer text off
    in silence, while the column itself refuses it.
    """
    fields = {f.attname: f for f in model._meta.concrete_fields}
    types = (str(fields[name].rel_db_type(connection)) for name in names)
    return [
        (rows.quoted(fields[name]), bare.split("(")[0])
        for name, bare in zip(names, types, strict=True)
    ]
