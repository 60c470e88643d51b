"""Queries built once: the same rows as the ORM, whatever is asked and however often."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from tests.toy.models import Parcel
from tests.workflow.parcels import OWNER
from workflow import door
from workflow.prepared import Prepared

pytestmark = pytest.mark.django_db


def parcels() -> list[Parcel]:
    with door.act(OWNER) as act:
        rows = [
            Parcel(owner=owner, weight=weight, due=date(2026, 3, weight))
            for owner, weight in (("U1", 1), ("U1", 2), ("100%", 3))
        ]
        return act.create_all(rows, "pack")


def test_the_values_change_and_the_sql_stays() -> None:
    rows = parcels()
    calls = []

    def build(owner: str, least: int, day: date, among: Any) -> Any:
        calls.append(owner)
        found = Parcel.objects.filter(owner=owner, weight__gte=least, due__lte=day)
        return found.filter(Q(pk__in=among) | Q(weight=99)).order_by("pk")

    heavy = Prepared(build)
    everything = frozenset(row.pk for row in rows)
    last = date(2026, 12, 31)
    for owner, least, day, wanted in (
        ("U1", 1, last, [0, 1]),
        ("U1", 2, last, [1]),
        ("U1", 1, date(2026, 3, 1), [0]),
        ("100%", 0, last, [2]),
        ("x", 0, last, []),
    ):
        with CaptureQueriesContext(connection) as queries:
            found = heavy.instances(owner, least, day, everything)
        assert found == [rows[n] for n in wanted]
        assert len(queries) == 1
        assert [row.due for row in found] == [rows[n].due for n in wanted]
    assert len(calls) == 1
    assert heavy.instances("U1", 1, last, frozenset({rows[1].pk})) == [rows[1]]
    assert len(calls) == 2


def test_values_are_those_of_django() -> None:
    parcels()
    rows = Parcel.objects.filter(weight=2).values_list("due", "price", "notes", "touched_at")
    light = Prepared(
        lambda weight: Parcel.objects.filter(weight=weight).values_list(
            "due", "price", "notes", "touched_at"
        )
    )
    assert light.rows(2) == list(rows) == [(date(2026, 3, 2), None, [], None)]
    both = Prepared(
        lambda one, other: (
            Parcel.objects.filter(weight=one)
            .order_by()
            .values_list("due")
            .union(Parcel.objects.filter(weight=other).order_by().values_list("due"), all=True)
        )
    )
    assert set(both.rows(1, 3)) == {(date(2026, 3, 1),), (date(2026, 3, 3),)}


def test_what_can_find_nothing_asks_nothing() -> None:
    parcels()
    among = Prepared(lambda pks: Parcel.objects.filter(pk__in=pks).values_list("owner"))
    with CaptureQueriesContext(connection) as queries:
        assert among.rows(frozenset()) == []
    assert len(queries) == 0
    assert among.rows(frozenset({parcels()[0].pk})) == [("U1",)]


def test_a_value_that_is_made_into_another_is_refused() -> None:
    like = Prepared(lambda word: Parcel.objects.filter(owner__contains=word))
    with pytest.raises(ValueError, match="as they are"):
        like.instances("U1")


def test_nothing_and_something_are_two_shapes() -> None:
    rows = parcels()
    owned = Prepared(
        lambda owner: Parcel.objects.filter(Q(owner=owner) if owner else Q()).order_by("pk")
    )
    assert owned.instances(None) == rows
    assert owned.instances("100%") == rows[2:]
