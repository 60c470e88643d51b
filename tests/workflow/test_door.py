"""The door: what it writes, what it refuses and in which order."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.toy.models import Label, Parcel
from workflow import door
from workflow.actor import SYSTEM, Actor
from workflow.errors import (
    DuplicateKey,
    NotAllowed,
    Refusal,
    Replay,
    Stale,
    Unmet,
    VersionMissing,
    WrongState,
)
from workflow.keys import Key
from workflow.lifecycle import steps_of
from workflow.models import IdempotencyKey, OutboxMessage, Record, RecordText
from workflow.records import broken, digest

OWNER = Actor(1, "li", unit="U1", hat="handler")
OTHER = Actor(2, "wang", unit="U2", hat="handler")

pytestmark = pytest.mark.django_db


def pack(**more: Any) -> Parcel:
    values = {"owner": "U1", "weight": 3, **more}
    with door.act(OWNER) as act:
        return act.create(Parcel(**values), "pack")


def send(parcel: Parcel, actor: Actor = OWNER, **more: Any) -> Parcel:
    data = {"version": parcel.version, "address": "East Road 1", **more}
    with door.act(actor) as act:
        return act.step(act.take(parcel), "send", **data)


def test_a_creation_is_version_1_with_its_record() -> None:
    parcel = pack(due=date(2026, 5, 1), price=Decimal("2.50"), notes=["fragile"])
    record = Record.objects.get()
    assert (record.kind, record.subject_id, record.version) == ("parcel", parcel.pk, 1)
    assert (record.step, record.source, record.target) == ("pack", "", "packed")
    assert record.told["changes"] == {
        "owner": [None, "U1"],
        "weight": [None, 3],
        "due": [None, "2026-05-01"],
        "price": [None, "2.50"],
        "notes": [None, ["fragile"]],
    }
    stored = Parcel.objects.get(pk=parcel.pk)
    assert stored.head == record.hash
    assert (stored.due, stored.price, stored.notes) == (
        date(2026, 5, 1),
        Decimal("2.50"),
        ["fragile"],
    )


def test_a_step_moves_state_version_and_columns_and_leaves_record_text_and_message() -> None:
    parcel = send(pack(notes=["a"], price=Decimal("1.00")), word="handle with care")
    stored = Parcel.objects.get(pk=parcel.pk)
    assert (stored.state, stored.version, stored.address) == ("sent", 2, "East Road 1")
    assert (stored.notes, stored.price) == (["a"], Decimal("1.00"))
    assert stored.touched_at == Record.objects.get(version=2).at
    record = Record.objects.get(version=2)
    assert record.actor == "li"
    assert record.told["data"] == {"address": "East Road 1", "word": digest("handle with care")}
    assert record.told["changes"]["address"] == ["", "East Road 1"]
    assert RecordText.objects.get().body == "handle with care"
    assert OutboxMessage.objects.get().topic == "parcel.sent"


def test_the_chain_is_sound_and_a_changed_word_breaks_it() -> None:
    parcel = send(pack(), word="hello")
    chain = list(Record.objects.filter(subject_id=parcel.pk).order_by("version"))
    assert broken(chain) == ""
    chain[1].actor = "somebody"
    assert broken(chain) == "version 2 was changed"
    assert broken(chain[1:]) == "version 1 is missing"


def test_many_are_made_and_moved_in_one_statement_each() -> None:
    with door.act(OWNER) as act:
        parcels = act.create_all([Parcel(owner="U1", weight=n) for n in range(1, 31)], "pack")
    with door.act(OWNER) as act:
        taken = act.take_all(Parcel, [parcel.pk for parcel in parcels])
        act.step_all(taken, "weigh", weight=9)
    assert Parcel.objects.filter(weight=9, version=2).count() == 30
    assert Record.objects.count() == 60
    assert [p.weight for p in parcels] == list(range(1, 31))


def test_a_label_is_locked_by_its_parcel() -> None:
    parcel = pack()
    with door.act(OWNER) as act:
        label = act.create(Label(parcel=parcel), "stick")
    with door.act(OTHER) as act:
        act.step(act.take(label), "tear", version=1)
    record = Record.objects.get(kind="label", version=2)
    assert (record.root_kind, record.root_id) == ("parcel", parcel.pk)
    assert Parcel.objects.get().version == 1


def test_a_subject_that_was_not_taken_is_a_fault_of_the_caller() -> None:
    parcel = pack()
    with pytest.raises(RuntimeError), door.act(OWNER) as act:
        act.step(parcel, "send", version=1, address="x")


def refused(parcel: Parcel, actor: Actor, step: str, version: int | None, **data: Any) -> Refusal:
    with pytest.raises(Refusal) as caught, door.act(actor) as act:
        act.step(act.take(parcel), step, version=version, **data)
    return caught.value


def test_refusals_come_in_one_order() -> None:
    parcel = pack(weight=0)
    wrong = refused(parcel, OTHER, "call_back", None)
    assert isinstance(wrong, NotAllowed)
    assert wrong.verdicts[0].code == "owner"
    assert isinstance(refused(parcel, OWNER, "call_back", None), VersionMissing)
    assert isinstance(refused(parcel, OWNER, "call_back", 7), Stale)
    assert isinstance(refused(parcel, OWNER, "call_back", 0), Stale)
    assert isinstance(refused(parcel, OWNER, "call_back", 1), WrongState)
    unmet = refused(parcel, OWNER, "send", 1, address="")
    assert isinstance(unmet, Unmet)
    assert [verdict.code for verdict in unmet.verdicts] == ["weighed", "addressed"]
    assert Record.objects.count() == 1


def test_a_consequence_cannot_be_taken_by_anybody() -> None:
    parcel = send(pack())
    with door.act(OTHER) as act:
        parcel = act.step(act.take(parcel), "receive", version=2)
    assert isinstance(refused(parcel, SYSTEM, "reset", 3, to="sent"), NotAllowed)
    with door.act(OTHER) as act:
        act.follow(act.take(parcel), "reset", to="packed")
    assert Parcel.objects.get().state == "packed"


def send_in_one_act(*parcels: Parcel) -> None:
    with door.act(OWNER) as act:
        for parcel in act.take_all(Parcel, [parcel.pk for parcel in parcels]):
            act.step(parcel, "send", version=1, address="x")


def test_one_refusal_undoes_the_whole_act() -> None:
    with pytest.raises(Unmet):
        send_in_one_act(pack(), pack(weight=0))
    assert set(Parcel.objects.values_list("state", flat=True)) == {"packed"}


def keyed(parcel: Parcel, token: str = "t", body: bytes = b"b") -> None:
    key = Key.of(1, "POST", "/send", token, body)
    with door.act(OWNER, key) as act:
        act.step(act.take(parcel), "send", version=1, address="x")


def test_the_same_request_again_has_one_effect_and_the_same_answer() -> None:
    parcel = pack()
    keyed(parcel)
    with pytest.raises(Replay) as caught:
        keyed(parcel)
    assert caught.value.answer == {
        "kind": "parcel",
        "id": parcel.pk,
        "step": "send",
        "state": "sent",
        "version": 2,
    }
    with pytest.raises(DuplicateKey):
        keyed(parcel, body=b"other")
    assert Record.objects.count() == 2


def test_a_refused_request_keeps_no_key() -> None:
    parcel = pack(weight=0)
    with pytest.raises(Unmet):
        keyed(parcel)
    assert not IdempotencyKey.objects.exists()


def test_a_step_costs_at_most_6_statements_and_8_with_a_key(transactional_db: None) -> None:
    first, second = pack(), pack()
    with CaptureQueriesContext(connection) as plain:
        send(first)
    assert len(plain) <= 6
    with CaptureQueriesContext(connection) as with_key:
        keyed(second)
    assert len(with_key) <= 8


def test_steps_are_read_from_the_lifecycle() -> None:
    assert set(steps_of(Parcel)) == {"send", "weigh", "call_back", "receive", "reset"}


def test_an_act_that_was_begun_goes_on_in_the_verb() -> None:
    parcel = pack()
    with door.begun(OWNER) as begun, door.answers() as heard:
        assert begun.hold(Parcel.objects.get(pk=parcel.pk)).pk == parcel.pk
        with CaptureQueriesContext(connection) as queries, door.act(OWNER) as act:
            assert act is begun
            taken = act.take(parcel)
            assert len(queries) == 0
            act.step(taken, "send", version=1, address="East Road 1")
    assert heard == [
        {"kind": "parcel", "id": parcel.pk, "step": "send", "state": "sent", "version": 2}
    ]


def test_an_act_of_somebody_else_or_a_second_one_is_its_own() -> None:
    with door.begun(OWNER) as begun:
        with door.act(OTHER) as act:
            assert act is not begun
        with door.act(OWNER) as act:
            assert act is begun
        with door.act(OWNER) as act:
            assert act is not begun


def test_a_refusal_undoes_all_of_an_act_that_was_begun() -> None:
    parcel = pack()

    def both() -> None:
        with door.begun(OWNER), door.act(OWNER) as act:
            act.step(act.take(parcel), "send", version=1, address="East Road 1")
            act.step(act.take(parcel), "receive", version=1)

    with pytest.raises(Stale):
        both()
    assert Record.objects.count() == 1
    assert Parcel.objects.get().state == "packed"


def test_a_key_is_carried_out_once_in_acts_that_were_begun() -> None:
    parcel, key = pack(), Key.of(1, "POST", "/send", "k", b"{}")

    def once() -> None:
        with door.begun(OWNER), door.act(OWNER, key) as act:
            act.step(act.take(parcel), "send", version=1, address="East Road 1")

    once()
    with pytest.raises(Replay) as replayed:
        once()
    assert replayed.value.answer["version"] == 2
    assert Record.objects.count() == 2
