"""Finding the header of a task table, over one row or several, and what each column holds."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.errors import BadFile, Place, Text
from coordination.sources.reader.grid import Cell, Grid
from coordination.units.names import normalise

SEARCHED_ROWS = 60
MAX_HEADER_ROWS = 3
_LONGEST_LABEL = 24

_FIELDS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("number", r"(?:项目|任务|事项)?(?:序号|编号|序)|No"),
        ("lead", r".*(?:牵头|主办|主责|主体责任).*"),
        ("cooperating", r".*(?:配合|协办|协同|协作|参与|参加|协助|会办).*"),
        ("responsible", r".*(?:责任|承办|实施|落实|负责|主管)(?:单位|部门|主体|机构|人)?"),
        ("deadline", r".*(?:时限|时间|期限|节点|日期).*"),
        ("remarks", r"备注|说明|备注说明"),
        ("indicators", r".*(?:指标|目标值)"),
        ("area", r".*(?:领域|类别|分类|板块|类型|方面)|一级任务"),
        ("text", r".*(?:内容|举措|措施|工作要求|任务要求|任务目标|工作目标|目标任务).*"),
        (
            "title",
            r"(?:年度|主要|重点|改革|工作|具体|目标)*(?:任务|工作|事项|项目)(?:名称|事项|清单)?"
            r"|二级任务",
        ),
    )
)
_SPLIT_FIELDS = {"responsible", "title", "text", "lead", "cooperating"}


@dataclass(frozen=True)
class Header:
    """A header: its rows from 1, a ``label`` per column, and columns from 0 of each field."""

    first_row: int
    last_row: int
    labels: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]

    @property
    def one_slot(self) -> bool:
        """Whether one column names all units, leading and cooperating."""
        return "cooperating" not in self.columns


def field_of(label: str) -> str | None:
    """The field that a heading names, or None."""
    if not label.strip() or len(label) > _LONGEST_LABEL:
        return None
    plain = re.sub(r"（[^）]*）", "", normalise(label)) or normalise(label)
    return next((field for field, pattern in _FIELDS if pattern.fullmatch(plain)), None)


def find_header(grid: Grid) -> Header | None:
    """The header of the sheet, or None where no row looks like one.

    Raises BadFile where a row looks like a header but no column names the task or the units.
    """
    incomplete: Header | None = None
    for index in range(min(len(grid.rows), SEARCHED_ROWS)):
        header = _header_at(grid, index)
        if header is None:
            continue
        if _is_complete(header):
            return header
        incomplete = incomplete or header
    if incomplete is not None:
        raise BadFile(
            "missing-column", _missing(incomplete), Place(grid.sheet, incomplete.last_row)
        )
    return None


def _is_complete(header: Header) -> bool:
    return "title" in header.columns and "lead" in header.columns


def _missing(header: Header) -> Text:
    if "title" not in header.columns:
        return _("The header has no column for the task, such as 改革任务.")
    return _("The header has no column for the lead unit, such as 牵头单位.")


def _header_at(grid: Grid, index: int) -> Header | None:
    """The header that begins at this row, or None: two recognised columns make a header."""
    first = grid.rows[index]
    found = {field_of(cell.text) for cell in first} - {None}
    if len(found) < 2:
        return None
    last = index
    while last + 1 < len(grid.rows) and last - index + 1 < MAX_HEADER_ROWS:
        if not _continues(grid.rows[last], grid.rows[last + 1]):
            break
        last += 1
    stacks = [[row[column] for row in grid.rows[index : last + 1]] for column in range(len(first))]
    labels = tuple(_label(stack) for stack in stacks)
    fields = [_field(stack) for stack in stacks]
    return Header(index + 1, last + 1, labels, _columns(fields))


def _continues(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> bool:
    """Whether a row divides the headings above it; each cell is a heading or goes on from above."""
    divided = False
    for upper, cell in zip(above, row, strict=True):
        if not cell.text.strip() or cell.origin == upper.origin:
            continue
        if field_of(cell.text) is None:
            return False
        if upper.text.strip() and upper.width == 1 and field_of(upper.text) not in _SPLIT_FIELDS:
            return False
        divided = True
    return divided


def _label(stack: list[Cell]) -> str:
    parts = [re.sub(r"\s+", "", cell.text) for cell in stack]
    return "/".join(dict.fromkeys(part for part in parts if part))


def _field(stack: list[Cell]) -> str | None:
    """The field of a column: the lowest heading that is recognised decides."""
    return next((field for cell in reversed(stack) if (field := field_of(cell.text))), None)


def _columns(fields: list[str | None]) -> dict[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    for column, field in enumerate(fields):
        if field:
            columns[field] = (*columns.get(field, ()), column)
    responsible = columns.pop("responsible", ())
    if responsible:
        role = "cooperating" if "lead" in columns else "lead"
        columns[role] = (*columns.get(role, ()), *responsible)
    if "title" not in columns and "text" in columns:
        columns["title"] = columns["text"][:1]
        columns["text"] = columns["text"][1:] or columns["title"]
    return columns
