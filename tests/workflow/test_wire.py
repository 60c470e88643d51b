"""The way to PostgreSQL: statements that go together, with BEGIN before and COMMIT behind them."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import errors
from psycopg.pq import TransactionStatus

from workflow import wire
from workflow.wire import Wire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

TABLE = (
    "CREATE TEMPORARY TABLE box (id integer PRIMARY KEY, "
    "lid integer REFERENCES box DEFERRABLE INITIALLY DEFERRED)"
)
PUT, COUNT = "INSERT INTO box VALUES (%s, %s)", "SELECT count(*) FROM box"


@pytest.fixture
def way() -> Iterator[Wire]:
    """A connection of its own with an empty table, as Django uses one within a transaction."""
    given = connection.get_connection_params()
    with psycopg.connect(**{**given, "autocommit": True}) as made:
        made.execute(TABLE)
        made.autocommit = False
        yield Wire(made)


def status(way: Wire) -> TransactionStatus:
    return TransactionStatus(way.connection.info.transaction_status)


def stored(way: Wire) -> int:
    way.connection.rollback()
    (number,) = way.connection.execute(COUNT).fetchone() or (None,)
    way.connection.rollback()
    return int(number or 0)


def test_each_statement_sees_what_those_before_it_did(way: Wire) -> None:
    found = way.ask([(PUT, (1, None)), (COUNT, ()), (PUT, (2, None)), (COUNT, ())])
    assert [each.rowcount for each in found] == [1, 1, 1, 1]
    assert [each.fetchall() for each in found] == [[], [(1,)], [], [(2,)]]
    assert found[3].fetchone() == (2,)
    assert found[0].fetchone() is None


def test_the_transaction_begins_with_them_and_stays_open(way: Wire) -> None:
    way.ask([(PUT, (1, None))])
    assert status(way) == TransactionStatus.INTRANS
    assert stored(way) == 0


def test_the_end_of_the_transaction_goes_with_them(way: Wire) -> None:
    way.ask([(PUT, (1, None))], ending=True)
    assert status(way) == TransactionStatus.IDLE
    way.connection.commit()  # as Django does next
    assert stored(way) == 1


def test_none_begins_where_each_statement_stands_alone(way: Wire) -> None:
    way.connection.autocommit = True
    way.ask([(PUT, (1, None))])
    assert status(way) == TransactionStatus.IDLE


def test_the_isolation_asked_for_is_that_of_the_transaction(way: Wire) -> None:
    way.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    (found,) = way.ask([("SHOW transaction_isolation", ())])
    assert found.fetchone() == ("repeatable read",)


def test_the_first_failure_is_told_and_nothing_behind_it_is_run(way: Wire) -> None:
    with pytest.raises(errors.UniqueViolation):
        way.ask([(PUT, (1, None)), (PUT, (1, None)), ("SELECT 1 / 0", ())], ending=True)
    assert status(way) == TransactionStatus.INERROR
    assert stored(way) == 0
    assert way.ask([(COUNT, ())])[0].fetchone() == (0,)


def test_what_only_the_end_finds_wrong_is_told_too(way: Wire) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        way.ask([(PUT, (1, 9))], ending=True)
    assert status(way) == TransactionStatus.IDLE
    assert stored(way) == 0


def test_what_a_statement_alone_finds_wrong_at_its_end_is_told(way: Wire) -> None:
    way.connection.autocommit = True
    with pytest.raises(errors.ForeignKeyViolation):
        way.ask([(PUT, (1, 9))])
    assert status(way) == TransactionStatus.IDLE
    assert way.ask([(COUNT, ())])[0].fetchone() == (0,)


def test_a_statement_is_prepared_once_for_the_kinds_of_its_values(way: Wire) -> None:
    for number in (1, 2, 70_000, 70_001):
        way.ask([(PUT, (number, None))])
    sql = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO box%%'"
    assert way.ask([(sql, ())])[0].fetchone() == (2,)


def test_a_statement_that_was_not_prepared_is_prepared_the_next_time(way: Wire) -> None:
    with pytest.raises(errors.DivisionByZero):
        way.ask([("SELECT 1 / %s", (0,)), (COUNT, ())])
    way.connection.rollback()
    with pytest.raises(errors.UndefinedTable):
        way.ask([("SELECT * FROM crate", ())])
    way.connection.rollback()
    way.connection.execute("CREATE TEMPORARY TABLE crate (id integer)")
    assert [each.rowcount for each in way.ask([("SELECT * FROM crate", ()), (COUNT, ())])] == [0, 1]


def roll_back_with(way: Wire, threshold: int | None) -> None:
    """The driver runs a statement of its own and rolls back, with ours prepared before."""
    way.ask([(COUNT, ())])
    way.connection.prepare_threshold = threshold
    for sql in ("SELECT 1::int", "SAVEPOINT a", "ROLLBACK TO SAVEPOINT a", "SELECT 1::int"):
        psycopg.Cursor(way.connection).execute(sql)


def test_what_is_prepared_outlives_what_the_driver_rolls_back(way: Wire) -> None:
    roll_back_with(way, connection.get_connection_params()["prepare_threshold"])
    assert way.ask([(COUNT, ())])[0].fetchone() == (0,)


def test_control_a_driver_that_prepares_lets_go_of_it(way: Wire) -> None:
    roll_back_with(way, 0)
    with pytest.raises(errors.InvalidSqlStatementName):
        way.ask([(COUNT, ())])


def test_the_oldest_goes_where_more_are_prepared_than_are_kept(
    way: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "MOST_PREPARED", 2)
    text, names = "SELECT %s::text", "SELECT statement FROM pg_prepared_statements ORDER BY 1"
    found = way.ask([(PUT, (1, None)), (COUNT, ()), (text, ("甲",)), (COUNT, ()), (text, ("乙",))])
    assert [each.fetchone() for each in found] == [None, (1,), ("甲",), (1,), ("乙",)]
    left = [statement for (statement,) in way.ask([(names, ())])[0].fetchall()]
    assert set(left) == {names, "SELECT $1::text"}


def test_more_than_fits_on_the_way_arrives(way: Wire) -> None:
    text = "文" * 3_000_000
    found = way.ask([("SELECT %s::text", (text,))] * 3)
    assert [each.fetchone() for each in found] == [(text,)] * 3


def test_an_interrupted_exchange_closes_the_connection(
    way: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_server: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(wire, "_received", interrupted)
    with pytest.raises(KeyboardInterrupt):
        way.ask([(COUNT, ())])
    assert way.connection.closed


def test_a_connection_that_was_lost_is_an_operational_error(way: Wire) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [way.connection.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        way.ask([(COUNT, ())])
    assert way.connection.closed


def test_others_work_while_one_waits(way: Wire) -> None:
    """The driver's own call for a result would hold all threads of the process."""
    asleep = threading.Thread(target=lambda: way.ask([("SELECT pg_sleep(2)", ())]))
    asleep.start()
    time.sleep(0.5)
    assert asleep.is_alive()
    asleep.join()
