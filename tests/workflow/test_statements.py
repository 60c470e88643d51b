"""Statements of the engine: as Django's own to whoever looks; writes of an act go together."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from psycopg.pq import TransactionStatus

from tests.toy.models import Parcel
from tests.workflow.parcels import OWNER, packed
from workflow import deadlines, door, rows, statements
from workflow.backends import placeholder
from workflow.models import Deadline, Record
from workflow.prepared import Prepared
from workflow.wire import Answer, Statement, Wire

pytestmark = pytest.mark.django_db


def test_errors_of_the_database_are_django_s() -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        statements.run("SELECT * FROM no_such_table")
    assert type(caught.value).__module__ == "django.db.utils"


def test_no_statement_is_sent_in_a_transaction_that_has_failed() -> None:
    with pytest.raises(TransactionManagementError), transaction.atomic():
        fail_twice()


def fail_twice() -> None:
    with suppress(DatabaseError), transaction.atomic(savepoint=False):
        statements.run("SELECT * FROM no_such_table")
    statements.run("SELECT 1")


def test_statements_are_counted_where_django_counts_its_own() -> None:
    parcel = packed()
    with CaptureQueriesContext(connection) as sent:
        rows.read(Parcel, parcel.pk, lock=True)
    assert len(sent) == 1
    assert "toy_parcel" in sent[0]["sql"]


def test_a_per_cent_sign_in_a_statement_is_one() -> None:
    mark = placeholder(connection.vendor)
    doubled = "%%" if connection.vendor == "postgresql" else "%"
    sql = f"SELECT {mark} || '{doubled}' || {mark}"
    assert statements.run(sql, ("a", "b")).fetchone() == ("a%b",)


OPEN = Prepared(
    lambda rule: Deadline.objects.filter(rule=rule, lifted_at=None).order_by().values_list("pk")
)


@pytest.mark.postgres
def test_writes_of_an_act_go_as_one_statement() -> None:
    parcel = packed()
    with CaptureQueriesContext(connection) as sent, door.act(OWNER) as act:
        taken = act.take(parcel)
        before = len(sent)
        act.step(taken, "send", version=1, address="East Road 1")
        deadlines.arm(taken, "late", date(2026, 3, 9))
        rows.put([Permission(name="any", codename="any", content_type_id=1)])
        assert len(sent) == before
    (one,) = [query["sql"] for query in sent if "INSERT" in query["sql"]]
    for table in ("workflow_record", "toy_parcel", "workflow_deadline", "auth_permission"):
        assert table in one
    assert Parcel.objects.get().state == "sent"
    assert Record.objects.count() == 2
    assert Deadline.objects.get().rule == "late"
    assert Permission.objects.filter(codename="any").exists()


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """For each way to the database the number of statements that went."""
    seen: list[int] = []
    plain = Wire.ask

    def ask(wire: Wire, asked: Sequence[Statement], *, ending: bool = False) -> list[Answer]:
        seen.append(len(asked))
        return plain(wire, asked, ending=ending)

    monkeypatch.setattr(Wire, "ask", ask)
    return seen


@pytest.mark.postgres
def test_what_is_kept_goes_in_one_way_with_what_is_asked_next(ways: list[int]) -> None:
    parcel = packed()
    with door.act(OWNER) as act:
        taken = act.take(parcel)
        act.step(taken, "send", version=1, address="East Road 1")
        deadlines.arm(taken, "late", date(2026, 3, 9))
        ways.clear()
        assert len(OPEN.rows("late")) == 1
        assert ways == [2]
        assert Deadline.objects.count() == 1
        assert ways == [2]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_act_ends_with_its_last_write(ways: list[int]) -> None:
    parcel = packed()
    with door.act(OWNER) as act:
        act.step(act.take(parcel), "send", version=1, address="East Road 1")
        ways.clear()
    assert ways == [1]
    assert connection.connection.info.transaction_status == TransactionStatus.IDLE
    assert Parcel.objects.get().state == "sent"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_act_within_another_transaction_does_not_end_it() -> None:
    parcel = packed()
    with suppress(ZeroDivisionError), transaction.atomic():
        with door.act(OWNER) as act:
            act.step(act.take(parcel), "send", version=1, address="East Road 1")
        raise ZeroDivisionError
    assert Parcel.objects.get().state == "packed"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_only_the_end_of_an_act_finds_wrong_is_an_error_of_django() -> None:
    parcel = packed()

    def with_a_stranger() -> None:
        with door.act(OWNER) as act:
            act.step(act.take(parcel), "send", version=1, address="East Road 1")
            rows.put([Permission(name="any", codename="any", content_type_id=9_999_999)])

    with pytest.raises(IntegrityError):
        with_a_stranger()
    assert Parcel.objects.get().state == "packed"


def test_whatever_is_asked_finds_what_the_act_has_written() -> None:
    parcel = packed()
    with door.act(OWNER) as act:
        taken = act.take(parcel)
        act.step(taken, "send", version=1, address="East Road 1")
        assert Record.objects.filter(version=2).exists()
        deadlines.arm(taken, "late", date(2026, 3, 9))
        assert statements.run("SELECT count(*) FROM workflow_deadline").fetchone() == (1,)
        deadlines.lift(taken)
        assert len(OPEN.rows("late")) == 0
        deadlines.arm(taken, "late", date(2026, 3, 9))
        assert len(OPEN.rows("late")) == 1


def test_two_writes_on_one_table_go_one_after_the_other() -> None:
    parcel = packed()
    with door.act(OWNER) as act:
        taken = act.take(parcel)
        deadlines.arm(taken, "late", date(2026, 3, 9))
        deadlines.lift(taken, "late")
        act.step(taken, "send", version=1, address="East Road 1")
        act.step(taken, "call_back", version=2)
    assert Deadline.objects.get().lifted_at is not None
    assert Record.objects.count() == 3


def test_what_was_kept_goes_with_an_act_that_fails() -> None:
    parcel = packed()

    def broken_off() -> None:
        with door.act(OWNER) as act:
            act.step(act.take(parcel), "send", version=1, address="East Road 1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    with door.act(OWNER) as act:
        deadlines.arm(act.take(parcel), "late", date(2026, 3, 9))
    assert Record.objects.count() == 1
    assert Parcel.objects.get().state == "packed"
