"""Statements of the engine: errors, transactions and counts are as for Django's own."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from tests.toy.models import Parcel
from tests.workflow.parcels import packed
from workflow import rows, statements
from workflow.backends import placeholder

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
