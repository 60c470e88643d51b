"""Reading a list of duty entries: one row a paragraph, its columns in English or Chinese."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.duties.actions import DutyRow
from coordination.duties.states import DutyKind
from coordination.sources.reader.errors import BadFile, Cursor, Place, Text
from coordination.sources.reader.grid import Cell
from coordination.sources.reader.limits import format_of
from coordination.sources.reader.sheets import read_csv, read_workbook
from coordination.units.names import Directory

# What a column may be called, the name in the row first.
COLUMNS = {
    "code": ("code", "编号"),
    "kind": ("kind", "类别"),
    "document": ("document", "文件名称"),
    "number": ("number", "文号"),
    "issued_on": ("issued_on", "印发日期"),
    "issuer": ("issuer", "制定机关"),
    "unit": ("unit", "单位"),
    "paragraph": ("paragraph", "条款"),
    "text": ("text", "内容"),
    "valid_from": ("valid_from", "生效日期"),
    "valid_until": ("valid_until", "失效日期"),
}
NEEDED = ("code", "kind", "document", "unit", "paragraph", "text")
DAYS = ("issued_on", "valid_from", "valid_until")
LENGTHS = {
    "code": 40,
    "document": 120,
    "number": 60,
    "issuer": 60,
    "paragraph": 60,
    "text": 5_000,
}
KINDS = {
    **{kind.value: kind.value for kind in DutyKind},
    "三定规定": DutyKind.REGULATION.value,
    "三定": DutyKind.REGULATION.value,
    "权责清单": DutyKind.POWERS.value,
    "法律法规": DutyKind.LAW.value,
    "其他": DutyKind.OTHER.value,
}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row."""

    row: int
    reason: Text

    def __str__(self) -> str:
        return f"{Place(row=self.row)}: {self.reason}"


def read_duties(name: str, data: bytes, units: Directory) -> tuple[list[DutyRow], list[Fault]]:
    """The entries of a .csv or .xlsx list, and what is wrong row by row.

    Parameters: ``units`` resolves the names of units to codes. Raises ``BadFile``, and nothing
    else, for a file that cannot be read at all.
    """
    cursor = Cursor()
    try:
        kind = format_of(name, data)
        grid = (read_csv if kind == "csv" else read_workbook)(data, cursor)[0]
        cells = [list(row) for row in grid.rows]
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(
            "unreadable",
            _("The file is damaged or no table. Open it, save it again as .xlsx, and retry."),
            cursor.place(),
        ) from error
    places = _places([cell.text.strip() for cell in cells[0]] if cells else [])
    rows: list[DutyRow] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, line in enumerate(cells[1:], 2):
        if any(cell.text.strip() for cell in line):
            row, wrong = _row(number, {key: line[at] for key, at in places.items()}, units, seen)
            rows += [row] if row else []
            faults += wrong
    return rows, faults


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Where each column stands; raises ``BadFile`` where one that is needed is missing."""
    found = {
        key: heads.index(head) for key, names in COLUMNS.items() for head in names if head in heads
    }
    missing = [" / ".join(COLUMNS[key]) for key in NEEDED if key not in found]
    if missing:
        raise BadFile(
            "wrong-header",
            format_lazy(_("The first row lacks these columns: {names}."), names="、".join(missing)),
            Place(row=1),
        )
    return found


def _row(
    number: int, cells: Mapping[str, Cell], units: Directory, seen: set[str]
) -> tuple[DutyRow | None, list[Fault]]:
    values: dict[str, Any] = {
        key: cell.text.strip() for key, cell in cells.items() if key not in DAYS
    }
    wrong = list(_wrong_texts(values))
    values["kind"] = KINDS.get(values["kind"], "")
    if not values["kind"]:
        known = "、".join(dict.fromkeys(KINDS))
        wrong.append(format_lazy(_("The kind of document is none of {kinds}."), kinds=known))
    match = units.resolve(values["unit"])
    if match is None:
        wrong.append(
            format_lazy(_("“{unit}” is no unit of the body's list."), unit=values["unit"][:60])
        )
    if values["code"] in seen:
        wrong.append(_("The code stands twice in the list."))
    seen.add(values["code"])
    for key in (name for name in DAYS if name in cells):
        values[key] = _day(cells[key])
        if values[key] is None and cells[key].text.strip():
            wrong.append(
                format_lazy(_("{column} is no date such as 2024-03-01."), column=COLUMNS[key][1])
            )
    since, until = values.get("valid_from"), values.get("valid_until")
    if since and until and until < since:
        wrong.append(_("The last day lies before the first."))
    if wrong or match is None:
        return None, [Fault(number, reason) for reason in wrong]
    return DutyRow(**{**values, "unit": match.code}), []


def _wrong_texts(values: Mapping[str, str]) -> Iterator[Text]:
    for key in NEEDED:
        if not values[key]:
            yield format_lazy(_("{column} is empty."), column=COLUMNS[key][1])
    for key, longest in LENGTHS.items():
        if len(values.get(key, "")) > longest:
            yield format_lazy(
                _("{column} has more than {limit} characters."),
                column=COLUMNS[key][1],
                limit=longest,
            )
    if any(character.isspace() or character in "，,;；、" for character in values["code"]):
        yield _("A code holds no space, comma or semicolon.")


def _day(cell: Cell) -> date | None:
    """The day of a cell: a date of the workbook, or written as 2024-03-01 or 2024/3/1."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    try:
        year, month, day = (int(part) for part in cell.text.strip().replace("/", "-").split("-"))
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
