"""Statements of the engine itself, on the driver beneath Django's connection.

Errors are wrapped as Django's and statements are reported where Django's own would be, so that
query counts hold.
"""

import time
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from workflow import known
from workflow.backends import cursor_for


def present() -> BaseDatabaseWrapper:
    """The connection itself: Django's proxy asks for it anew at every attribute."""
    return connections[DEFAULT_DB_ALIAS]


def run(
    sql: str,
    params: Sequence[Any] = (),
    *,
    prepared: bool = True,
    db: BaseDatabaseWrapper | None = None,
) -> Any:
    """Execute one statement on the present connection; return the driver's cursor.

    Its result is to be read before the same statement is run again.

    ``prepared``: PostgreSQL keeps its plan. Statements over arrays are better planned anew,
    with the length at hand. ``db``: the present connection, where it is at hand.
    """
    known.forget()
    return _execute(sql, params, db or present(), prepared=prepared)


def _execute(sql: str, params: Sequence[Any], db: Any, *, prepared: bool = True) -> Any:
    db.ensure_connection()
    db.validate_no_broken_transaction()
    begun = time.monotonic()
    try:
        with db.wrap_database_errors:
            return cursor_for(db, sql, params, prepared=prepared)
    finally:
        if db.queries_logged:
            db.queries_log.append({"sql": sql, "time": f"{time.monotonic() - begun:.3f}"})


def look(sql: str, params: Sequence[Any], *, db: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement that only reads.

    The first one of a request shows by itself whether the kept connection still works, so that
    Django need not ask that before; where it was lost, a new one is asked.
    """
    proves = db.health_check_enabled and not db.health_check_done and not db.in_atomic_block
    db.health_check_done = True
    try:
        found: list[tuple[Any, ...]] = _execute(sql, params, db).fetchall()
    except OperationalError:
        if not proves or db.is_usable():
            raise
        db.close()
        found = _execute(sql, params, db).fetchall()
    return found
