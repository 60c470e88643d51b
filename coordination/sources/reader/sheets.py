"""From the bytes of a workbook or a CSV file to grids."""

import codecs
import csv
import io
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl.reader.excel import ExcelReader

from coordination.sources.reader.errors import BadFile, Cursor, Place
from coordination.sources.reader.grid import Cell, Grid, fill, text_of
from coordination.sources.reader.limits import MAX_CELL, check_length, check_size, open_archive
from coordination.sources.reader.scan import SheetScan, refuse_document_types, scan_sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_workbook(data: bytes, cursor: Cursor) -> list[Grid]:
    """The sheets of an .xlsx file in their order.

    Parameters: ``data`` content; ``cursor`` is moved along, so that an error has a place. Raises
    BadFile where a limit is passed; errors of zip, XML and openpyxl pass through.
    """
    with open_archive(data) as archive:
        refuse_document_types(archive)
        reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.read()
        parts = [
            rel.target
            for _sheet, rel in reader.parser.find_sheets()
            if rel.target in reader.valid_files and "chartsheet" not in rel.Type
        ]
        grids = []
        for sheet, part in zip(reader.wb.worksheets, parts, strict=True):
            cursor.sheet, cursor.row = sheet.title, None
            scan = scan_sheet(archive, part, sheet.title)
            sheet.reset_dimensions()
            rows: list[list[Cell]] = []
            if scan.last_row:
                for row in sheet.iter_rows(1, scan.last_row, 1, scan.last_column):
                    cursor.row = len(rows) + 1
                    rows.append(_cells(row, cursor.row))
            grids.append(_grid(sheet.title, rows, scan))
        return grids


def _cells(row: tuple[object, ...], number: int) -> list[Cell]:
    return [_cell(cell, number, column) for column, cell in enumerate(row, 1)]


def _cell(cell: Any, number: int, column: int) -> Cell:
    value = cell.value
    number_format = cell.number_format if isinstance(value, (int, float)) else "General"
    return Cell(text_of(value, number_format), value, (number, column))


def _grid(name: str, rows: list[list[Cell]], scan: SheetScan) -> Grid:
    return Grid(name, fill(rows, scan.ranges, name), tuple(scan.lost))


def read_csv(data: bytes, cursor: Cursor) -> list[Grid]:
    """The one sheet of a CSV file, its name empty.

    Parameters as in read_workbook. Raises BadFile for an unknown encoding or where a limit is
    passed; csv.Error passes through.
    """
    text = decode(data)
    rows: list[list[str]] = []
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
        cursor.row = len(rows) + 1
        filled = max((n for n, value in enumerate(record, 1) if value.strip()), default=0)
        if filled:
            check_size(cursor.row, filled, "")
        rows.append(record[:filled])
    width = max((len(record) for record in rows), default=0)
    return [Grid("", tuple(_padded(record, n, width) for n, record in enumerate(rows, 1)))]


def _padded(record: list[str], number: int, width: int) -> tuple[Cell, ...]:
    for column, value in enumerate(record, 1):
        check_length(value, MAX_CELL, Place("", number, column))
    values = record + [""] * (width - len(record))
    return tuple(
        Cell(text_of(value), value, (number, column)) for column, value in enumerate(values, 1)
    )


def _delimiter(text: str) -> str:
    """Comma, tab or semicolon: whichever the first lines hold most often."""
    start = text[:4_000]
    return max(",\t;", key=start.count)


def decode(data: bytes) -> str:
    """The text of a CSV file in UTF-8, UTF-16 or GB18030 (which includes GBK).

    A byte order mark decides; without one, a strict decoding. Raises BadFile where none fits.
    """
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or _guesses(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadFile(
        "encoding",
        _("The encoding of the file is not known. Save it as CSV UTF-8 or as .xlsx."),
    )


def _guesses(data: bytes) -> tuple[str, ...]:
    """Encodings to try without a mark; zero bytes occur in UTF-16 only."""
    if b"\0" not in data:
        return ("utf-8", "gb18030")
    even, odd = data[::2].count(0), data[1::2].count(0)
    return ("utf-16-le",) if odd > even else ("utf-16-be",)
