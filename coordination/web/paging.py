"""Pages by cursor: each costs the same, however far one has gone."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from coordination.web.request_body import whole_number

SIZE = 50


@dataclass(frozen=True)
class Slice:
    """The rows of one page, and the addresses of its neighbours (empty where there is none)."""

    rows: list[Any]
    previous_url: str
    next_url: str


def slice_of(
    request: HttpRequest, rows: QuerySet[Any], field: str = "position", size: int = SIZE
) -> Slice:
    """One page of at most ``size`` ``rows`` in order of (``field``, primary key).

    The cursor stands in the query as ``after`` or ``before``; a cursor that cannot be read
    shows the first page.
    """
    backward = _cursor(request.GET.get("before", ""))
    forward = _cursor(request.GET.get("after", "")) if backward is None else None
    if backward is not None:
        low = rows.filter(_beyond(field, *backward, up=False)).order_by(f"-{field}", "-pk")
        found = list(low[: size + 1])
        more_before, found = len(found) > size, found[:size][::-1]
        more_after = True
    else:
        if forward is not None:
            rows = rows.filter(_beyond(field, *forward, up=True))
        found = list(rows.order_by(field, "pk")[: size + 1])
        more_after, found = len(found) > size, found[:size]
        more_before = forward is not None
    if not found:
        return Slice([], _url(request), "") if more_before else Slice([], "", "")
    first, last = found[0], found[-1]
    return Slice(
        found,
        _url(request, before=_mark(field, first)) if more_before else "",
        _url(request, after=_mark(field, last)) if more_after else "",
    )


def _beyond(field: str, value: int, pk: int, *, up: bool) -> Q:
    """Rows beyond the cursor; the outer bound lets the index begin there."""
    within, side = ("gte", "gt") if up else ("lte", "lt")
    return Q(**{f"{field}__{within}": value}) & (
        Q(**{f"{field}__{side}": value}) | Q(**{field: value, f"pk__{side}": pk})
    )


def _cursor(text: str) -> tuple[int, int] | None:
    value, pk = (whole_number(part) for part in text.partition("-")[::2])
    return None if value is None or pk is None else (value, pk)


def _mark(field: str, row: Any) -> str:
    return f"{getattr(row, field)}-{row.pk}"


def _url(request: HttpRequest, **cursor: str) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update(cursor)
    return f"{request.path}?{query.urlencode()}"
