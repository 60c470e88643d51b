"""The units that the printed name of a group means, where the list of units tells."""

from collections.abc import Iterable

from django.db.models import QuerySet

from coordination.units.models import Unit
from coordination.units.queries import units_of
from coordination.units.states import UnitKind

# A word in the name of a group, and the kind of unit that it means.
WORDS = {"镇": UnitKind.TOWN, "街": UnitKind.SUB_DISTRICT}


def units_of_groups(body_id: int, names: Iterable[str]) -> QuerySet[Unit]:
    """The towns and sub-districts that the groups name; none where only a drafter can tell."""
    kinds = {kind for name in names for word, kind in WORDS.items() if word in name}
    return units_of(body_id).filter(kind__in=kinds)
