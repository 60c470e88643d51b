"""One streaming pass over a workbook's XML before openpyxl reads it.

openpyxl's read-only mode needs little memory but knows nothing of merged cells, so the ranges and
the true size of each sheet are taken here. No part may declare a document type, so no entity is
ever expanded.
"""

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.errors import BadFile, Place
from coordination.sources.reader.grid import Range
from coordination.sources.reader.limits import check_size

MAX_RANGES = 10_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def refuse_document_types(archive: ZipFile) -> None:
    """Read every XML part of the archive once; raise BadFile where one declares a document type."""
    for entry in archive.infolist():
        if entry.filename.endswith((".xml", ".rels", ".vml")):
            parser = ParserCreate()
            parser.StartDoctypeDeclHandler = _refuse
            with archive.open(entry) as part:
                parser.ParseFile(part)


def _refuse(*_declaration: object) -> NoReturn:
    raise BadFile("document-type", _("The workbook declares XML entities and is refused."))


@dataclass
class SheetScan:
    """Size, merged ranges and formulas of one sheet; rows and columns count from 1."""

    sheet: str
    last_row: int = 0
    last_column: int = 0
    ranges: list[Range] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    _row: int = 0
    _column: int = 0
    _formula: bool = False
    _inside: bool = False

    def open_element(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        name = tag.rpartition(":")[2]
        if name == "row":
            self._open_row(attributes.get("r"))
        elif name == "c":
            self._open_cell(attributes.get("r"))
        elif name == "f":
            self._formula = True
        elif name in {"v", "is"}:
            self._inside = True
        elif name == "mergeCell":
            self._add_range(attributes.get("ref", ""))

    def characters(self, _text: str) -> None:
        """Take note of text: inside a value it makes the cell count."""
        if self._inside:
            self._formula = False
            self.last_row = max(self.last_row, self._row)
            self.last_column = max(self.last_column, self._column)
            check_size(self._row, self._column, self.sheet)

    def close_element(self, tag: str) -> None:
        """Take note of a cell that ends: a formula without a value shows nothing to a reader."""
        name = tag.rpartition(":")[2]
        if name in {"v", "is"}:
            self._inside = False
        elif name == "c" and self._formula:
            self._formula = False
            self.lost.append((self._row, self._column))

    def _open_row(self, number: str | None) -> None:
        row = int(number) if number else self._row + 1
        if row <= self._row:
            raise BadFile(
                "row-order", _("The rows of the sheet are out of order."), Place(self.sheet, row)
            )
        self._row, self._column = row, 0

    def _open_cell(self, reference: str | None) -> None:
        self._formula = False
        self._column = _cell(reference)[1] if reference else self._column + 1

    def _add_range(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        top, bottom = _cell(first), _cell(last or first)
        self.ranges.append(Range(*top, *bottom))
        if len(self.ranges) > MAX_RANGES:
            raise BadFile("merged-cells", _("The sheet has too many merged cells."))


def scan_sheet(archive: ZipFile, part: str, sheet: str) -> SheetScan:
    """Size, merged ranges and formulas of the sheet stored in ``part``.

    Raises BadFile where the sheet passes a limit; zip and XML errors pass through.
    """
    scan = SheetScan(sheet)
    parser = ParserCreate()
    parser.StartElementHandler = scan.open_element
    parser.EndElementHandler = scan.close_element
    parser.CharacterDataHandler = scan.characters
    with archive.open(part) as stream:
        parser.ParseFile(stream)
    return scan


def _cell(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as B12. Raises ValueError for anything else."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
