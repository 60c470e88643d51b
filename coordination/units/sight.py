"""One thing as an official sees it, by a query that is built once for each kind of official."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from coordination.units.official import Hat, Official
from workflow.prepared import Prepared

Visible = Callable[[Official], QuerySet[Any]]


def seen(visible: Visible, actor: Official, pk: int) -> Any:
    """The thing of this id if ``visible`` shows it to the actor, without its relations; or None."""
    rights = tuple(sorted(actor.plans))
    held = frozenset(hat.unit_id for hat in actor.hats)
    found = _looking(visible, actor.hat, rights).instances(
        pk,
        actor.user_id,
        actor.unit,
        actor.unit_id,
        actor.body_id,
        actor.acts,
        actor.signs,
        held,
        *(actor.plans[right] for right in rights),
    )
    return found[0] if found else None


@lru_cache(maxsize=500)
def _looking(visible: Visible, hat: str, rights: tuple[str, ...]) -> Prepared:
    def build(
        pk: int,
        user: int,
        unit: str,
        unit_id: int,
        body: int,
        acts: Any,
        signs: Any,
        held: Any,
        *plans: Any,
    ) -> QuerySet[Any]:
        actor = Official(
            user_id=user,
            name="",
            unit=unit,
            hat=hat,
            unit_id=unit_id,
            body_id=body,
            acts=acts,
            signs=signs,
            plans=dict(zip(rights, plans, strict=True)),
            hats=tuple(Hat(0, "", held_unit, "", "", 0) for held_unit in held),
        )
        found = visible(actor).filter(pk=pk).order_by()
        return found.select_related(None).prefetch_related(None)

    return Prepared(build)
