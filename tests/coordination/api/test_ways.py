"""How often a step of a task's life goes to PostgreSQL and back."""

from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from django.test import Client
from psycopg.pq import TransactionStatus

from tests.bench.http import issued, life
from workflow.wire import Answer, Statement, Wire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

# Who calls, the subject under its lock with what is asked of it, then what only that tells to ask,
# last the writes with the end. A report and a file of evidence draw an id; verification looks for
# what lapses with the task, and ends behind it.
WAYS = {
    "accept": 3,
    "start": 4,
    "report": 5,
    "claim": 5,
    "begin_verification": 3,
    "verify": 4,
}


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the server."""
    seen: list[str] = []
    together, alone, end = Wire.ask, psycopg.Cursor.execute, psycopg.Connection.commit

    def ask(wire: Wire, asked: Sequence[Statement], *, ending: bool = False) -> list[Answer]:
        seen.append(asked[-1][0])
        return together(wire, asked, ending=ending)

    def execute(cursor: Any, query: Any, *args: Any, **more: Any) -> Any:
        seen.append(str(query))
        return alone(cursor, query, *args, **more)

    def commit(connection: Any) -> None:
        if connection.info.transaction_status != TransactionStatus.IDLE:
            seen.append("COMMIT")
        end(connection)

    monkeypatch.setattr(Wire, "ask", ask)
    monkeypatch.setattr(psycopg.Cursor, "execute", execute)
    monkeypatch.setattr(psycopg.Connection, "commit", commit)
    return seen


def test_the_ways_of_each_step(ways: list[str]) -> None:
    tokens, (once_before, task), due = issued(2)
    for pk in (once_before, task):  # the first time the connection and its plans are made
        version, found = 2, {}
        for who, step, kind, body in life(due):
            ways.clear()
            answer = Client().post(
                f"/api/v1/tasks/{pk}/steps/{step}/",
                body,
                content_type=kind,
                headers={"authorization": f"Bearer {tokens[who]}", "if-match": f'"{version}"'},
            )
            assert answer.status_code == 200, answer.content
            found[step] = len(ways)
            if answer.json()["kind"] == "task":
                version = answer.json()["version"]
    assert found == WAYS
