"""Units as they are listed."""

from django.db.models import QuerySet

from coordination.units.models import Body, Unit


def units_of(body_id: int | None) -> QuerySet[Unit]:
    """The units of a body that are not closed, by code."""
    return Unit.objects.filter(body_id=body_id, closed_on__isnull=True).order_by("code")


def unit_names(codes: set[str]) -> dict[str, str]:
    """The short names of units by code."""
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "short_name"))


def body_of(body_id: int | None) -> Body:
    """A body; raises ``Body.DoesNotExist``."""
    return Body.objects.get(pk=body_id)
