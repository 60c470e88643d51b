"""The relay: at least once, each message by one relay at a time, failures put off."""

from datetime import datetime, timedelta
from threading import Barrier, get_ident, local

import pytest

from tests.toy.models import Parcel
from tests.workflow.parcels import OWNER, packed_many, sent
from tests.workflow.together import errors_in, together
from workflow import clock, door, outbox
from workflow.models import OutboxMessage, Record

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_nobody_listens"),
]


def sent_many(number: int) -> None:
    parcels = packed_many(number)
    with door.act(OWNER) as act:
        taken = act.take_all(Parcel, [parcel.pk for parcel in parcels])
        act.step_all(taken, "send", address="x")


def test_a_message_is_delivered_once_with_its_record(on_monday: datetime) -> None:
    parcel, heard = sent(), []
    outbox.subscribe(lambda message: heard.append((message.topic, message.record.subject_id)))
    assert (outbox.deliver(), outbox.deliver()) == (1, 0)
    assert heard == [("parcel.sent", parcel.pk)]
    assert OutboxMessage.objects.get().delivered_at == on_monday


def test_a_handler_is_subscribed_once() -> None:
    sent()
    heard: list[int] = []

    def handler(message: OutboxMessage) -> None:
        heard.append(message.pk)

    outbox.subscribe(handler)
    outbox.subscribe(handler)
    outbox.deliver()
    assert len(heard) == 1


def send_then_fail() -> None:
    with door.act(OWNER) as act:
        parcel = act.create(Parcel(owner="U1", weight=1), "pack")
        act.step(parcel, "send", version=1, address="x")
        raise ZeroDivisionError


def test_a_message_of_an_act_that_failed_does_not_exist() -> None:
    with pytest.raises(ZeroDivisionError):
        send_then_fail()
    assert not OutboxMessage.objects.exists()


def test_a_failing_message_is_put_off_and_holds_up_no_other(on_monday: datetime) -> None:
    sent_many(3)
    bad = OutboxMessage.objects.order_by("id")[1]

    def handler(message: OutboxMessage) -> None:
        Record.objects.count()
        if message.pk == bad.pk:
            raise OSError("the post office is closed")

    outbox.subscribe(handler)
    assert outbox.drain() == 2
    bad.refresh_from_db()
    assert (bad.attempts, bad.delivered_at) == (1, None)
    assert bad.error == "OSError: the post office is closed"
    assert bad.next_try_at == on_monday + timedelta(minutes=2)
    assert outbox.put_off() == 1


def test_a_full_batch_of_failures_does_not_end_a_drain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    sent_many(5)
    first = set(OutboxMessage.objects.order_by("id").values_list("pk", flat=True)[:2])

    def handler(message: OutboxMessage) -> None:
        if message.pk in first:
            raise OSError

    outbox.subscribe(handler)
    assert outbox.drain() == 3


def test_the_delay_grows_to_six_hours_and_stays_there(on_monday: datetime) -> None:
    sent()

    def handler(_message: OutboxMessage) -> None:
        raise OSError

    outbox.subscribe(handler)
    delays, moment = [], on_monday
    for _each in range(60):
        with clock.at(moment):
            outbox.deliver()
        later = OutboxMessage.objects.get().next_try_at
        delays.append(later - moment)
        moment = later
    assert delays[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert delays[-1] == timedelta(hours=6)
    assert delays == sorted(delays)


def test_what_a_failing_handler_wrote_is_undone() -> None:
    sent()

    def handler(message: OutboxMessage) -> None:
        OutboxMessage.objects.create(
            record=message.record, topic="half", next_try_at=message.next_try_at
        )
        raise OSError

    outbox.subscribe(handler)
    outbox.deliver()
    assert OutboxMessage.objects.count() == 1


def test_delivered_twice_is_harmless_where_the_receiver_looks() -> None:
    """The relay died between the delivery and its note of it: the message comes again."""
    sent()
    kept: dict[int, str] = {}

    def handler(message: OutboxMessage) -> None:
        kept.setdefault(message.record_id, message.topic)

    outbox.subscribe(handler)
    outbox.deliver()
    OutboxMessage.objects.update(delivered_at=None)
    assert outbox.deliver() == 1
    assert len(kept) == 1


@pytest.mark.postgres
def test_two_relays_at_once_deliver_each_message_once() -> None:
    sent_many(300)
    heard: list[tuple[int, int]] = []
    both, met = Barrier(2), local()

    def handler(message: OutboxMessage) -> None:
        if not hasattr(met, "already"):
            met.already = True
            both.wait(timeout=30)  # both hold a batch at this moment
        heard.append((message.pk, get_ident()))

    outbox.subscribe(handler)
    delivered = together(2, lambda _number: outbox.drain())
    assert errors_in(delivered) == []
    assert sum(delivered) == 300
    assert len({pk for pk, _thread in heard}) == len(heard) == 300
    assert len({thread for _pk, thread in heard}) == 2
