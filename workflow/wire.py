"""Statements on PostgreSQL's own protocol: prepared, and several in one way to the server and back.

psycopg takes each statement to the server by itself, BEGIN and COMMIT too, and its pipeline spends
what it saves on the way. Its wrapper of libpq does the same with a fraction of the work.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

import psycopg
from psycopg import IsolationLevel
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Wait

Statement = tuple[str, Sequence[Any]]
Key = tuple[bytes, tuple[int, ...]]
MOST_PREPARED = 500


class Answer(NamedTuple):
    """The rows of a statement, and how many it found or changed."""

    rows: list[tuple[Any, ...]]
    rowcount: int

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        return self.rows

    def fetchone(self) -> tuple[Any, ...] | None:
        """The first row, if any."""
        return self.rows[0] if self.rows else None


class _Asked(NamedTuple):
    """A statement with its values as the server takes them."""

    key: Key
    values: Sequence[Any]
    formats: Sequence[Any] | None


class Wire:
    """The way of one connection to its server, with the statements that are prepared there."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection
        self._adapt = Transformer(connection)
        self._names: dict[Key, bytes] = {}
        self._numbers = count(1)

    def ask(self, statements: Sequence[Statement], *, ending: bool = False) -> list[Answer]:
        """Run the statements in order; each sees what those before it did.

        A transaction that is due begins before them, and with ``ending`` is committed behind them.
        Raises psycopg's error of the first one that fails; what stands behind it is not run.
        """
        asked = [self._adapted(*each) for each in statements]
        with self.connection.lock:
            server = self.connection.pgconn
            try:
                server.enter_pipeline_mode()
                sent = list(self._sent(server, asked, ending=ending))
                server.pipeline_sync()
                results = self.connection.wait(_received(server))
                server.exit_pipeline_mode()
            except BaseException:
                # Results still under way would be taken for those of the next statement.
                self.connection.close()
                raise
            return self._answers(sent, results)

    def _adapted(self, sql: str, params: Sequence[Any]) -> _Asked:
        values = self._adapt.dump_sequence(params, [PyFormat.AUTO] * len(params))
        return _Asked((_numbered(sql), self._adapt.types or ()), values, self._adapt.formats)

    def _sent(
        self, server: PGconn, asked: Sequence[_Asked], *, ending: bool
    ) -> Iterator[Key | bool]:
        """Send it all, and say of each result to come: what it prepares, or whether it answers."""
        if not self.connection.autocommit and server.transaction_status == TransactionStatus.IDLE:
            server.send_query_params(self._begin(), None)
            yield False
        for key, values, formats in asked:
            sql, types = key
            if key not in self._names:
                if len(self._names) >= MOST_PREPARED:
                    oldest = self._names.pop(next(iter(self._names)))
                    server.send_query_params(b"DEALLOCATE " + oldest, None)
                    yield False
                self._names[key] = b"zongheng_%d" % next(self._numbers)
                server.send_prepare(self._names[key], sql, types)
                yield key
            server.send_query_prepared(self._names[key], values, formats)
            yield True
        if ending:
            server.send_query_params(b"COMMIT", None)
            yield False

    def _begin(self) -> bytes:
        level = self.connection.isolation_level
        if level is None:
            return b"BEGIN"
        return b"BEGIN ISOLATION LEVEL " + IsolationLevel(level).name.replace("_", " ").encode()

    def _answers(self, sent: Sequence[Key | bool], results: Sequence[PGresult]) -> list[Answer]:
        """What the statements found; one more result than was sent is a fault at the very end."""
        for place, result in enumerate(results):
            if result.status == ExecStatus.FATAL_ERROR:
                for key in sent[place:]:
                    self._names.pop(key, None)  # type: ignore[arg-type]
                raise error_from_result(result, self.connection.info.encoding)
        answering = zip(sent, results, strict=True)
        return [self._answer(result) for what, result in answering if what is True]

    def _answer(self, result: PGresult) -> Answer:
        if result.status != ExecStatus.TUPLES_OK:
            return Answer([], result.command_tuples or 0)
        self._adapt.set_pgresult(result)
        rows = self._adapt.load_rows(0, result.ntuples, tuple)
        self._adapt.set_pgresult(None)
        return Answer(rows, len(rows))


def _received(server: PGconn) -> PQGen[list[PGresult]]:
    """The results of all that was sent, in order; while there is none, other threads work."""
    results: list[PGresult] = []
    while server.flush():
        yield Wait.RW
        server.consume_input()
    while True:
        while server.is_busy():
            yield Wait.R
            server.consume_input()
        result = server.get_result()
        if result is not None:
            if result.status == ExecStatus.PIPELINE_SYNC:
                return results
            results.append(result)


class _Here(threading.local):
    """A thread works with one connection at a time."""

    wire: Wire | None = None


_here = _Here()


def wire_of(connection: "psycopg.Connection[Any]") -> Wire:
    """The thread's wire of the connection."""
    if _here.wire is None or _here.wire.connection is not connection:
        _here.wire = Wire(connection)
    return _here.wire


def run_apart(connection: "psycopg.Connection[Any]", statement: Statement) -> Any:
    """Run a statement in the driver's own way, planned for its values; return the cursor."""
    sql, params = statement
    return psycopg.RawCursor(connection).execute(_numbered(sql), params, prepare=False)


@lru_cache(maxsize=2_000)
def _numbered(sql: str) -> bytes:
    """The statement with its parameters as PostgreSQL itself names them; found once for each."""
    numbers = count(1)
    return re.sub(
        "%([%s])", lambda found: "%" if found[1] == "%" else f"${next(numbers)}", sql
    ).encode()
