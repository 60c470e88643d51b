"""Reading a list of units from a table: code, name, short_name, aliases, kind, parent."""

import csv
from importlib import resources

from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.errors import BadFile, Cursor, Place
from coordination.sources.reader.limits import format_of
from coordination.sources.reader.sheets import read_csv, read_workbook
from coordination.units.actions import FormerName, UnitRow
from coordination.units.names import normalise
from coordination.units.states import UnitKind

COLUMNS = ("code", "name", "short_name", "aliases", "kind", "parent")


def read_units(name: str, data: bytes) -> list[UnitRow]:
    """The units of a .csv or .xlsx list.

    Raises ``BadFile`` with the place: a column is missing, a code stands twice, a kind is
    unknown.
    """
    cursor = Cursor()
    read = read_csv if format_of(name, data) == "csv" else read_workbook
    rows = [[cell.text.strip() for cell in row] for row in read(data, cursor)[0].rows]
    if not rows or any(column not in rows[0] for column in COLUMNS):
        raise BadFile(
            "wrong-header",
            _(
                "The first row must name the columns code, name, short_name, aliases, kind and"
                " parent."
            ),
            Place(row=1),
        )
    place = {column: rows[0].index(column) for column in COLUMNS}
    found: dict[str, UnitRow] = {}
    numbers: dict[str, int] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        values = {column: row[place[column]] for column in COLUMNS}
        if values["code"] in found or not values["code"]:
            raise BadFile("code", _("The code is missing or stands twice."), Place(row=number))
        if values["kind"] not in UnitKind.values:
            raise BadFile("kind", _("The kind of unit is not known."), Place(row=number))
        aliases = tuple(alias for alias in values.pop("aliases").split(";") if alias)
        found[values["code"]] = UnitRow(**values, aliases=aliases)
        numbers[values["code"]] = number
    _check(found, numbers)
    return list(found.values())


def _check(rows: dict[str, UnitRow], numbers: dict[str, int]) -> None:
    """Refuse a unit that stands above itself, and a name that means two units."""
    owners: dict[str, str] = {}
    for code, row in rows.items():
        place = Place(row=numbers[code])
        above, parent = {code}, row.parent
        while parent in rows:
            if parent in above:
                raise BadFile("parent", _("The unit stands above itself."), place)
            above.add(parent)
            parent = rows[parent].parent
        for name in (row.name, row.short_name, *row.aliases):
            if owners.setdefault(normalise(name), code) != code:
                raise BadFile("name", _("The name means two units."), place)


def known_former_names() -> list[FormerName]:
    """The dated file of former names that ships with the product."""
    file = resources.files("coordination.units") / "data" / "former_names.csv"
    with file.open(encoding="utf-8") as lines:
        return [FormerName(row["name"], row["code"]) for row in csv.DictReader(lines)]
