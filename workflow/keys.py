"""Keys of requests: the same request twice has one effect and one answer."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from workflow import statements, waits
from workflow.backends import placeholder
from workflow.errors import DuplicateKey, Replay
from workflow.statements import Write

TABLE = "workflow_idempotencykey"


@dataclass(frozen=True, slots=True)
class Key:
    """A request's key: ``scope`` hashes user, method, path and token; ``body`` its content."""

    scope: str
    body: str

    @classmethod
    def of(cls, user_id: int, method: str, path: str, token: str, body: bytes) -> "Key":
        """The key of one request of one user."""
        scope = hashlib.sha256(f"{user_id}\n{method}\n{path}\n{token}".encode()).hexdigest()
        return cls(scope, hashlib.sha256(body).hexdigest())


def claim(key: Key, at: datetime) -> None:
    """Claim the key in the present transaction; a second caller waits for the first.

    Raises ``Replay`` with the stored answer, ``DuplicateKey`` where the body differs,
    ``InProgress`` where the first caller does not finish within the lock timeout.
    """
    mark = placeholder(connection.vendor)
    insert = (
        f"INSERT INTO {TABLE} (scope, body, answer, created_at) "  # noqa: S608 - constant
        f"VALUES ({mark}, {mark}, '', {mark}) ON CONFLICT (scope) DO NOTHING"
    )
    moment = connection.ops.adapt_datetimefield_value(at)
    with waits.bounded():
        claimed = statements.run(insert, (key.scope, key.body, moment)).rowcount
    if not claimed:
        recall(key)


def recall(key: Key) -> None:
    """Raise ``Replay`` or ``DuplicateKey`` where the key was carried out before."""
    mark = placeholder(connection.vendor)
    stored = statements.run(
        f"SELECT body, answer FROM {TABLE} WHERE scope = {mark}",  # noqa: S608 - constant
        (key.scope,),
    ).fetchone()
    if stored is None:
        return
    if stored[0] != key.body:
        raise DuplicateKey
    raise Replay(json.loads(stored[1]))


def store(key: Key, answer: dict[str, Any]) -> None:
    """Keep the answer with the key, in the act's own transaction."""
    mark = placeholder(connection.vendor)
    sql = f"UPDATE {TABLE} SET answer = {mark} WHERE scope = {mark}"  # noqa: S608 - constant
    statements.write(Write(TABLE, sql, (json.dumps(answer), key.scope)))
