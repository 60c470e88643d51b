"""The ways that are measured against each other write the same rows."""

import pytest

from tests.bench import door
from tests.bench.variants import ByDoor, ByDoorAtOnce, ByHand, ByOrm
from tests.toy.models import Parcel
from workflow.audit import Audit
from workflow.models import OutboxMessage, Record

pytestmark = pytest.mark.django_db(transaction=True)


def rows_left() -> tuple[object, ...]:
    record = Record.objects.get(version=2)
    told = record.told
    told["changes"]["touched_at"][1] = told["changes"]["touched_at"][1][:3]
    parcel = Parcel.objects.get()
    message = OutboxMessage.objects.get()
    return (
        (record.kind, record.step, record.source, record.target, record.actor, record.unit),
        (parcel.state, parcel.version, parcel.address, parcel.head == record.hash),
        (message.topic, message.record_id == record.pk, message.next_try_at == record.at),
        told,
    )


@pytest.mark.parametrize("way", [ByDoor, ByDoorAtOnce, ByHand, ByOrm])
def test_each_way_writes_the_same_rows_and_a_chain_that_holds(way: type) -> None:
    variant = way()
    variant.prepare(1)
    variant.run()
    variant.finish()
    assert list(Audit().findings()) == []
    assert rows_left() == (
        ("parcel", "send", "packed", "sent", "li", "U1"),
        ("sent", 2, "East Road 1", True),
        ("parcel.sent", True, True),
        {
            "changes": {"address": ["", "East Road 1"], "touched_at": [None, "202"]},
            "data": {"address": "East Road 1"},
        },
    )


def test_a_step_costs_at_most_6_statements_and_8_with_a_key() -> None:
    assert door.statements(None) <= 6
    assert door.statements("k") <= 8
