"""What was read is asked once, until something is written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.toy.models import Parcel
from tests.workflow.parcels import OWNER
from workflow import deadlines, door, statements
from workflow.known import reading
from workflow.prepared import Prepared, ask_ahead

pytestmark = pytest.mark.django_db

HEAVY = Prepared(lambda least: Parcel.objects.filter(weight__gte=least).values_list("weight"))


def pack(weight: int) -> Parcel:
    with door.act(OWNER) as act:
        return act.create(Parcel(owner="U1", weight=weight), "pack")


def asked(times: int = 2) -> int:
    """How many queries it takes to ask so often."""
    with CaptureQueriesContext(connection) as queries:
        for _each in range(times):
            HEAVY.rows(1)
    return len(queries)


def test_a_page_asks_once_and_another_question_anew() -> None:
    pack(3)
    assert asked() == 2
    with reading():
        assert asked() == 1
        assert asked() == 0
        assert HEAVY.rows(4) == []
    assert asked() == 2


def test_an_act_asks_once_until_the_engine_writes() -> None:
    parcel = pack(3)
    with door.act(OWNER) as act:
        taken = act.take(parcel)
        assert asked() == 1
        act.step(taken, "send", version=1, address="East Road 1")
        statements.send()
        assert asked() == 1
        deadlines.lift(taken)
        statements.send()
        assert asked() == 1
        act.create(Parcel(owner="U1", weight=5), "pack")
        assert sorted(HEAVY.rows(1)) == [(3,), (5,)]


@pytest.mark.postgres
def test_what_was_asked_ahead_is_known_until_something_is_written() -> None:
    parcel = pack(3)
    with door.act(OWNER) as act:
        taken = act.take(parcel)
        with CaptureQueriesContext(connection) as queries:
            ask_ahead((HEAVY, (1,)), (HEAVY, (4,)))
        assert len(queries) == 2
        assert asked() == 0
        assert (HEAVY.rows(1), HEAVY.rows(4)) == ([(3,)], [])
        act.step(taken, "send", version=1, address="East Road 1")
        statements.send()
        assert asked() == 1


def test_what_is_asked_ahead_of_nothing_is_asked_as_ever() -> None:
    pack(3)
    ask_ahead((HEAVY, (1,)))
    assert asked() == 2
    assert HEAVY.rows(1) == [(3,)]


def test_an_act_asks_anew_once_django_has_written() -> None:
    parcel = pack(3)
    with door.act(OWNER) as act:
        act.take(parcel)
        assert asked() == 1
        list(Parcel.objects.all())
        assert asked() == 0
        connection.cursor().execute("CREATE TEMPORARY TABLE heap (weight integer)")
        assert asked() == 1


def test_whoever_lets_another_act_asks_anew_afterwards() -> None:
    pack(3)
    for scope in (door.act(OWNER), reading()):
        with scope:
            before = len(HEAVY.rows(1))
            pack(5)
            assert len(HEAVY.rows(1)) == before + 1


def test_an_act_knows_nothing_of_what_was_read_before_its_lock() -> None:
    pack(3)
    with reading():
        assert asked() == 1
        with door.act(OWNER):
            assert asked() == 1
