"""Queries built once: their SQL is kept by the shape of what they ask, only the values change.

Building a query and compiling it costs several times what running it costs. A hot read is
therefore declared by a function that builds its query set from plain values::

    HELD = Prepared(lambda digest, today: AccessToken.objects.filter(digest=digest, ...))
    HELD.rows(digest, today)

The function is called with stand-ins, once for each shape (the sizes of sets count). What it took
from elsewhere, such as the clock, would be kept for ever: all that changes is asked.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from workflow import known
from workflow.rows import hydrator
from workflow.statements import look, look_at_all, present
from workflow.wire import Statement

Asked = int | str | date | frozenset[int] | None
FIRST = 2_000_000_000  # stand-ins for numbers: they fit every integer column, and no row has them
MOST_SHAPES = 500


class Plan(NamedTuple):
    """SQL; for each parameter the place of its value among those asked, or the value itself."""

    sql: str
    params: Sequence[tuple[int | None, Any]]
    model: type[models.Model]
    converters: Sequence[tuple[int, Sequence[Any], Any]]


class Prepared:
    """A query set that is compiled once for each shape of what it is asked with."""

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._plans: dict[tuple[Any, ...], Plan | None] = {}

    def rows(self, *asked: Asked) -> list[tuple[Any, ...]]:
        """The rows with their values as Django gives them."""
        db = present()
        plan = self.plan(asked, db)
        if plan is None:
            return []
        found = known.once((self, asked), lambda: _run(plan, asked, db))
        return [_converted(row, plan, db) for row in found] if plan.converters else found

    def instances(self, *asked: Asked, join: str = "") -> list[Any]:
        """The rows as instances; ``join`` names the one relation the query set selects too."""
        db = present()
        plan = self.plan(asked, db)
        if plan is None:
            return []
        found = known.once((self, asked), lambda: _run(plan, asked, db))
        return [_instance(plan.model, row, join, db) for row in found]

    def plan(self, asked: Sequence[Asked], db: BaseDatabaseWrapper) -> Plan | None:
        """The SQL for what is asked; none where it can find nothing."""
        shape = (db.vendor, *(_shape(value) for value in asked))
        if shape not in self._plans:
            if len(self._plans) >= MOST_SHAPES:
                self._plans.clear()
            self._plans[shape] = self._compiled(asked)
        return self._plans[shape]

    def _compiled(self, asked: Sequence[Asked]) -> Plan | None:
        """The plan for the shape of ``asked``; none where it can find nothing."""
        instead = _stand_ins(asked)
        found = self._build(*instead)
        compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        selected = [column for column, _sql, _name in compiler.select]
        found_converters = compiler.get_converters(selected)
        converters = [(index, each, column) for index, (each, column) in found_converters.items()]
        if connection.vendor == "sqlite":
            sql = sql.replace("%s", "?").replace("%%", "%")
        places = {str(value): place for place, value in enumerate(_flat(instead))}
        return Plan(sql, [_marked(value, places) for value in params], found.model, converters)


def _marked(value: Any, places: dict[str, int]) -> tuple[int | None, Any]:
    """The place of a parameter's value; raises ``ValueError`` where it is only a part of it."""
    text = str(value)
    if text in places:
        return places[text], None
    if any(instead in text for instead in places if instead != "None"):
        raise ValueError(f"a prepared query compares with its values as they are, not {text!r}")
    return None, value


def ask_ahead(*questions: tuple[Prepared, tuple[Asked, ...]]) -> None:
    """Ask in one way, in this order, what is going to be asked one by one within the scope.

    Where the database is a file there is no way to be saved, and nothing is asked ahead.
    """
    db = present()
    if db.vendor != "postgresql":
        return
    plans = [(query, asked, query.plan(asked, db)) for query, asked in questions]
    finding = [(query, asked, plan) for query, asked, plan in plans if plan]
    statements = [_statement(plan, asked, db) for _query, asked, plan in finding]
    found = look_at_all(statements, db=db)
    for (query, asked, _plan), rows in zip(finding, found, strict=True):
        known.told((query, asked), rows)


def _run(plan: Plan, asked: Sequence[Asked], db: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
    sql, params = _statement(plan, asked, db)
    return look(sql, params, db=db)


def _statement(plan: Plan, asked: Sequence[Asked], db: BaseDatabaseWrapper) -> Statement:
    flat, day = list(_flat(asked)), db.ops.adapt_datefield_value
    values = [fixed if place is None else flat[place] for place, fixed in plan.params]
    adapted = [day(value) if isinstance(value, date) else value for value in values]
    return plan.sql, adapted


def _converted(row: Sequence[Any], plan: Plan, db: BaseDatabaseWrapper) -> tuple[Any, ...]:
    values = list(row)
    for index, converters, column in plan.converters:
        for convert in converters:
            values[index] = convert(values[index], column, db)
    return tuple(values)


def _flat(asked: Sequence[Asked]) -> Iterator[Any]:
    for value in asked:
        if isinstance(value, frozenset):
            yield from value
        else:
            yield value


def _shape(value: Asked) -> Any:
    return len(value) if isinstance(value, frozenset) else type(value)


def _stand_ins(asked: Sequence[Asked]) -> list[Any]:
    """For each value another one of its kind, all different."""
    found: list[Any] = []
    number = FIRST
    for value in asked:
        size = len(value) if isinstance(value, frozenset) else 1
        if isinstance(value, frozenset):
            found.append(frozenset(range(number, number + size)))
        elif isinstance(value, date):
            found.append(date.min + timedelta(days=number - FIRST))
        elif isinstance(value, str):
            found.append(f"stand-in {number}")
        else:
            found.append(None if value is None else number)
        number += size
    return found


def _instance(
    model: type[models.Model], row: Sequence[Any], join: str, db: BaseDatabaseWrapper
) -> Any:
    hydrate = hydrator(model, db.vendor)
    made = hydrate(row[: len(hydrate.names)], db)
    if join:
        relation: Any = model._meta.get_field(join)
        joined = hydrator(relation.related_model, db.vendor)
        setattr(made, join, joined(row[len(hydrate.names) :], db))
    return made
