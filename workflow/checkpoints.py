"""Checkpoints: the heads of all chains, signed, in a file outside the database and in a row.

A chain proves itself only as far as it is there: whoever may write the database can cut its end
off, or remove it with its subject. The file of a checkpoint tells how long each chain was. Its
lines are JSON: one for each chain (kind, subject, length, head), the last one the signed
statement over them.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from workflow import clock
from workflow.audit import Finding
from workflow.models import Checkpoint, Record
from workflow.records import canonical, signed

AT_A_TIME = 2_000
SIGNED = ("number", "at", "chains", "records", "digest", "prev", "key_id")
Head = tuple[str, int, int, str]
Heads = dict[tuple[str, int], tuple[int, str]]


class Unreadable(Exception):
    """The file is no checkpoint, or was changed; the message says how."""


def take(file: Path) -> Checkpoint:
    """Anchor every chain as it is now: write ``file`` and the row.

    Raises ``OSError`` where the file cannot be written, ``IntegrityError`` where another
    checkpoint was taken at the same moment; then neither file nor row is left.
    """
    with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as draft:
        try:
            taken = _written(draft)
            taken.save(force_insert=True)
        except BaseException:
            Path(draft.name).unlink()
            raise
    Path(draft.name).replace(file)
    return taken


def _written(lines: IO[str]) -> Checkpoint:
    """The checkpoint of what the chains are now, its ``lines`` written."""
    last, at = Checkpoint.objects.order_by("-number").first(), clock.now()
    hashed, chains, records = hashlib.sha256(), 0, 0
    for head in _heads():
        chains, records = chains + 1, records + head[2]
        line = canonical(head) + "\n"
        hashed.update(line.encode())
        lines.write(line)
    taken = Checkpoint(
        number=last.number + 1 if last else 1,
        at=at,
        chains=chains,
        records=records,
        digest=hashed.hexdigest(),
        prev=last.seal if last else "",
        key_id=settings.AUDIT_KEY_ID,
    )
    taken.seal = signed(taken.key_id, _statement(taken))
    lines.write(canonical({**_statement(taken), "seal": taken.seal}) + "\n")
    return taken


def _heads() -> Iterator[Head]:
    """The last record of every chain."""
    rows = Record.objects.order_by("kind", "subject_id", "version")
    found = rows.values_list("kind", "subject_id", "version", "hash").iterator(AT_A_TIME)
    for _subject, chain in groupby(found, key=lambda row: row[:2]):
        yield list(chain)[-1]


def _statement(checkpoint: Checkpoint) -> dict[str, Any]:
    said = {name: getattr(checkpoint, name) for name in SIGNED}
    said["at"] = checkpoint.at.astimezone(UTC).isoformat()
    return said


def findings(file: Path | None = None) -> Iterator[Finding]:
    """What differs from the checkpoints: their own chain and, where given, the chains of ``file``.

    Raises ``Unreadable`` for a file that is none or was changed.
    """
    yield from _own_chain()
    if file is not None:
        statement, heads = read(file)
        row = Checkpoint.objects.filter(number=statement["number"]).first()
        if row is None or row.seal != statement["seal"]:
            yield Finding("checkpoint", statement["number"], 1, "is not in the database")
        yield from _against(heads)


def _own_chain() -> Iterator[Finding]:
    prev = ""
    for number, row in enumerate(Checkpoint.objects.order_by("number").iterator(), 1):
        if row.number != number or row.prev != prev:
            yield Finding("checkpoint", row.number, 1, "does not follow the one before")
            return
        if not _is_signed(row.key_id, _statement(row), row.seal):
            yield Finding("checkpoint", row.number, 1, "was changed")
        prev = row.seal


def _is_signed(key_id: str, statement: Any, seal: str) -> bool:
    known = key_id in settings.AUDIT_KEYS
    return known and hmac.compare_digest(seal, signed(key_id, statement))


def read(file: Path) -> tuple[dict[str, Any], Heads]:
    """The statement of a checkpoint's file and its heads; raises ``Unreadable``."""
    try:
        *lines, last = file.read_text(encoding="utf-8").splitlines(keepends=True)
        statement = json.loads(last)
        rows = [json.loads(line) for line in lines]
        seal, digest = statement["seal"], statement["digest"]
        said = {name: statement[name] for name in SIGNED}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"{file} is no checkpoint: {error}") from error
    found = hashlib.sha256("".join(lines).encode()).hexdigest()
    if found != digest or not _is_signed(said["key_id"], said, seal):
        raise Unreadable(f"{file} was changed, or signed with a key not known here")
    return statement, {(kind, pk): (length, head) for kind, pk, length, head in rows}


def _against(heads: Heads) -> Iterator[Finding]:
    """Chains that are shorter than they were, or went another way."""
    rows = Record.objects.order_by("kind", "subject_id", "version")
    found = rows.values_list("kind", "subject_id", "version", "hash")
    for kind, pk, version, head in found.iterator(AT_A_TIME):
        length, known = heads.get((kind, pk), (0, ""))
        if version == length:
            del heads[kind, pk]
            if head != known:
                yield Finding(kind, pk, version, "is not the one that the checkpoint knows")
    for (kind, pk), (length, _head) in sorted(heads.items()):
        yield Finding(kind, pk, length, "is missing, though the checkpoint knows it")


def latest() -> Path | None:
    """The newest file of the folder of checkpoints, if there is any."""
    if not settings.AUDIT_CHECKPOINT_DIR:
        return None
    return max(Path(settings.AUDIT_CHECKPOINT_DIR).glob("checkpoint-*.jsonl"), default=None)


def next_file() -> Path:
    """The file in the folder of checkpoints for the next one."""
    last = Checkpoint.objects.order_by("-number").values_list("number", flat=True).first()
    name = f"checkpoint-{(last or 0) + 1:06}-{clock.today().isoformat()}.jsonl"
    return Path(settings.AUDIT_CHECKPOINT_DIR) / name


def take_if_due() -> Checkpoint | None:
    """The clock: once a day, and after each step of ``AUDIT_CHECKPOINT_AFTER`` (the issue 印发)."""
    if not settings.AUDIT_CHECKPOINT_DIR or not _is_due():
        return None
    try:
        return take(next_file())
    except IntegrityError:  # another clock was first
        return None


def _is_due() -> bool:
    last = Checkpoint.objects.order_by("-number").first()
    if last is None or timezone.localdate(last.at) < clock.today():
        return True
    return any(
        Record.objects.filter(kind=kind, step=step, at__gt=last.at).exists()
        for kind, step in settings.AUDIT_CHECKPOINT_AFTER
    )
