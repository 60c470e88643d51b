"""The same step of the toy parcel in several ways: by the door, by hand, by the plain ORM.

All write the same rows: record, change and outbox message. By hand and by the door under the
triggers. The ORM cannot write record and subject in one statement, which the triggers demand
on PostgreSQL: it works with the triggers lifted, which is to its advantage.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tests.bench.meter import Variant
from tests.toy.models import Parcel
from workflow import door
from workflow.actor import Actor
from workflow.guards import install
from workflow.models import OutboxMessage, Record
from workflow.records import seal

OWNER = Actor(1, "li", unit="U1", hat="handler")
ADDRESS = "East Road 1"
RECORD = (
    "kind subject_id version root_kind root_id step source target actor_id actor unit hat "
    "on_behalf_of at facts prev key_id hash"
).split()


def packed(items: int) -> list[Parcel]:
    with door.act(OWNER) as act:
        return act.create_all([Parcel(owner="U1", weight=3) for _each in range(items)], "pack")


class ByDoor(Variant):
    """One step after the other."""

    def prepare(self, items: int) -> None:
        self.parcels = packed(items)

    def run(self) -> None:
        for parcel in self.parcels:
            with door.act(OWNER) as act:
                act.step(act.take(parcel), "send", version=1, address=ADDRESS)


class ByDoorAtOnce(Variant):
    """All steps in one act, written set-based."""

    def prepare(self, items: int) -> None:
        self.pks = [parcel.pk for parcel in packed(items)]

    def run(self) -> None:
        with door.act(OWNER) as act:
            act.step_all(act.take_all(Parcel, self.pks), "send", address=ADDRESS)


class ByHand(Variant):
    """Five statements on the driver's own connection, prepared by the server."""

    def prepare(self, items: int) -> None:
        self.pks = [parcel.pk for parcel in packed(items)]
        raw: Any = connection.connection
        self.execute: Any = raw.execute if connection.vendor == "sqlite" else self.prepared(raw)
        self.key = settings.AUDIT_KEYS[settings.AUDIT_KEY_ID].encode()
        self.send = self.on_postgresql if connection.vendor == "postgresql" else self.on_sqlite

    def run(self) -> None:
        for pk in self.pks:
            self.send(pk)

    @staticmethod
    def prepared(raw: Any) -> Any:
        return partial(psycopg.Cursor(raw).execute, prepare=True)

    def on_postgresql(self, pk: int) -> None:
        execute = self.execute
        execute("BEGIN")
        state, version, owner, weight, head, old, touched = execute(
            "SELECT state, version, owner, weight, head, address, touched_at FROM toy_parcel "
            "WHERE id = %s FOR NO KEY UPDATE",
            (pk,),
        ).fetchone()
        assert (state, version, owner, weight > 0) == ("packed", 1, "U1", True)
        at = datetime.now(UTC)
        record = self.record(pk, head, at, old, touched)
        (record_id,) = execute(
            f"WITH r AS (INSERT INTO workflow_record ({', '.join(RECORD)}) "
            f"VALUES ({', '.join(['%s'] * len(RECORD))}) RETURNING id, version, hash), "
            "u AS (UPDATE toy_parcel SET state = 'sent', version = r.version, head = r.hash, "
            "address = %s, touched_at = %s FROM r WHERE toy_parcel.id = %s "
            "AND toy_parcel.version = 1) SELECT id FROM r",
            (*record, ADDRESS, at, pk),
        ).fetchone()
        execute(
            "INSERT INTO workflow_outboxmessage (record_id, topic, attempts, next_try_at, error) "
            "VALUES (%s, 'parcel.sent', 0, %s, '')",
            (record_id, at),
        )
        execute("COMMIT")

    def on_sqlite(self, pk: int) -> None:
        execute = self.execute
        execute("BEGIN IMMEDIATE")
        state, version, owner, weight, head, old, touched = execute(
            "SELECT state, version, owner, weight, head, address, touched_at FROM toy_parcel "
            "WHERE id = ?",
            (pk,),
        ).fetchone()
        assert (state, version, owner, weight > 0) == ("packed", 1, "U1", True)
        at = datetime.now(UTC)
        record = self.record(pk, head, at, old, touched)
        record[RECORD.index("at")] = str(at.replace(tzinfo=None))
        record_id = execute(
            f"INSERT INTO workflow_record ({', '.join(RECORD)}) "
            f"VALUES ({', '.join('?' * len(RECORD))})",
            record,
        ).lastrowid
        execute(
            "UPDATE toy_parcel SET state = 'sent', version = 2, head = ?, address = ?, "
            "touched_at = ? WHERE id = ? AND version = 1",
            (record[-1], ADDRESS, str(at.replace(tzinfo=None)), pk),
        )
        execute(
            "INSERT INTO workflow_outboxmessage (record_id, topic, attempts, next_try_at, error) "
            "VALUES (?, 'parcel.sent', 0, ?, '')",
            (record_id, str(at.replace(tzinfo=None))),
        )
        execute("COMMIT")

    def record(self, pk: int, head: str, at: datetime, old: str, touched: Any) -> list[Any]:
        """The record's values in the order of ``RECORD``, sealed."""
        moment = at.isoformat()
        facts = json.dumps(
            {
                "changes": {"address": [old, ADDRESS], "touched_at": [touched, moment]},
                "data": {"address": ADDRESS},
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        values = ["parcel", pk, 2, "parcel", pk, "send", "packed", "sent"]
        values += [OWNER.user_id, OWNER.name, OWNER.unit, OWNER.hat, "", moment, facts, head]
        values += [settings.AUDIT_KEY_ID]
        told = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        values[RECORD.index("at")] = at
        return [*values, hmac.new(self.key, told.encode(), hashlib.sha256).hexdigest()]


class ByOrm(Variant):
    """Select for update, django-fsm's method, save and two creates, without triggers."""

    def prepare(self, items: int) -> None:
        self.pks = [parcel.pk for parcel in packed(items)]
        install.lift()

    def run(self) -> None:
        for pk in self.pks:
            self.send(pk)

    def finish(self) -> None:
        install.install()

    def send(self, pk: int) -> None:
        with transaction.atomic():
            parcel = Parcel.objects.select_for_update().get(pk=pk)
            assert (parcel.version, parcel.owner, parcel.weight > 0) == (1, "U1", True)
            at = timezone.now()
            old, touched = parcel.address, parcel.touched_at
            parcel.send(SimpleNamespace(at=at), address=ADDRESS)
            facts = {
                "changes": {"address": [old, ADDRESS], "touched_at": [touched, at.isoformat()]},
                "data": {"address": ADDRESS},
            }
            record = Record(
                kind="parcel",
                subject_id=pk,
                version=2,
                root_kind="parcel",
                root_id=pk,
                step="send",
                source="packed",
                target="sent",
                actor_id=OWNER.user_id,
                actor=OWNER.name,
                unit=OWNER.unit,
                hat=OWNER.hat,
                at=at,
                facts=json.dumps(facts, sort_keys=True, separators=(",", ":")),
                prev=parcel.head,
                key_id=settings.AUDIT_KEY_ID,
            )
            record.hash = seal(record.__dict__)
            record.save(force_insert=True)
            parcel.version, parcel.head = 2, record.hash
            parcel.save(update_fields=["state", "version", "head", "address", "touched_at"])
            OutboxMessage.objects.create(record=record, topic="parcel.sent", next_try_at=at)
