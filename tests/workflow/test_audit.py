"""The chains prove themselves: what a superuser changes is named with subject and version."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.toy.models import Parcel
from tests.workflow.parcels import labelled, packed, sent, step
from workflow.audit import Audit
from workflow.guards import install
from workflow.models import OutboxMessage, Record, RecordText

pytestmark = pytest.mark.django_db(transaction=True)


def findings() -> list[str]:
    return [str(finding) for finding in Audit().findings()]


def tampered(sql: str, *params: object) -> None:
    with install.lifted(), connection.cursor() as cursor:
        OutboxMessage.objects.all().delete()
        cursor.execute(sql, params)


def chain() -> Parcel:
    parcel = step(packed(), "send", address="East Road 1", word="with care")
    return step(parcel, "receive")


def test_sound_chains_have_no_findings_and_are_counted() -> None:
    labelled(chain())
    packed()
    audit = Audit()
    assert list(audit.findings()) == []
    assert (audit.chains, audit.records) == (3, 5)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE workflow_record SET actor = 'x' WHERE version = 2", "2 was changed"),
        ("UPDATE workflow_record SET facts = '{}' WHERE version = 2", "2 was changed"),
        ("UPDATE workflow_record SET at = '2020-01-01 00:00' WHERE version = 1", "1 was changed"),
        ("UPDATE workflow_record SET unit = 'U9' WHERE version = 3", "3 was changed"),
        ("UPDATE workflow_record SET target = 'packed' WHERE version = 2", "2 was changed"),
        (
            "UPDATE workflow_record SET prev = hash WHERE version = 2",
            "2 does not follow the one before",
        ),
        (
            "UPDATE workflow_record SET key_id = 'k9' WHERE version = 3",
            "3 was sealed with a key not known here",
        ),
        ("UPDATE workflow_recordtext SET body = 'without'", "2 has a text that was changed"),
        ("UPDATE workflow_recordtext SET name = 'other'", "2 has a text that was changed"),
        ("DELETE FROM workflow_record WHERE version = 3", "3 is missing"),
        ("DELETE FROM workflow_record WHERE version = 1", "1 is missing"),
        ("UPDATE toy_parcel SET state = 'sent'", "3 does not say where the subject stands"),
        ("UPDATE toy_parcel SET version = 4", "4 is missing"),
        ("UPDATE toy_parcel SET head = ''", "3 does not say where the subject stands"),
        ("DELETE FROM toy_parcel", "3 has no subject any more"),
        ("UPDATE workflow_record SET kind = 'ghost' WHERE version = 3", "3 is missing"),
    ],
)
def test_what_was_tampered_with_is_named(sql: str, told: str) -> None:
    parcel = chain()
    tampered(sql)
    assert findings()[0] == f"parcel {parcel.pk} version {told}"


def test_a_whole_chain_removed_is_found_between_others() -> None:
    first, second, third = sent(), sent(), sent()
    tampered("DELETE FROM workflow_record WHERE subject_id = %s", second.pk)
    assert findings() == [f"parcel {second.pk} version 1 is missing"]
    tampered("DELETE FROM workflow_record WHERE subject_id = %s", third.pk)
    assert len(findings()) == 2
    assert Record.objects.filter(subject_id=first.pk).count() == 2


def test_records_of_no_known_kind_are_told() -> None:
    parcel = packed()
    tampered("UPDATE workflow_record SET kind = 'ghost'")
    assert findings() == [
        f"parcel {parcel.pk} version 1 is missing",
        f"ghost {parcel.pk} version 1 is of no known kind",
    ]


def test_a_text_erased_leaves_the_chain_sound() -> None:
    chain()
    tampered("DELETE FROM workflow_recordtext")
    assert not RecordText.objects.exists()
    assert findings() == []


def test_chains_sealed_with_an_older_key_stay_proved(settings: Any) -> None:
    parcel = packed()
    settings.AUDIT_KEYS = {**settings.AUDIT_KEYS, "k2": "newer"}
    settings.AUDIT_KEY_ID = "k2"
    step(parcel, "send", address="x")
    assert set(Record.objects.values_list("key_id", flat=True)) == {"k1", "k2"}
    assert findings() == []


def test_the_walk_asks_as_often_for_many_chains_as_for_one(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _each in range(30):
        sent()
    with django_assert_max_num_queries(40):
        assert findings() == []
