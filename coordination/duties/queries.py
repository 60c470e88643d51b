"""Duty entries as an official finds them: those of his own body, like its units."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet

from coordination.duties.models import Citation, DutyEntry
from coordination.search import index
from coordination.units.official import Official
from workflow import clock

# Source and wording of what is cited, by the ids of statement and proposal.
Quotes = dict[tuple[int | None, int | None], list[dict[str, str]]]


def visible_to(actor: Official) -> QuerySet[DutyEntry]:
    """Every entry of the actor's body, in the order of the documents."""
    found = DutyEntry.objects.filter(body=actor.body_id or 0)
    return found.select_related("document", "unit").defer("terms").order_by("pk")


def in_force(rows: QuerySet[DutyEntry]) -> QuerySet[DutyEntry]:
    """Those that hold today."""
    today = clock.today()
    return rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today)).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    )


def searched(rows: QuerySet[DutyEntry], words: str) -> QuerySet[Any]:
    """Those in which the words occur, each with its ``rank``."""
    return index.found(rows, words)


def by_codes(actor: Official, codes: Sequence[str]) -> dict[str, DutyEntry]:
    """The entries of the actor's body by code; a code that nobody bears is left out."""
    return {entry.code: entry for entry in visible_to(actor).filter(code__in=codes)}


def paragraphs_beside(entry: DutyEntry, limit: int) -> QuerySet[DutyEntry]:
    """The other paragraphs of the same document on the same unit."""
    found = DutyEntry.objects.filter(document=entry.document_id, unit=entry.unit_id)
    return found.exclude(pk=entry.pk).defer("terms").order_by("pk")[:limit]


def cited() -> QuerySet[Citation]:
    """Citations with what a reader needs to follow them."""
    return Citation.objects.select_related("entry").defer("entry__terms").order_by("position")


def quotes_of(case: Model) -> Quotes:
    """What a case cites, by the statement or the proposal that cites it; else by the filing."""
    found: Quotes = {}
    for each in Citation.objects.filter(dispute=case.pk).order_by("position", "pk"):
        place = (each.statement_id, each.proposal_id)
        found.setdefault(place, []).append({"source": each.source, "quote": each.quote})
    return found


def open_in(case: Model) -> QuerySet[DutyEntry]:
    """The paragraphs cited in a case, but for those of statements, which only its parties see."""
    citing = Citation.objects.filter(dispute=case.pk, statement__isnull=True)
    return DutyEntry.objects.filter(pk__in=citing.values("entry"))


def of_filing() -> QuerySet[Citation]:
    """Those that were made when the case was filed."""
    return cited().filter(statement__isnull=True, proposal__isnull=True)
