"""One thing as an official sees it, by a query that is built once for each official.

All that an official is stands in the key: a right gained or lost is another query.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from coordination.units.official import Official
from workflow.door import Act
from workflow.prepared import Prepared, ask_ahead

Visible = Callable[[Official], QuerySet[Any]]
# What the column of an id can hold; a database does not compare with more.
HIGHEST_ID = 2**63 - 1


def seen(visible: Visible, actor: Official, pk: int) -> Any:
    """The thing of this id if ``visible`` shows it to the actor, without its relations; or None."""
    if pk > HIGHEST_ID:
        return None
    found = _look(visible, actor, locked=False).instances(pk)
    return found[0] if found else None


def seen_in(
    act: Act, visible: Visible, actor: Official, pk: int, ahead: Sequence[Prepared] = ()
) -> Any:
    """The same of a thing that is the root of its steps, locked and taken in the act.

    What will be asked about it next is asked ``ahead``, behind the lock and in the same way.
    """
    if pk > HIGHEST_ID:
        return None
    looking = _look(visible, actor, locked=True)
    if ahead:
        ask_ahead(*((query, (pk,)) for query in (looking, *ahead)))
    found = looking.instances(pk)
    return act.hold(found[0]) if found else None


@lru_cache(maxsize=5_000)
def _look(visible: Visible, actor: Official, *, locked: bool) -> Prepared:
    def build(pk: int) -> QuerySet[Any]:
        found = visible(actor).filter(pk=pk).order_by()
        found = found.select_related(None).prefetch_related(None)
        return found.select_for_update(of=("self",), no_key=True) if locked else found

    return Prepared(build)
