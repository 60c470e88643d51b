"""A subject is rebuilt from its records alone; what differs from them is named."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.toy.models import Parcel
from tests.workflow.parcels import labelled, packed, step
from tests.workflow.test_audit import tampered
from workflow.models import Record
from workflow.replay import deviations, rebuilt, records_of

pytestmark = pytest.mark.django_db(transaction=True)


def moved() -> Parcel:
    parcel = packed(price=Decimal("1.5"), due=date(2026, 3, 2), notes=[{"a": [1]}])
    step(parcel, "weigh", weight=7)
    return step(parcel, "send", address="East Road 1", word="with care")


def told() -> list[str]:
    return [f"{each.field}: {each.told} / {each.stored}" for each in deviations(Parcel)]


def test_a_subject_is_what_its_records_tell() -> None:
    parcel = moved()
    labelled(parcel)
    (found,) = rebuilt(records_of(Parcel))
    assert (found.state, found.version, found.breaks) == ("sent", 3, [])
    assert found.values["weight"] == 7
    assert found.values["address"] == "East Road 1"
    assert told() == []


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE toy_parcel SET state = 'packed'", "state: sent / packed"),
        ("UPDATE toy_parcel SET version = 2", "version: 3 / 2"),
        ("UPDATE toy_parcel SET weight = 9", "weight: 7 / 9"),
        ("UPDATE toy_parcel SET address = 'West Road'", "address: East Road 1 / West Road"),
        ("UPDATE toy_parcel SET due = '2026-03-03'", "due: 2026-03-02 / 2026-03-03"),
        ("UPDATE toy_parcel SET price = 2.5", "price: 1.5 / 2.50"),
        ("UPDATE toy_parcel SET notes = '[1]'", "notes: [{'a': [1]}] / [1]"),
        ("DELETE FROM workflow_record WHERE version = 2", "version 3: from packed / None"),
        ("DELETE FROM toy_parcel", "subject: sent / None"),
    ],
)
def test_what_differs_from_the_records_is_named(sql: str, named: str) -> None:
    moved()
    tampered(sql)
    assert named in told()


def test_a_subject_without_records_is_named() -> None:
    moved()
    tampered("UPDATE workflow_record SET subject_id = subject_id + 1000 WHERE kind = 'parcel'")
    assert {each.field for each in deviations(Parcel)} == {"subject", "records"}


def replay(*args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("replay", *args, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_ends_with_1_where_something_differs() -> None:
    parcel = moved()
    assert replay("--all", "--check")[0] == 0
    assert replay("parcel", str(parcel.pk), "--check") == (
        0,
        "1 subjects replayed, 0 deviations\n",
    )
    code, out = replay("parcel", str(parcel.pk), "--json")
    assert (code, '"version": 3' in out) == (0, True)
    tampered("UPDATE toy_parcel SET weight = 9")
    code, out = replay("--all", "--check", "--json")
    assert code == 1
    assert f'"subject": "parcel {parcel.pk}"' in out


@pytest.mark.parametrize("args", [[], ["ghost", "1"], ["parcel"], ["parcel", "x"]])
def test_the_command_ends_with_2_where_it_does_not_know_what_to_replay(args: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("replay", *args)
    assert refused.value.returncode == 2


def test_many_subjects_are_replayed_in_as_many_queries_as_one(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for _each in range(20):
        moved()
    assert Record.objects.count() == 60
    with django_assert_max_num_queries(2):
        assert told() == []
