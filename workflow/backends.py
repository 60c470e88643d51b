"""The two drivers beneath Django's connection, used where the door writes or reads directly."""

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

MOST_KEPT = 500


def placeholder(vendor: str) -> str:
    """The driver's own mark for a parameter."""
    return "%s" if vendor == "postgresql" else "?"


def cursor_for(
    connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any], *, prepared: bool
) -> Any:
    """Execute on the driver's cursor: bound and prepared by the server on PostgreSQL.

    Server-side binding is taken here only, not for the whole project, because it limits
    the number of parameters of a statement.
    """
    raw: Any = connection.connection
    if connection.vendor == "postgresql":
        # A threshold of None: a pooler that cannot prepare.
        prepare = prepared and raw.prepare_threshold is not None
        query = _numbered(sql)
        cursor = _kept.cursor(raw, query) if prepare else psycopg.RawCursor(raw)
        return cursor.execute(query, params, prepare=prepare)
    return raw.execute(sql, params)


class _Kept(threading.local):
    """For each prepared statement of a thread's connection the cursor that has run it.

    It has found already how the statement's values are sent and its columns read. What it holds
    is the last result, to be read before the statement is run again.
    """

    connection: Any = None
    cursors: dict[bytes, Any]

    def cursor(self, connection: Any, query: bytes) -> Any:
        if self.connection is not connection or len(self.cursors) >= MOST_KEPT:
            self.connection, self.cursors = connection, {}
        found = self.cursors.get(query)
        if found is None:
            found = self.cursors[query] = psycopg.RawCursor(connection)
        return found


_kept = _Kept()


@lru_cache(maxsize=2_000)
def _numbered(sql: str) -> bytes:
    """The statement with its parameters as PostgreSQL itself names them; found once for each."""
    numbers = count(1)
    return re.sub(
        "%([%s])", lambda found: "%" if found[1] == "%" else f"${next(numbers)}", sql
    ).encode()
