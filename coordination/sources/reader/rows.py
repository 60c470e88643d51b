"""What each row under the header is: a task, the rest of one, a section, a note, or other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from coordination.sources.reader.grid import Cell, Grid
from coordination.sources.reader.header import Header


class Kind(Enum):
    """What a row is."""

    BLANK = "blank"
    TASK = "task"
    CONTINUATION = "continuation"
    SECTION = "section"
    NOTE = "note"
    FOOTER = "footer"
    HEADER = "header"
    STRAY = "stray"


@dataclass(frozen=True)
class Row:
    """A row of the sheet: its ``number`` from 1, what it is, and its cells."""

    number: int
    kind: Kind
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The texts of the row, each merged range once."""
        texts = {cell.origin: cell.text.strip() for cell in self.cells if cell.text.strip()}
        return " ".join(texts.values())

    def first(self, header: Header, field: str) -> Cell | None:
        """The first cell of a field, None where the table has no such column."""
        columns = header.columns.get(field, ())
        return self.cells[columns[0]] if columns else None

    def text_at(self, header: Header, field: str) -> str:
        """The texts of a field's columns, each merged range once, joined by line breaks."""
        cells = [self.cells[column] for column in header.columns.get(field, ())]
        texts = {cell.origin: cell.text.strip() for cell in cells if cell.text.strip()}
        return "\n".join(texts.values())


_NOTE = re.compile(r"(?:备?注|说明)\s*\d*\s*[：:.、]|※|＊|\*")
_NOTE_GOES_ON = re.compile(r"[(（]?\d{1,2}[)）.、．]")
_FOOTER = re.compile(
    r"(?:填表|填报|制表|审核|审批|经办|报送|联系|负责|签发|分管领导)\S{0,4}\s*[：:]"
)
_TOTAL = re.compile(r"(?:合|总|小)\s*计")
_NUMBER = re.compile(r"[\d.\-—~、]+")


def rows_below(grid: Grid, header: Header) -> Iterator[Row]:
    """The rows below the header, each with what it is."""
    kind = Kind.HEADER
    for index in range(header.last_row, len(grid.rows)):
        cells = grid.rows[index]
        kind = _kind(cells, index + 1, header, kind)
        yield Row(index + 1, kind, cells)


def _kind(cells: tuple[Cell, ...], number: int, header: Header, before: Kind) -> Kind:
    own = {cell.origin: cell for cell in cells if cell.text.strip() and cell.origin[0] == number}
    if not own:
        return Kind.BLANK
    first = next(iter(own.values()))
    text = first.text.strip()
    if _NOTE.match(text) or (before is Kind.NOTE and len(own) == 1 and _NOTE_GOES_ON.match(text)):
        return Kind.NOTE
    if _FOOTER.match(text):
        return Kind.FOOTER
    if _repeats_header(own, header):
        return Kind.HEADER
    if len(own) == 1 and _stands_alone(first):
        return Kind.STRAY if _NUMBER.fullmatch(text) or _TOTAL.match(text) else Kind.SECTION
    return _task_kind(Row(number, Kind.TASK, cells), header, before)


def _stands_alone(cell: Cell) -> bool:
    """Whether the only cell of a row is merged across or stands in the first column."""
    return cell.width > 2 or cell.origin[1] == 1


def _repeats_header(own: dict[tuple[int, int], Cell], header: Header) -> bool:
    """Whether each cell is a part of its column's heading, as on a page printed again."""
    return len(own) > 1 and all(
        re.sub(r"\s+", "", cell.text) in header.labels[cell.origin[1] - 1].split("/")
        for cell in own.values()
    )


def _task_kind(row: Row, header: Header, before: Kind) -> Kind:
    number, title = row.text_at(header, "number"), row.text_at(header, "title")
    text = row.text_at(header, "text")
    if _TOTAL.match(number) or _TOTAL.fullmatch(title):
        return Kind.STRAY
    if before in {Kind.TASK, Kind.CONTINUATION} and _goes_on(row, header):
        return Kind.CONTINUATION
    return Kind.TASK if title or text else Kind.STRAY


def _goes_on(row: Row, header: Header) -> bool:
    """Whether a row adds wording to the task above: number, title and units are not its own."""
    fixed = [
        row.cells[column]
        for field in ("number", "title", "lead", "cooperating")
        for column in header.columns.get(field, ())
    ]
    shares_text = header.columns["title"] == header.columns.get("text")
    own = any(cell.text.strip() and cell.origin[0] == row.number for cell in fixed)
    return not own and not shares_text and bool(row.text_at(header, "text"))
