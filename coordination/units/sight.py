"""One thing as an official sees it, by a query that is built once for each official.

All that an official is stands in the key: a right gained or lost is another query.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from coordination.units.official import Official
from workflow.prepared import Prepared

Visible = Callable[[Official], QuerySet[Any]]
# What the column of an id can hold; a database does not compare with more.
HIGHEST_ID = 2**63 - 1


def seen(visible: Visible, actor: Official, pk: int) -> Any:
    """The thing of this id if ``visible`` shows it to the actor, without its relations; or None."""
    if pk > HIGHEST_ID:
        return None
    found = _look(visible, Looker(actor)).instances(pk)
    return found[0] if found else None


class Looker:
    """An official by all that it is, to be found again."""

    def __init__(self, actor: Official) -> None:
        self.actor = actor
        self.key = tuple(_hashable(getattr(actor, field.name)) for field in fields(actor))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Looker) and self.key == other.key


def _hashable(value: Any) -> Any:
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else value


@lru_cache(maxsize=5_000)
def _look(visible: Visible, looker: Looker) -> Prepared:
    def build(pk: int) -> QuerySet[Any]:
        found = visible(looker.actor).filter(pk=pk).order_by()
        return found.select_related(None).prefetch_related(None)

    return Prepared(build)
