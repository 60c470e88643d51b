"""From the rows of one task to the task."""

import hashlib
import json
import re
from collections import Counter
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.deadlines import YearSource, read_deadline
from coordination.sources.reader.errors import Place
from coordination.sources.reader.grid import Cell
from coordination.sources.reader.header import Header
from coordination.sources.reader.indicators import read_indicators
from coordination.sources.reader.limits import (
    MAX_DEADLINE_CELL,
    MAX_UNITS_CELL,
    MAX_WORDING,
    check_length,
)
from coordination.sources.reader.reading import Deadline, Source, Task
from coordination.sources.reader.roles import Doubts, Roles, assign
from coordination.sources.reader.rows import Row
from coordination.sources.reader.unit_names import UnitsCell, read_units
from coordination.units.names import Directory

_TITLE_END = re.compile(r"[。；;\n]")
_TWO_NUMBERS = re.compile(r"\s*(\d{1,5})\s*[-—–~至到、,，]\s*(\d{1,5})\s*")
_CIRCLED = re.compile(r"[①②③④⑤⑥⑦⑧⑨]")


class TaskReader:
    """Reads the tasks of one table.

    Parameters: ``header`` of the table; ``directory`` of units; ``year`` for deadlines without
    one; ``first_leads`` whether the document declares that the first unit named leads; ``sheet``
    name; ``seen`` counts the rows read so far by their content, over all sheets.
    """

    def __init__(
        self,
        header: Header,
        directory: Directory,
        year: YearSource,
        first_leads: bool,
        sheet: str,
        seen: Counter[str],
    ) -> None:
        self.header = header
        self.directory = directory
        self.year = year
        self.first_leads = first_leads
        self.sheet = sheet
        self.seen = seen

    def read(self, rows: list[Row], section: tuple[str, ...]) -> Task:
        """The task of a row and of the rows that continue it."""
        row, doubts = rows[0], Doubts()
        number = self._number(row, doubts)
        title, text = self._wording(rows)
        check_length(text, MAX_WORDING, Place(self.sheet, row.number))
        roles = self._roles(row, doubts)
        if _is_two_tasks(number, text):
            doubts.add(
                "two-numbers-in-one-row", "number", _("{text} may be several tasks."), text=number
            )
        return Task(
            key=self._key(section, number, title, text, doubts),
            number=number,
            section=section,
            title=title,
            text=text,
            lead=roles.lead,
            cooperating=roles.cooperating,
            collective=roles.groups,
            joint=len(roles.lead) > 1,
            open_ended=roles.open_ended,
            deadline=self._deadline(row, doubts),
            indicators=read_indicators(f"{text}\n{row.text_at(self.header, 'indicators')}"),
            remarks=row.text_at(self.header, "remarks"),
            flags=tuple(doubts.flags),
            confirm=tuple(doubts.confirm),
            source=Source(self.sheet, row.number, rows[-1].number, self._clause(row)),
            cells=self._cells(rows),
        )

    def _number(self, row: Row, doubts: Doubts) -> str:
        """The number as printed; a spreadsheet turns 5-6 into a day of May."""
        cell = row.first(self.header, "number")
        if cell is not None and isinstance(cell.value, datetime):
            number = f"{cell.value.month}-{cell.value.day}"
            doubts.add(
                "number-from-date", "number", _("A date is read as the number {text}."), text=number
            )
            return number
        return row.text_at(self.header, "number")

    def _wording(self, rows: list[Row]) -> tuple[str, str]:
        """Title and text; where one column holds both, the title is its first sentence."""
        title = rows[0].text_at(self.header, "title")
        texts = [row.text_at(self.header, "text") for row in rows]
        text = "\n".join(dict.fromkeys(part for part in texts if part)) or title
        if not title or self.header.columns["title"] == self.header.columns.get("text"):
            title = _TITLE_END.split(text, maxsplit=1)[0]
        return title, text

    def _roles(self, row: Row, doubts: Doubts) -> Roles:
        lead = self._units(row, "lead")
        cooperating = None if self._in_one_cell(row) else self._units(row, "cooperating")
        return assign(lead, cooperating, self.first_leads, doubts)

    def _deadline(self, row: Row, doubts: Doubts) -> Deadline | None:
        cell = row.first(self.header, "deadline")
        if cell is None:
            return None
        check_length(cell.text, MAX_DEADLINE_CELL, self._place(cell))
        return read_deadline(cell.text, cell.value, self.year, doubts)

    def _place(self, cell: Cell) -> Place:
        return Place(self.sheet, *cell.origin)

    def _in_one_cell(self, row: Row) -> bool:
        """Whether one cell names all units: the only unit column, or merged over both."""
        leading = row.first(self.header, "lead")
        other = row.first(self.header, "cooperating")
        return self.header.one_slot or (
            leading is not None and other is not None and leading.origin == other.origin
        )

    def _units(self, row: Row, field: str) -> UnitsCell:
        cells = {
            row.cells[column].origin: row.cells[column]
            for column in self.header.columns.get(field, ())
        }
        found = UnitsCell()
        for cell in cells.values():
            check_length(cell.text, MAX_UNITS_CELL, self._place(cell))
            found += read_units(cell.text, self.directory)
        return found

    def _clause(self, row: Row) -> str:
        """The unit cells as printed, each after its heading."""
        columns = [*self.header.columns["lead"], *self.header.columns.get("cooperating", ())]
        return "；".join(
            f"{self.header.labels[column]}：{row.cells[column].text.strip()}"
            for column in columns
            if row.cells[column].text.strip()
        )

    def _cells(self, rows: list[Row]) -> tuple[tuple[str, str], ...]:
        """Each heading with its raw text; headings used twice or missing carry their column."""
        repeated = Counter(self.header.labels)
        cells = []
        for column, label in enumerate(self.header.labels):
            texts = {row.cells[column].origin: row.cells[column].text for row in rows}
            text = "\n".join(part for part in texts.values() if part.strip())
            if label or text:
                unique = label and repeated[label] == 1
                cells.append((label if unique else f"{label} [{column + 1}]".strip(), text))
        return tuple(cells)

    def _key(
        self, section: tuple[str, ...], number: str, title: str, text: str, doubts: Doubts
    ) -> str:
        """A key from the content, the same in every file format; a repeated row gets another."""
        content = [re.sub(r"\s+", "", part) for part in (*section, number, title, text)]
        plain = json.dumps(content, ensure_ascii=False)
        self.seen[plain] += 1
        occurrence = self.seen[plain]
        if occurrence > 1:
            doubts.add("duplicate-row", "title", _("The same row stands in the table before."))
        return hashlib.sha256(f"{plain}#{occurrence}".encode()).hexdigest()[:32]


def numbers_of(number: str) -> tuple[int, ...]:
    """The numbers a printed number stands for: 5-6 -> 5, 6; none for anything else."""
    if match := _TWO_NUMBERS.fullmatch(number):
        first, last = int(match[1]), int(match[2])
        return (first, last) if first < last else ()
    plain = number.strip().rstrip(".、．")
    return (int(plain),) if re.fullmatch(r"[0-9]{1,5}", plain) else ()


def _is_two_tasks(number: str, text: str) -> bool:
    """Whether a row stands for several tasks: a range of numbers over numbered parts or steps."""
    numbers = numbers_of(number)
    return len(numbers) == 2 and (numbers[1] == numbers[0] + 1 or len(_CIRCLED.findall(text)) > 1)
