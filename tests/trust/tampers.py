"""What somebody with all rights over the database might change, as plain SQL.

Each kind changes the chain of one subject, or of two, and tells of which.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.db import connection

from workflow.guards import install
from workflow.lifecycle import subject_of
from workflow.models import Record, RecordText
from workflow.records import SEALED, canonical, seal
from workflow.writer_postgresql import RECORD

Named = set[tuple[str, int]]
Chain = list[Record]


@contextmanager
def as_superuser() -> Iterator[None]:
    """Triggers and foreign keys are out of the way; ends with the transaction it stands in."""
    if connection.vendor == "postgresql":
        run("SET LOCAL session_replication_role = replica")
    else:
        install.lift()
    yield


def run(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def chain_of(record: Record) -> Chain:
    found = Record.objects.filter(kind=record.kind, subject_id=record.subject_id)
    return list(found.order_by("version"))


def some_record(rng: Random, **wanted: Any) -> Record:
    return rng.choice(list(Record.objects.filter(**wanted).order_by("pk")))


def named(*records: Record) -> Named:
    return {(record.kind, record.subject_id) for record in records}


def edit_facts(rng: Random) -> Named:
    record = some_record(rng)
    column, value = rng.choice(
        [
            ("facts", record.facts.replace("{", '{"x":1,', 1)),
            ("actor", record.actor + "x"),
            ("unit", record.unit + "9"),
            ("step", "conjure"),
            ("on_behalf_of", "somebody"),
            ("root_id", record.root_id + 1),
        ]
    )
    run(f"UPDATE workflow_record SET {column} = %s WHERE id = %s", value, record.pk)
    return named(record)


def edit_text(rng: Random) -> Named:
    text = rng.choice(list(RecordText.objects.select_related("record").order_by("pk")))
    run("UPDATE workflow_recordtext SET body = body || %s WHERE id = %s", "。", text.pk)
    return named(text.record)


def cut_the_end_off(rng: Random) -> Named:
    """The last record goes, and the subject is put back to where it was."""
    last = chain_of(some_record(rng, version__gte=2))[-1]
    remove(last)
    put(last, last.version - 1, last.source, last.prev)
    return named(last)


def remove_one_between(rng: Random) -> Named:
    record = some_record(rng, version__gte=2)
    gone = rng.choice(chain_of(record)[:-1])
    remove(gone)
    return named(gone)


def remove_chain_and_subject(rng: Random) -> Named:
    record = some_record(rng)
    for each in chain_of(record):
        remove(each)
    table = subject_of(record.kind)._meta.db_table
    run(f"DELETE FROM {table} WHERE id = %s", record.subject_id)
    return named(record)


def rewrite_without_key(rng: Random) -> Named:
    """Another actor, and every hash from there on recomputed, but without the key."""
    return rewritten(rng, lambda row: hashlib.sha256(canonical(plain(row)).encode()).hexdigest())


def rewrite_with_key(rng: Random) -> Named:
    """The same by somebody who holds the key: the chain itself is sound."""
    return rewritten(rng, seal)


def change_the_subject(rng: Random) -> Named:
    record = some_record(rng)
    last = chain_of(record)[-1]
    states = [
        str(code)
        for code, _label in subject_of(last.kind)._meta.get_field("state").flatchoices  # type: ignore[union-attr]
    ]
    wrong = rng.randrange(3)
    put(
        last,
        last.version + (wrong == 0),
        rng.choice([state for state in states if state != last.target] or ["nowhere"])
        if wrong == 1
        else last.target,
        "e" * 64 if wrong == 2 else last.hash,
    )
    return named(last)


def forge_one_more(rng: Random) -> Named:
    """A further record that nobody made, and the subject moved to it."""
    last = chain_of(some_record(rng))[-1]
    forged = {name: getattr(last, name) for name in RECORD}
    forged |= {"version": last.version + 1, "source": last.target, "prev": last.hash}
    forged["hash"] = hashlib.sha256(canonical(plain(forged)).encode()).hexdigest()
    forged["at"] = connection.ops.adapt_datetimefield_value(last.at)
    marks = ", ".join(["%s"] * len(forged))
    run(f"INSERT INTO workflow_record ({', '.join(forged)}) VALUES ({marks})", *forged.values())
    put(last, last.version + 1, last.target, forged["hash"])
    return named(last)


def swap_two_chains(rng: Random) -> Named:
    """Two subjects of a kind change their histories, and stand where these end."""
    one = chain_of(some_record(rng, kind="task"))[-1]
    others = Record.objects.filter(kind="task").exclude(subject_id=one.subject_id)
    other = chain_of(rng.choice(list(others.order_by("pk"))))[-1]
    moved = "UPDATE workflow_record SET subject_id = %s WHERE kind = 'task' AND subject_id = %s"
    run(moved, -1, one.subject_id)
    run(moved, one.subject_id, other.subject_id)
    run(moved, other.subject_id, -1)
    put(other, one.version, one.target, one.hash)
    put(one, other.version, other.target, other.hash)
    return named(one, other)


def name_another_key(rng: Random) -> Named:
    record = some_record(rng)
    run("UPDATE workflow_record SET key_id = %s WHERE id = %s", "k0", record.pk)
    return named(record)


KINDS: list[Callable[[Random], Named]] = [
    edit_facts,
    edit_text,
    cut_the_end_off,
    remove_one_between,
    remove_chain_and_subject,
    rewrite_without_key,
    change_the_subject,
    forge_one_more,
    swap_two_chains,
    name_another_key,
    rewrite_with_key,
]
# What no chain can tell by itself: only the checkpoint knows it.
BY_CHECKPOINT_ALONE = [cut_the_end_off, remove_chain_and_subject, rewrite_with_key]


def remove(record: Record) -> None:
    run("DELETE FROM workflow_outboxmessage WHERE record_id = %s", record.pk)
    run("DELETE FROM workflow_recordtext WHERE record_id = %s", record.pk)
    run("DELETE FROM workflow_record WHERE id = %s", record.pk)


def put(record: Record, version: int, state: str, head: str) -> None:
    """Let the record's subject stand there."""
    table = subject_of(record.kind)._meta.db_table
    sql = f"UPDATE {table} SET version = %s, state = %s, head = %s WHERE id = %s"
    run(sql, version, state, head, record.subject_id)


def plain(row: Any) -> list[str]:
    return [str(row[name]) for name in SEALED]


def rewritten(rng: Random, hashed: Callable[[Any], str]) -> Named:
    chain = chain_of(some_record(rng))
    first = rng.randrange(len(chain))
    chain[first].actor += "x"
    prev = chain[first].prev
    for record in chain[first:]:
        record.prev = prev
        record.hash = prev = hashed(record.__dict__)
        sql = "UPDATE workflow_record SET actor = %s, prev = %s, hash = %s WHERE id = %s"
        run(sql, record.actor, record.prev, record.hash, record.pk)
    last = chain[-1]
    put(last, last.version, last.target, last.hash)
    return named(last)
