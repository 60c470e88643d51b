"""Rows without the ORM's cost: one prepared read, hydrated with the fields' own converters.

Building a query and a result set costs several times the query itself; the door reads one
row by its primary key at every step, so it does that here.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

import orjson
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.expressions import Col

from workflow.backends import placeholder
from workflow.statements import Write, present, run, write

Row = TypeVar("Row", bound=models.Model)


def quoted(field: "models.Field[Any, Any]") -> str:
    """The name of the field's column, quoted."""
    return connection.ops.quote_name(str(field.column))


class Hydrator:
    """Turns a raw row of ``model`` into an instance, converters computed once.

    The values are put where Django's own constructor puts them, without its signals.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self.names = [f.attname for f in fields]
        self.columns = ", ".join(quoted(f) for f in fields)
        self.converters: list[tuple[int, list[Callable[..., Any]], Col]] = []
        for index, f in enumerate(fields):
            col = Col(model._meta.db_table, f)
            needed = [*connection.ops.get_db_converters(col), *_own_converters(f)]
            if needed:
                self.converters.append((index, needed, col))

    def __call__(self, raw: Sequence[Any], db: BaseDatabaseWrapper) -> Any:
        values = list(raw)
        for index, needed, col in self.converters:
            for convert in needed:
                values[index] = convert(values[index], col, db)
        row = self.model.__new__(self.model)
        row._state = ModelState()
        row._state.adding, row._state.db = False, db.alias
        row.__dict__.update(zip(self.names, values, strict=True))
        return row


def _own_converters(field: "models.Field[Any, Any]") -> Sequence[Callable[..., Any]]:
    """The field's; JSON is read by the library that writes it for the seals, at a twentieth."""
    if type(field) is models.JSONField and field.decoder is None:
        return [_from_json]
    return field.get_db_converters(connection)


def _from_json(value: str | None, _col: Col, _db: BaseDatabaseWrapper) -> Any:
    return None if value is None else orjson.loads(value)


@cache
def hydrator(model: type[models.Model], vendor: str) -> Hydrator:
    """The hydrator of ``model`` on the database ``vendor``."""
    return Hydrator(model)


@cache
def _select(model: type[models.Model], vendor: str, lock: bool, many: bool) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = hydrator(model, vendor).columns
    mark = placeholder(vendor)
    several = {"postgresql": "= ANY(%s)", "sqlite": "IN (SELECT value FROM json_each(?))"}
    where = f"id {several[vendor]} ORDER BY id" if many else f"id = {mark}"
    tail = " FOR NO KEY UPDATE" if lock and vendor == "postgresql" else ""
    return f"SELECT {columns} FROM {table} WHERE {where}{tail}"  # noqa: S608 - names from models


def read(model: type[Row], pk: int, *, lock: bool) -> Row:
    """The row by its primary key, locked against other writers where asked.

    Raises the model's ``DoesNotExist`` where there is none.
    """
    db = present()
    raw = run(_select(model, db.vendor, lock, many=False), (pk,), db=db).fetchone()
    if raw is None:
        raise model.DoesNotExist(f"{model.__name__} {pk}")  # type: ignore[attr-defined]
    row: Row = hydrator(model, db.vendor)(raw, db)
    return row


def read_many(model: type[Row], pks: Sequence[int], *, lock: bool) -> list[Row]:
    """The rows in order of primary key, locked in that order; missing ones are left out."""
    db = present()
    ids: Any = list(pks) if db.vendor == "postgresql" else json.dumps(list(pks))
    raws = run(_select(model, db.vendor, lock, many=True), (ids,), prepared=False).fetchall()
    hydrate = hydrator(model, db.vendor)
    return [hydrate(raw, db) for raw in raws]


def put(new: Sequence[models.Model]) -> None:
    """Insert a few rows of one model without a life of its own, whose ids nobody asks for."""
    if new:
        model, db = type(new[0]), present()
        table = model._meta.db_table
        write(Write(table, _insert(model, db.vendor, len(new)), _values(new, db)))


def put_with(row: models.Model, details: Sequence[models.Model], relation: str) -> None:
    """Insert a row and the details that name it by ``relation``; only they need its id."""
    if not details:
        put([row])
        return
    add(row)
    for each in details:
        setattr(each, relation, row)
    put(details)


def add(row: Row) -> Row:
    """Insert a new row of a model without a life of its own, and give it its id."""
    model, db = type(row), present()
    sql = f"{_insert(model, db.vendor, 1)} RETURNING id"
    (row.pk,) = run(sql, _values([row], db)).fetchone()
    row._state.adding, row._state.db = False, db.alias
    return row


def _values(new: Sequence[models.Model], db: BaseDatabaseWrapper) -> list[Any]:
    fields = _own_fields(type(new[0]))
    return [f.get_db_prep_save(f.pre_save(row, add=True), db) for row in new for f in fields]


@cache
def _own_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [f for f in model._meta.concrete_fields if not f.primary_key]


@cache
def _insert(model: type[models.Model], vendor: str, count: int) -> str:
    fields = _own_fields(model)
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(quoted(f) for f in fields)
    row = f"({', '.join([placeholder(vendor)] * len(fields))})"
    given = ", ".join([row] * count)
    return f"INSERT INTO {table} ({columns}) VALUES {given}"  # noqa: S608 - names from models
