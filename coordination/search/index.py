"""Asking the index: FTS5 on SQLite, tsvector and GIN on PostgreSQL, the same answers from both.

The terms stand in a column of the model's own table. PostgreSQL derives a column ``lexemes``
from it by itself; SQLite has a virtual table ``<table>_terms``, whose rows follow by
:func:`refresh`: a trigger would be lost whenever Django rebuilds the table.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from coordination.search.models import Searchable
from coordination.search.terms import question_of

Row = TypeVar("Row", bound=Searchable)
Term = tuple[str, bool]

FOUND = {
    "postgresql": 'SELECT id FROM "{table}" WHERE lexemes @@ %s::tsquery',
    "sqlite": 'SELECT rowid FROM "{table}_terms" WHERE "{table}_terms" MATCH %s',
}
BATCH = 500


def found(rows: QuerySet[Row], words: str) -> QuerySet[Any]:
    """Those of ``rows`` in which all the words occur, each with its ``rank``.

    ``rank`` is the place of the first word among the terms, beginning with 1: the smaller, the
    nearer to the beginning of what the model calls its most telling text.
    """
    question = question_of(words)
    if not question:
        return rows.none().annotate(rank=Value(0))
    asked = [(term, False) for term in question.whole]
    asked += [(term, True) for term in question.starts]
    chosen = rows.filter(pk__in=_having(rows.model, asked, every=True))
    for number, phrase in enumerate(question.phrases):
        name = f"phrase{number}"
        chosen = chosen.alias(**{name: StrIndex(F("terms"), Value(phrase))}).filter(
            **{f"{name}__gt": 0}
        )
    return chosen.annotate(rank=StrIndex(F("terms"), Value(question.first)))


def sharing(rows: QuerySet[Row], terms: Sequence[str]) -> QuerySet[Any]:
    """Those of ``rows`` with any of the ``terms``, each with how many as ``shared``."""
    if not terms:
        return rows.none().annotate(shared=Value(0))
    chosen = rows.filter(pk__in=_having(rows.model, [(term, False) for term in terms], every=False))
    holds = [
        Case(When(_holds(term), then=1), default=0, output_field=IntegerField()) for term in terms
    ]
    return chosen.annotate(shared=reduce(add, holds))


def refresh(model: type[Searchable], pks: Iterable[int]) -> None:
    """Let the index follow rows that were written; in the same transaction."""
    if connection.vendor != "sqlite":
        return
    table, wanted = model._meta.db_table, list(pks)
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        among = f"IN ({', '.join(['%s'] * len(part))})"
        _execute(f'DELETE FROM "{table}_terms" WHERE rowid {among}', part)  # noqa: S608
        _copy(table, f"WHERE id {among}", part)


def rebuild(model: type[Searchable]) -> int:
    """Make terms and index of every row anew; return how many rows there are."""
    count, batch = 0, []
    for row in model._default_manager.order_by("pk").iterator(BATCH):
        batch.append(row.index_terms())
        count += 1
        if len(batch) == BATCH:
            _update(model, batch)
            batch = []
    _update(model, batch)
    if connection.vendor == "sqlite":
        table = model._meta.db_table
        _execute(f'DELETE FROM "{table}_terms"')  # noqa: S608
        _copy(table)
    return count


def _update(model: type[Searchable], rows: Collection[Searchable]) -> None:
    if rows:
        model._default_manager.bulk_update(rows, ["terms"])


def _having(model: type[Searchable], terms: Sequence[Term], *, every: bool) -> RawSQL:
    """Ids of the rows with the terms; a term may be the beginning of one (``True``)."""
    if connection.vendor == "postgresql":
        parts = [f"'{term}'{':*' if start else ''}" for term, start in terms]
        asked = (" & " if every else " | ").join(parts)
    else:
        parts = [f'"{term}"{"*" if start else ""}' for term, start in terms]
        asked = (" AND " if every else " OR ").join(parts)
    return RawSQL(FOUND[connection.vendor].format(table=model._meta.db_table), (asked,))  # noqa: S611


def _holds(term: str) -> GreaterThan:
    return GreaterThan(StrIndex(F("terms"), Value(f" {term} ")), 0)


def _copy(table: str, where: str = "", values: Sequence[int] = ()) -> None:
    _execute(
        f'INSERT INTO "{table}_terms" (rowid, terms) SELECT id, terms FROM "{table}" {where}',  # noqa: S608
        values,
    )


def _execute(statement: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
