"""The names of a body's units, loaded once and asked many times."""

from coordination.units.models import Body, UnitName
from coordination.units.names import Match, spellings


class BodyDirectory:
    """Finds a unit of ``body`` by its name, an alias or a former name.

    One query; a name that nobody bears resolves to ``None``.
    """

    def __init__(self, body: Body) -> None:
        self._level = body.level
        rows = UnitName.objects.filter(body=body, unit__closed_on__isnull=True).values_list(
            "name", "unit__code", "unit__short_name", "former"
        )
        self._matches = {name: Match(code, short, former) for name, code, short, former in rows}

    def resolve(self, name: str) -> Match | None:
        """The unit of this name, or ``None``."""
        found = (self._matches.get(spelling) for spelling in spellings(name, level=self._level))
        return next((match for match in found if match is not None), None)
