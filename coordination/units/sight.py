"""One thing as an official sees it, by a query that is built once for each official.

All that an official is stands in the key: a right gained or lost is another query.
"""

from collections.abc import Callable
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
    found = _look(visible, actor).instances(pk)
    return found[0] if found else None


@lru_cache(maxsize=5_000)
def _look(visible: Visible, actor: Official) -> Prepared:
    def build(pk: int) -> QuerySet[Any]:
        found = visible(actor).filter(pk=pk).order_by()
        return found.select_related(None).prefetch_related(None)

    return Prepared(build)
