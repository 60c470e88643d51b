"""How long an act waits for another one: the limit stands in the settings of the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from workflow.errors import InProgress


@contextmanager
def bounded() -> Iterator[None]:
    """Let a lock that did not come in time be the refusal ``InProgress``, as for a key in use."""
    try:
        yield
    except OperationalError as error:
        if not _waited_in_vain(error.__cause__):
            raise
        raise InProgress from error


def _waited_in_vain(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return isinstance(cause, LockNotAvailable)
