"""Checks before anything is parsed: size, kind of content, what a zip archive claims to hold."""

from io import BytesIO
from pathlib import PurePath
from zipfile import ZipFile

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.errors import BadFile, Place

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 1_000
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_UNITS_CELL = 1_000
MAX_DEADLINE_CELL = 200
MAX_CELL = 32_767
MAX_WORDING = 20_000
"""Of one task, over all the cells and rows that it is written in."""
SMALL_ENTRY = 1024 * 1024
"""Entries up to this size, in bytes, may be compressed more than MAX_RATIO: they do no harm."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OTHER_CONTENT = (_ZIP, _OLE, b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!")
_MACRO_ENDINGS = (".xlsm", ".xltm", ".xlam", ".docm", ".dotm")


def format_of(name: str, data: bytes) -> str:
    """The format of a file: ``xlsx`` or ``csv``.

    Parameters: ``name`` file name; ``data`` content in bytes. Raises BadFile for an empty, too
    large or unsupported file, and where the ending and the content disagree.
    """
    ending = PurePath(name).suffix.lower()
    if ending in _MACRO_ENDINGS:
        raise BadFile("macro", _("Files with macros are refused. Save the table as .xlsx."))
    if ending not in {".xlsx", ".csv"}:
        raise BadFile("unsupported", _("Only .xlsx and .csv tables can be read."))
    if not data.strip():
        raise BadFile("empty", _("The file is empty."))
    if len(data) > MAX_BYTES:
        raise BadFile(
            "too-large",
            format_lazy(_("The file is larger than {limit} MB."), limit=MAX_BYTES // 1024**2),
        )
    if ending == ".csv":
        _check_text(data)
        return "csv"
    _check_workbook(data)
    return "xlsx"


def _check_text(data: bytes) -> None:
    if data.startswith(_OTHER_CONTENT) or _is_html(data):
        raise BadFile("wrong-extension", _("The file is named .csv, but its content is not CSV."))


def _check_workbook(data: bytes) -> None:
    if data.startswith(_OLE):
        raise BadFile(
            "wrong-extension",
            _(
                "This is an old .xls file or a file with a password. Save it as .xlsx without a"
                " password."
            ),
        )
    if not data.startswith(_ZIP):
        raise BadFile(
            "wrong-extension", _("The file is named .xlsx, but its content is no Excel workbook.")
        )


def _is_html(data: bytes) -> bool:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml"))


def open_archive(data: bytes) -> ZipFile:
    """The workbook's zip archive, after its table of contents was checked against the limits.

    Raises BadFile where a limit is passed, macros are inside, or it is no workbook; zip errors of
    a broken archive pass through.
    """
    archive = ZipFile(BytesIO(data))
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadFile(
            "zip-entries",
            format_lazy(_("The workbook holds more than {limit} parts."), limit=MAX_ENTRIES),
        )
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadFile(
            "zip-size",
            format_lazy(
                _("The workbook is larger than {limit} MB when unpacked."),
                limit=MAX_UNPACKED // 1024**2,
            ),
        )
    if any(
        entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    ):
        raise BadFile(
            "zip-ratio",
            format_lazy(
                _("A part of the workbook is compressed more than {limit} times."), limit=MAX_RATIO
            ),
        )
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile("macro", _("Files with macros are refused. Save the table as .xlsx."))
    if "xl/workbook.xml" not in names:
        raise BadFile(
            "wrong-extension", _("The file is named .xlsx, but its content is no Excel workbook.")
        )
    return archive


def check_length(text: str, limit: int, place: Place) -> None:
    """Refuse a cell with more than ``limit`` characters."""
    if len(text) > limit:
        raise BadFile(
            "long-cell",
            format_lazy(_("The cell has more than {limit} characters."), limit=limit),
            place,
        )


def check_size(row: int, column: int, sheet: str) -> None:
    """Refuse a sheet with values beyond the limits. ``row`` and ``column`` count from 1."""
    if row > MAX_ROWS:
        raise BadFile(
            "too-many-rows",
            format_lazy(_("The sheet has more than {limit} rows."), limit=MAX_ROWS),
            Place(sheet, row),
        )
    if column > MAX_COLUMNS:
        raise BadFile(
            "too-many-columns",
            format_lazy(_("The sheet has more than {limit} columns."), limit=MAX_COLUMNS),
            Place(sheet, row, column),
        )
