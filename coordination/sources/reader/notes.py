"""The lines around the table: title, filler lines, notes and the rules they declare."""

import re
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.days import find_days, with_digits
from coordination.sources.reader.errors import Text
from coordination.sources.reader.grid import Grid
from coordination.sources.reader.reading import Document, Unit, Unread
from coordination.sources.reader.rows import Kind, Row
from coordination.sources.reader.unit_names import read_units
from coordination.units.names import Directory

MAX_NOTE = 2_000
"""Longer notes, in characters, are reported and not searched for rules."""
_ATTACHMENT = re.compile(r"附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[：:.]?\s*")
_FILLER = re.compile(r"\S{0,6}(?:单位|日期|时间|电话)\s*[：:]")
_ISSUER = re.compile(r"(?:填报|填表|制表|报送|印发)单位\s*[：:]\s*([^\s：:]+)")
_DATE = re.compile(r"(?:填报|填表|制表|报送|印发)?(?:日期|时间)\s*[：:]\s*(\S+)")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_YEARS = re.compile(r"(?:19|20)\d\d\s*年?\s*[-—–~至到]\s*(?:19|20)\d\d")
_CONVENTION = re.compile(
    r"[^。；;]*?[排列]在?第?[一首][位名]?[位名]?(?:的|者)?(?:部门|单位)?[^。；;]*牵头(?:单位|部门)[^。；;]*"
)
_MEMBERS = re.compile(
    r"((?:各|有关|相关)[^，,。：:]{1,10}?)(?:包括|是指|指|为)\s*[：:]?\s*([^。；;]+)"
)
_NOTE_MARK = re.compile(r"(?:备?注|说明)\s*[：:]?|(?<![\d.])[(（]?\d{1,2}[)）.、．](?!\d)")
_BETWEEN = re.compile(r"[\s。；;，,]*")


@dataclass(frozen=True)
class Surroundings:
    """The document as far as the lines around the table tell, and the lines that told nothing."""

    document: Document
    unread: tuple[Unread, ...]


def read_title_block(grid: Grid, first_row: int, kind: str) -> Surroundings:
    """Title, number, issuer, date and year from the rows above the header.

    Parameters: ``first_row`` the header's first row from 1; ``kind`` the format of the file.
    """
    document = Document(format=kind)
    unread: list[Unread] = []
    for number, cells in enumerate(grid.rows[: first_row - 1], 1):
        text = Row(number, Kind.BLANK, cells).text
        line = _ATTACHMENT.sub("", text, count=1) if _ATTACHMENT.match(text) else text
        if document.title is None and line and not _FILLER.match(line) and len(line) > 5:
            document = replace(document, title=line, year=_year_of(line))
        elif text:
            document = _with_filler(document, text)
            unread.append(Unread(text, grid.sheet, number, _("Stands above the table.")))
        if match := _DOCUMENT_NUMBER.search(text):
            document = replace(document, number=match[0])
    return Surroundings(document, tuple(unread))


def _year_of(title: str) -> int | None:
    """The one year a title names; a range of years names none."""
    plain = with_digits(title)
    match = None if _YEARS.search(plain) else _YEAR.search(plain)
    return int(match[1]) if match else None


def _with_filler(document: Document, text: str) -> Document:
    issuer, day = _ISSUER.search(text), _DATE.search(text)
    return replace(
        document,
        issuer=issuer[1] if issuer else document.issuer,
        date=_date_of(day[1]) if day else document.date,
    )


def _date_of(text: str) -> date | None:
    days, _rest = find_days(text, None)
    return days[0].day if days and days[0].year_given else None


def read_notes(
    notes: list[Row], sheet: str, document: Document, directory: Directory
) -> Surroundings:
    """The document with the rules its notes declare; sentences that declare none are unread."""
    unread: list[Unread] = []
    groups: list[tuple[str, tuple[Unit, ...]]] = list(document.groups)
    convention = document.convention
    for row in notes:
        rest = row.text
        if len(rest) > MAX_NOTE:
            unread.append(_unread_note(rest, sheet, row))
            continue
        if rule := _CONVENTION.search(rest):
            declared = _NOTE_MARK.sub("", rule[0]).strip()
            convention = convention or declared
            rest = rest.replace(rule[0], "", 1)
        for match in _MEMBERS.finditer(rest):
            members = read_units(match[2], directory)
            groups.append((match[1], tuple(named.unit for named in members.units)))
        rest = _NOTE_MARK.sub("", _MEMBERS.sub("", rest))
        if not _BETWEEN.fullmatch(rest):
            unread.append(_unread_note(rest.strip(), sheet, row))
    return Surroundings(
        replace(document, convention=convention, groups=tuple(groups)), tuple(unread)
    )


def _unread_note(text: str, sheet: str, row: Row) -> Unread:
    reason: Text = _("A note without a rule that is known.")
    return Unread(text, sheet, row.number, reason)
