"""What was read in the present scope, so that the same is asked once; a write forgets it all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

Rows = list[tuple[Any, ...]]
_known: ContextVar[dict[Any, Rows] | None] = ContextVar("known", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within it each prepared query is asked once for the same, until something is written.

    For a page that asks many rules about one thing. One within another is part of it.
    """
    if _known.get() is not None:
        yield
        return
    with _scope():
        yield


@contextmanager
def acting() -> Iterator[None]:
    """The same for an act: it knows nothing of what was read before its locks.

    Whoever it stands within asks anew afterwards, for the act may have written.
    """
    with _scope(), connection.execute_wrapper(_watched):
        yield
    forget()


def once(asked: Any, ask: Callable[[], Rows]) -> Rows:
    """What the database says to a question, or has said already in this scope."""
    known = _known.get()
    if known is None:
        return ask()
    if asked not in known:
        known[asked] = ask()
    return known[asked]


def told(asked: Any, rows: Rows) -> None:
    """What the database has said to a question that is going to be asked in this scope."""
    known = _known.get()
    if known is not None:
        known[asked] = rows


def forget() -> None:
    """Something was written: what was read may be so no longer."""
    known = _known.get()
    if known:
        known.clear()


@contextmanager
def _scope() -> Iterator[None]:
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def _watched(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Django's own statements: all but its reads may write."""
    if not sql.startswith(("SELECT", "(SELECT")):
        forget()
    return execute(sql, params, many, context)
