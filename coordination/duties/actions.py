"""Taking lists of duties in, and citing their paragraphs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from coordination.duties.models import Citation, DutyDocument, DutyEntry
from coordination.search import index
from coordination.units.models import Body, Unit

OF_DOCUMENT = ("kind", "issuer", "issued_on")
OF_ENTRY = ("document_id", "unit_id", "paragraph", "text", "valid_from", "valid_until", "terms")


@dataclass(frozen=True)
class DutyRow:
    """One paragraph as a list names it; ``unit`` is the unit's code."""

    code: str
    kind: str
    document: str
    unit: str
    paragraph: str
    text: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Taken:
    """What a list brought: entries that are new, that read differently now, that were there."""

    new: int
    changed: int
    known: int


@transaction.atomic
def take_duties(body: Body, rows: Iterable[DutyRow], *, dry_run: bool = False) -> Taken:
    """Make or update the entries of ``body`` by their codes; twice the same changes nothing.

    Every unit named must be of the body. An entry that the list leaves out stays: it may have
    been cited. ``dry_run``: the same figures, nothing stays written.
    """
    listed = list(rows)
    documents = _take_documents(body, listed)
    units = {unit.code: unit for unit in Unit.objects.filter(body=body)}
    there = {entry.code: entry for entry in DutyEntry.objects.filter(body=body)}
    new: list[DutyEntry] = []
    changed: list[DutyEntry] = []
    for row in listed:
        entry = _entry(body, row, documents[row.document, row.number], units[row.unit])
        old = there.get(row.code)
        if old is None:
            new.append(entry)
        elif any(getattr(old, name) != getattr(entry, name) for name in OF_ENTRY):
            entry.pk = old.pk
            changed.append(entry)
    DutyEntry.objects.bulk_create(new)
    DutyEntry.objects.bulk_update(changed, OF_ENTRY)
    index.refresh(DutyEntry, [entry.pk for entry in (*new, *changed)])
    if dry_run:
        transaction.set_rollback(True)
    return Taken(len(new), len(changed), len(listed) - len(new) - len(changed))


def _take_documents(body: Body, rows: Iterable[DutyRow]) -> dict[tuple[str, str], DutyDocument]:
    """The documents by name and number, made or brought up to date."""
    wanted = {
        (row.document, row.number): DutyDocument(
            body=body,
            name=row.document,
            number=row.number,
            **{name: getattr(row, name) for name in OF_DOCUMENT},
        )
        for row in rows
    }
    DutyDocument.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["body", "name", "number"],
        update_fields=OF_DOCUMENT,
    )
    found = DutyDocument.objects.filter(body=body)
    return {(document.name, document.number): document for document in found}


def _entry(body: Body, row: DutyRow, document: DutyDocument, unit: Unit) -> DutyEntry:
    entry = DutyEntry(
        body=body,
        document=document,
        unit=unit,
        **{
            name: getattr(row, name)
            for name in ("code", "paragraph", "text", "valid_from", "valid_until")
        },
    )
    made: DutyEntry = entry.index_terms()
    return made


def told(cited: Sequence[DutyEntry]) -> str:
    """The cited paragraphs as one text: a record keeps it as it keeps the reasons, sealed too."""
    return "\n".join(f"{entry.code} {entry}：{entry.text}" for entry in cited)


def cite(
    cited: Sequence[DutyEntry], *, dispute: Any, statement: Any = None, proposal: Any = None
) -> None:
    """Within an act: keep the paragraphs as they read now, for a filing unless otherwise named."""
    Citation.objects.bulk_create(
        Citation(
            dispute=dispute,
            statement=statement,
            proposal=proposal,
            entry=entry,
            position=position,
            source=str(entry),
            quote=entry.text,
            sha=sha256(entry.text.encode()).hexdigest(),
        )
        for position, entry in enumerate(cited, 1)
    )
