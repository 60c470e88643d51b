"""A kept connection that was lost between two requests: the first read opens a new one."""

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.toy.models import Parcel
from tests.workflow.parcels import packed
from workflow import statements
from workflow.prepared import Prepared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def owned(owner: str) -> "QuerySet[Parcel, tuple[int]]":
    return Parcel.objects.filter(owner=owner).order_by().values_list("pk")


OWNED = Prepared(owned)


def a_request_begins() -> None:
    connection.ensure_connection()
    connection.health_check_enabled = True
    connection.close_if_unusable_or_obsolete()


def lose_the_connection() -> None:
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()


def test_the_first_read_of_a_request_bears_a_lost_connection() -> None:
    parcel = packed(owner="U7")
    assert OWNED.rows("U7") == [(parcel.pk,)]
    lose_the_connection()
    a_request_begins()
    assert OWNED.rows("U7") == [(parcel.pk,)]


def test_within_a_request_a_lost_connection_is_told() -> None:
    a_request_begins()
    OWNED.rows("U7")
    lose_the_connection()
    with pytest.raises(OperationalError):
        OWNED.rows("U7")
    connection.close()


def test_within_a_transaction_nothing_is_begun_anew() -> None:
    a_request_begins()
    with pytest.raises(OperationalError):
        lost_within_a_transaction()
    connection.close()


def lost_within_a_transaction() -> None:
    with transaction.atomic():
        lose_the_connection()
        connection.health_check_done = False
        OWNED.rows("U7")


def test_a_refused_read_is_not_asked_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 20")
    a_request_begins()
    with CaptureQueriesContext(connection) as asked, pytest.raises(OperationalError):
        statements.look("SELECT pg_sleep(60)", (), db=statements.present())
    assert len(asked) == 1
    connection.close()


def test_the_read_is_the_check_of_the_connection() -> None:
    a_request_begins()
    assert not connection.health_check_done
    OWNED.rows("U7")
    assert connection.health_check_done
