"""Units as they are listed."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from coordination.units.models import Body, Portfolio, Post, Unit
from coordination.units.official import Official
from workflow import clock


def units_of(body_id: int) -> QuerySet[Unit]:
    """The units of a body that are not closed, by code."""
    found: QuerySet[Unit] = Unit.objects.filter(body_id=body_id, closed_on__isnull=True)
    return found.order_by("code")


def units_by_id(ids: set[int]) -> QuerySet[Unit]:
    """These units, by code."""
    found: QuerySet[Unit] = Unit.objects.filter(pk__in=ids)
    return found.order_by("code")


def unit_names(codes: set[str]) -> dict[str, str]:
    """The short names of units by code."""
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "short_name"))


def body_of(actor: Official) -> Body:
    """The body of the post acted in; raises ``Body.DoesNotExist`` without a post."""
    return Body.objects.get(pk=actor.body_id or 0)


def stand_below(one_id: int | None, other_id: int | None) -> bool:
    """Whether one of two units stands below the other in the tree."""
    paths = list(Unit.objects.filter(pk__in={one_id, other_id}).values_list("path", flat=True))
    return len(paths) == 2 and (paths[0].startswith(paths[1]) or paths[1].startswith(paths[0]))


def holders(body_id: int, *duties: str) -> QuerySet[Post]:
    """The posts of a body held today in one of the duties, by people who may act."""
    today = clock.today()
    return Post.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        unit__body=body_id,
        duty__in=duties,
        since__lte=today,
        user__is_active=True,
    ).order_by("pk")


def leaders_of(units: Collection[int]) -> set[int]:
    """Ids of the leaders in whose charge the units are today."""
    today = clock.today()
    rows = Portfolio.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), unit__in=units, since__lte=today
    )
    return set(rows.values_list("leader_id", flat=True))
