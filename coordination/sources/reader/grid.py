"""A sheet as a grid of cells, merged ranges filled; and the text of a cell's value."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.errors import BadFile, Place
from coordination.sources.reader.limits import MAX_COLUMNS, MAX_ROWS


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: ``text`` as shown, ``value`` as stored, ``origin`` (row, column) of its range.

    ``width`` counts the columns of its merged range; it is 1 for a cell of its own.
    """

    text: str
    value: object
    origin: tuple[int, int]
    width: int = 1


@dataclass(frozen=True)
class Grid:
    """A sheet: ``rows`` all of one length; ``lost`` (row, column) of formulas without a value."""

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    lost: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Range:
    """A merged range, rows and columns from 1, both ends inside."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def fill(rows: list[list[Cell]], ranges: list[Range], sheet: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows with each merged range filled from its first cell.

    Ranges are cut to the rows' size. Raises BadFile where ranges overlap so much that filling them
    would take longer than filling the largest sheet allowed.
    """
    work = 0
    for area in ranges:
        last_row = min(area.last_row, len(rows))
        last_column = min(area.last_column, len(rows[0]) if rows else 0)
        if area.first_row > last_row or area.first_column > last_column:
            continue
        work += (last_row - area.first_row + 1) * (last_column - area.first_column + 1)
        if work > MAX_ROWS * MAX_COLUMNS:
            raise BadFile(
                "merged-cells", _("The merged cells overlap."), Place(sheet, area.first_row)
            )
        first = rows[area.first_row - 1][area.first_column - 1]
        width = last_column - area.first_column + 1
        filled = Cell(first.text, first.value, (area.first_row, area.first_column), width)
        for row in rows[area.first_row - 1 : last_row]:
            row[area.first_column - 1 : last_column] = [filled] * width
    return tuple(tuple(row) for row in rows)


def text_of(value: object, number_format: str = "General") -> str:
    """The text of a stored value, much as the spreadsheet shows it; None is the empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float):
        return _decimal(value, number_format)
    if isinstance(value, int) and number_format.endswith("%"):
        return f"{value * 100}%"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _decimal(value: float, number_format: str) -> str:
    """A number with the places its format shows: 2022.1 under ``0.00`` is 2022.10."""
    shown = number_format.partition(";")[0]
    places = len(shown.rstrip("%_ ").partition(".")[2]) if set(shown) <= set("0.,#%_ ") else 0
    if shown.endswith("%"):
        return f"{value * 100:.{places}f}%"
    if places:
        return f"{value:.{places}f}"
    return f"{value:.10g}" if abs(value) < 1e15 else str(value)
