"""Rows without the ORM's cost: one prepared read, hydrated with the fields' own converters.

Building a query and a result set costs several times the query itself; the door reads one
row by its primary key at every step, so it does that here. Errors are wrapped as Django's
and statements are reported where Django's own would be, so that query counts hold.
"""

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import Col

from workflow.backends import cursor_for, placeholder

Row = TypeVar("Row", bound=models.Model)


def run(sql: str, params: Sequence[Any] = ()) -> Any:
    """Execute one statement on the present connection; return the driver's cursor."""
    connection.ensure_connection()
    begun = time.monotonic()
    try:
        with connection.wrap_database_errors:
            return cursor_for(connection, sql, params)
    finally:
        if connection.queries_logged:
            spent = f"{time.monotonic() - begun:.3f}"
            connection.queries_log.append({"sql": sql, "time": spent})


class Hydrator:
    """Turns a raw row of ``model`` into an instance, converters computed once."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self.names = [f.attname for f in fields]
        self.columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
        self.converters: list[tuple[int, list[Callable[..., Any]], Col]] = []
        for index, f in enumerate(fields):
            col = Col(model._meta.db_table, f)
            needed = [*connection.ops.get_db_converters(col), *f.get_db_converters(connection)]
            if needed:
                self.converters.append((index, needed, col))

    def __call__(self, raw: Sequence[Any]) -> Any:
        values = list(raw)
        for index, needed, col in self.converters:
            for convert in needed:
                values[index] = convert(values[index], col, connection)
        return self.model.from_db(connection.alias, self.names, values)


@cache
def hydrator(model: type[models.Model], vendor: str) -> Hydrator:
    """The hydrator of ``model`` on the database ``vendor``."""
    return Hydrator(model)


@cache
def _select(model: type[models.Model], vendor: str, lock: bool, many: bool) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = hydrator(model, vendor).columns
    mark = placeholder(vendor)
    where = f"id = ANY({mark}) ORDER BY id" if many else f"id = {mark}"
    tail = " FOR NO KEY UPDATE" if lock and vendor == "postgresql" else ""
    return f"SELECT {columns} FROM {table} WHERE {where}{tail}"  # noqa: S608 - names from models


def read(model: type[Row], pk: int, *, lock: bool) -> Row:
    """The row by its primary key, locked against other writers where asked.

    Raises the model's ``DoesNotExist`` where there is none.
    """
    raw = run(_select(model, connection.vendor, lock, many=False), (pk,)).fetchone()
    if raw is None:
        raise model.DoesNotExist(f"{model.__name__} {pk}")  # type: ignore[attr-defined]
    row: Row = hydrator(model, connection.vendor)(raw)
    return row


def read_many(model: type[Row], pks: Sequence[int], *, lock: bool) -> list[Row]:
    """The rows in order of primary key, locked in that order; missing ones are left out."""
    if connection.vendor == "sqlite":
        return list(model._default_manager.filter(pk__in=pks).order_by("pk"))
    raws = run(_select(model, connection.vendor, lock, many=True), (list(pks),)).fetchall()
    hydrate = hydrator(model, connection.vendor)
    return [hydrate(raw) for raw in raws]
