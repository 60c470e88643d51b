"""Rows read without the ORM are the ORM's; what is written comes back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.toy.models import Parcel
from tests.workflow.parcels import OTHER, OWNER, labelled, packed, packed_many, step
from tests.workflow.population import make
from workflow import door, rows, writer
from workflow.lifecycle import subjects
from workflow.models import Deadline, OutboxMessage, Record, RecordText

pytestmark = pytest.mark.django_db


def values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def same(one: Any, other: Any) -> bool:
    return one == other and type(one) is type(other)


@pytest.mark.parametrize("model", subjects(), ids=lambda model: model.kind)
def test_a_row_read_directly_equals_the_one_of_the_orm(model: type[models.Model]) -> None:
    pk = make(model).pk
    direct, own = values(rows.read(model, pk, lock=True)), values(model.objects.get(pk=pk))
    assert direct == own
    assert all(same(direct[name], own[name]) for name in own)
    (many,) = rows.read_many(model, [pk], lock=True)
    assert values(many) == own


def test_every_kind_of_field_of_the_subjects_is_among_those_read() -> None:
    kinds = {type(field) for model in subjects() for field in model._meta.concrete_fields}
    assert {models.JSONField, models.DateField, models.DateTimeField} <= kinds
    assert {models.DecimalField, models.BooleanField, models.ForeignKey} <= kinds


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"due": date(2026, 2, 28), "price": Decimal("12.30"), "notes": [{"a": [1, None]}, "字"]},
        {
            "touched_at": datetime(
                2026, 1, 1, 3, 4, 5, 678901, tzinfo=timezone.get_fixed_timezone(480)
            )
        },
        {"address": "a'b\"c\\d {e},\nNULL 字", "notes": {"NULL": ""}},
    ],
    ids=["least", "values", "moment", "text"],
)
def test_what_is_created_comes_back_alone_and_among_many(more: dict[str, Any]) -> None:
    single = packed(**more)
    with door.act(OWNER) as act:
        first, second = act.create_all(
            [Parcel(owner="U1", **more), Parcel(owner="U2", weight=7, **more)], "pack"
        )
    assert (Parcel.objects.get(pk=second.pk).owner, Parcel.objects.get(pk=first.pk).owner) == (
        "U2",
        "U1",
    )
    for parcel in (single, first, second):
        stored = values(Parcel.objects.get(pk=parcel.pk))
        assert {name: stored[name] for name in more} == more
        assert stored == values(rows.read(Parcel, parcel.pk, lock=False))


def test_the_session_s_time_zone_does_not_shift_a_moment() -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=timezone.get_fixed_timezone(480))
    parcel = packed(touched_at=moment)
    with timezone.override("America/New_York"):
        assert rows.read(Parcel, parcel.pk, lock=False).touched_at == moment


def test_a_row_that_is_gone_is_does_not_exist() -> None:
    with pytest.raises(Parcel.DoesNotExist):
        rows.read(Parcel, 10**9, lock=False)
    assert rows.read_many(Parcel, [10**9], lock=False) == []


def test_many_come_in_order_however_many_they_are() -> None:
    pks = [parcel.pk for parcel in packed_many(3)]
    asked = [pks[2], pks[0], *range(10**9, 10**9 + 40_000), pks[1]]
    assert [row.pk for row in rows.read_many(Parcel, asked, lock=True)] == pks


def send_all(parcels: list[Parcel], address: str) -> None:
    with transaction.atomic(), door.act(OWNER) as act:
        act.step_all(act.take_all(Parcel, [p.pk for p in parcels]), "send", address=address)


@pytest.mark.parametrize("number", [1, 2])
def test_a_text_too_long_is_refused_not_cut_off(number: int) -> None:
    parcels = packed_many(number)
    with pytest.raises((DataError, IntegrityError)):
        send_all(parcels, "字" * 41)
    assert not Parcel.objects.exclude(address="").exists()


def test_drawn_ids_are_new_and_follow_those_in_the_table() -> None:
    parcel = packed()
    with transaction.atomic():
        drawn = writer.draw_ids(Parcel, 3)
    assert len(set(drawn)) == 3
    assert min(drawn) > parcel.pk
    assert packed().pk > parcel.pk


def test_changes_of_several_shapes_in_one_act() -> None:
    """Some parcels change a column, some none, some have texts: each lands where it belongs."""
    parcels = packed_many(6)
    with door.act(OWNER) as act:
        taken = act.take_all(Parcel, [parcel.pk for parcel in parcels])
        act.step_all(taken[:3], "weigh", weight=2)  # the second weighs 2 already
        act.step_all(taken[3:], "send", address="x", word="careful")
    assert list(Parcel.objects.order_by("pk").values_list("weight", flat=True)) == [
        2,
        2,
        2,
        4,
        5,
        6,
    ]
    assert set(Parcel.objects.values_list("version", flat=True)) == {2}
    assert RecordText.objects.count() == OutboxMessage.objects.count() == 3
    for message in OutboxMessage.objects.select_related("record"):
        assert (message.record.step, message.record.version) == ("send", 2)
    for text in RecordText.objects.select_related("record"):
        assert text.record.subject_id in {parcel.pk for parcel in parcels[3:]}


def test_each_of_many_gets_its_own_values() -> None:
    parcels = packed_many(5)
    with door.act(OWNER) as act:
        taken = act.take_all(Parcel, [parcel.pk for parcel in parcels])
        act.step_all(taken, "send", address="x")
        act.step_all(taken, "receive")
        act.follow_all(taken, "reset", lambda row: {"to": "sent" if row.weight % 2 else "packed"})
    states = list(Parcel.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["sent", "packed", "sent", "packed", "sent"]
    for parcel in parcels:
        last = Record.objects.get(subject_id=parcel.pk, version=4)
        assert Parcel.objects.get(pk=parcel.pk).head == last.hash


def test_a_value_changed_in_place_is_recorded_and_written(monkeypatch: pytest.MonkeyPatch) -> None:
    parcel = packed(notes=["a"])
    weigh = Parcel.weigh

    def weigh_and_note(self: Parcel, act: door.Act, **data: Any) -> Any:
        self.notes.append("b")
        return weigh(self, act, **data)

    monkeypatch.setattr(Parcel, "weigh", weigh_and_note)
    step(parcel, "weigh", weight=3)
    assert Parcel.objects.get().notes == ["a", "b"]
    assert Record.objects.get(version=2).told["changes"] == {"notes": [["a"], ["a", "b"]]}


def test_a_child_is_read_under_the_lock_of_its_root() -> None:
    label = labelled(packed())
    with CaptureQueriesContext(connection) as sent, door.act(OTHER) as act:
        act.step(act.take(label), "tear", version=1)
    tables = [query["sql"] for query in sent if query["sql"].startswith("SELECT")]
    assert ["toy_parcel" in tables[0], "toy_label" in tables[1]] == [True, True]


def test_rows_without_a_life_are_put_in_one_statement() -> None:
    days = [
        Deadline(kind="parcel", subject_id=n, rule="50%", due_on=date(2026, 3, n)) for n in (1, 2)
    ]
    with CaptureQueriesContext(connection) as sent:
        rows.put(days)
        rows.put([])
    assert len(sent) == 1
    for row, stored in zip(days, Deadline.objects.order_by("subject_id"), strict=True):
        row.pk = stored.pk
        assert values(stored) == values(row)


def test_a_row_that_is_added_has_its_id() -> None:
    row = rows.add(Deadline(kind="parcel", subject_id=3, rule="x", due_on=date(2026, 3, 3)))
    assert values(Deadline.objects.get(pk=row.pk)) == values(row)
    assert not row._state.adding


@pytest.mark.parametrize("count", [0, 2])
def test_details_name_the_row_that_they_are_put_with(count: int) -> None:
    details = [Permission(name=f"{n}%", codename=str(n)) for n in range(count)]
    with CaptureQueriesContext(connection) as sent:
        rows.put_with(ContentType(app_label="toy", model="heap"), details, "content_type")
    assert len(sent) == (2 if count else 1)
    kept = Permission.objects.filter(content_type__model="heap").order_by("codename")
    assert [each.name for each in kept] == ["0%", "1%"][:count]
    assert ContentType.objects.filter(model="heap").count() == 1


def test_a_subject_is_not_added_past_the_door() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.add(Parcel(owner="U1"))
