"""Statements of the engine itself, on the driver beneath Django's connection.

Each costs a way to the database and back. A write whose result nobody waits for is therefore kept,
within an act, until something else is asked or the act ends; what was kept goes as one statement.

Errors are wrapped as Django's and statements are reported where Django's own would be, so that
query counts hold.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from workflow import known
from workflow.backends import execute
from workflow.wire import Statement


def present() -> BaseDatabaseWrapper:
    """The connection itself: Django's proxy asks for it anew at every attribute."""
    return connections[DEFAULT_DB_ALIAS]


class Write(NamedTuple):
    """A write without a result: the table it is known by, its SQL and the values.

    ``before`` are the queries it names, as they stand behind WITH. Their values come first.
    """

    table: str
    sql: str
    params: Sequence[Any]
    before: tuple[str, ...] = ()


_kept: ContextVar[list[Write] | None] = ContextVar("kept_writes", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Keep the writes of an act on PostgreSQL, which can do several in one statement."""
    db = present()
    if db.vendor != "postgresql":
        yield
        return
    token = _kept.set([])
    try:
        with db.execute_wrapper(_after_what_is_kept):
            yield
        send(ending=_outermost(db))
    finally:
        _kept.reset(token)


def write(one: Write) -> None:
    """Write, now or together with what follows.

    Writes that go together all see the database as it was before, so that no two of them may
    touch one table.
    """
    known.forget()
    kept = _kept.get()
    if kept is None:
        run(_together((one.before, one.sql)), one.params)
        return
    if any(one.table == other.table for other in kept):
        send()
    kept.append(one)


def send(*, ending: bool = False) -> None:
    """Send what is kept; with ``ending`` the transaction is committed in the same way."""
    waiting = _no_longer_kept()
    if waiting:
        _execute(waiting, present(), ending=ending)


def _no_longer_kept() -> list[Statement]:
    """The statement that does all that is kept, if anything is; it is to be sent now."""
    kept = _kept.get()
    if not kept:
        return []
    writes = list(kept)
    kept.clear()
    sql = _together(*((each.before, each.sql) for each in writes))
    return [(sql, [value for each in writes for value in each.params])]


def _outermost(db: BaseDatabaseWrapper) -> bool:
    """Whether Django commits next, so that what is sent now may do it already."""
    return db.in_atomic_block and db.commit_on_exit and not db.savepoint_ids


@lru_cache(maxsize=1_000)
def _together(*writes: tuple[tuple[str, ...], str]) -> str:
    queries: list[str] = []
    for number, (before, sql) in enumerate(writes, 1):
        queries += before
        if number < len(writes):
            queries.append(f"w{number} AS ({sql})")
    return f"WITH {', '.join(queries)} {writes[-1][1]}" if queries else writes[-1][1]


def _after_what_is_kept(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Django's own statements find the database as the act has left it."""
    send()
    return execute(sql, params, many, context)


def run(
    sql: str,
    params: Sequence[Any] = (),
    *,
    prepared: bool = True,
    db: BaseDatabaseWrapper | None = None,
) -> Any:
    """Execute one statement on the present connection; return the driver's cursor or its like.

    ``prepared``: PostgreSQL keeps its plan. Statements over arrays are better planned anew,
    with the length at hand. ``db``: the present connection, where it is at hand.
    """
    known.forget()
    if not prepared:
        send()
    found = _execute([*_no_longer_kept(), (sql, params)], db or present(), prepared=prepared)
    return found[-1]


def _execute(
    statements: Sequence[Statement], db: Any, *, prepared: bool = True, ending: bool = False
) -> list[Any]:
    db.ensure_connection()
    db.validate_no_broken_transaction()
    begun = time.monotonic()
    try:
        with db.wrap_database_errors:
            return execute(db, statements, prepared=prepared, ending=ending)
    finally:
        if db.queries_logged:
            took = f"{time.monotonic() - begun:.3f}"
            db.queries_log.extend({"sql": sql, "time": took} for sql, _params in statements)


def look(sql: str, params: Sequence[Any], *, db: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement that only reads."""
    (rows,) = look_at_all([(sql, params)], db=db)
    return rows


def look_at_all(statements: Sequence[Statement], *, db: Any) -> list[list[tuple[Any, ...]]]:
    """The rows of each of the statements, which only read and go together.

    The first one of a request shows by itself whether the kept connection still works, so that
    Django need not ask that before; where it was lost, a new one is asked.
    """
    waiting = _no_longer_kept()
    proves = db.health_check_enabled and not db.health_check_done and not db.in_atomic_block
    db.health_check_done = True
    try:
        found = _execute([*waiting, *statements], db)
    except OperationalError:
        if not proves or db.is_usable():
            raise
        db.close()
        found = _execute(statements, db)
    return [each.fetchall() for each in found[len(waiting) :]]
