"""The entries of the configuration's chains, read as lines for the audit administrator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coordination.reports.people import People
from coordination.reports.timeline import label_of
from coordination.units.models import Configuration
from coordination.units.office_queries import entries_of
from coordination.units.official import Official

SIZE = 50


@dataclass(frozen=True)
class Line:
    """One entry. ``facts`` are codes, dates and digests, by name."""

    at: datetime
    chain: str
    step: str
    actor: str
    on_behalf_of: str
    facts: list[tuple[str, Any]]
    texts: list[str]
    hash: str


def entries(actor: Official, before: int | None = None) -> tuple[list[Line], int | None]:
    """A page of entries older than the record ``before``, and where the next page begins."""
    found = entries_of(actor)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: SIZE + 1])
    shown = rows[:SIZE]
    chains = Configuration.objects.select_related("body", "person").in_bulk(
        {record.subject_id for record in shown}
    )
    people = People(shown)
    lines = []
    for record in shown:
        texts = {text.name: text.body for text in record.texts.all()}
        data = record.told["data"]
        lines.append(
            Line(
                at=record.at,
                chain=str(chains[record.subject_id]),
                step=label_of(record),
                actor=people.actor(record),
                on_behalf_of=people.principal(record),
                facts=[(name, value) for name, value in data.items() if name not in texts],
                texts=list(texts.values()),
                hash=record.hash[:12],
            )
        )
    return lines, shown[-1].pk if len(rows) > SIZE else None
