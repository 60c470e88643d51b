"""Reading a task table from an .xlsx or .csv file: pure, without a database."""

from collections import Counter
from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.deadlines import YearSource
from coordination.sources.reader.errors import BadFile, Cursor, Place, Text
from coordination.sources.reader.grid import Grid
from coordination.sources.reader.header import Header, find_header
from coordination.sources.reader.limits import format_of
from coordination.sources.reader.notes import read_notes, read_title_block
from coordination.sources.reader.reading import Document, Reading, Task, Unread
from coordination.sources.reader.rows import Kind, Row, rows_below
from coordination.sources.reader.sections import Sections
from coordination.sources.reader.sheets import read_csv, read_workbook
from coordination.sources.reader.tasks import TaskReader, numbers_of
from coordination.units.names import Directory

MAX_GAPS = 1_000


def read_table(name: str, data: bytes, directory: Directory, year: int | None = None) -> Reading:
    """Read a table of tasks.

    Parameters: ``name`` file name, its ending tells the format; ``data`` the content; ``directory``
    resolves unit names; ``year`` (four digits) serves deadlines without a year where the title
    names none. Raises BadFile, and nothing else, for a file that cannot be read.
    """
    cursor = Cursor()
    try:
        kind = format_of(name, data)
        grids = (read_workbook if kind == "xlsx" else read_csv)(data, cursor)
        return _read_grids(grids, kind, directory, year, cursor)
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(
            "unreadable",
            _("The file is damaged or no table. Open it, save it again as .xlsx, and retry."),
            cursor.place(),
        ) from error


class _Collector:
    """What was read so far, over all sheets."""

    def __init__(self, kind: str) -> None:
        self.document = Document(format=kind)
        self.tasks: list[Task] = []
        self.unread: list[Unread] = []
        self.strays = 0
        self.seen: Counter[str] = Counter()

    def leave(self, text: str, sheet: str, row: int, reason: Text) -> None:
        """Report text that became no field."""
        self.unread.append(Unread(text, sheet, row, reason))


def _read_grids(
    grids: list[Grid], kind: str, directory: Directory, year: int | None, cursor: Cursor
) -> Reading:
    collected = _Collector(kind)
    headers = _headers(grids)
    for grid, header in zip(grids, headers, strict=True):
        cursor.sheet, cursor.row = grid.sheet, None
        if header is None:
            for number, cells in enumerate(grid.rows, 1):
                if text := Row(number, Kind.BLANK, cells).text:
                    collected.leave(text, grid.sheet, number, _("The sheet holds no task table."))
            continue
        _read_sheet(grid, header, directory, year, collected, cursor)
    return _reading(collected)


def _headers(grids: list[Grid]) -> list[Header | None]:
    """The header of each sheet, None for a sheet without a table.

    Raises BadFile where no sheet holds one.
    """
    headers: list[Header | None] = []
    errors: list[BadFile] = []
    for grid in grids:
        try:
            headers.append(find_header(grid))
        except BadFile as error:
            headers.append(None)
            errors.append(error)
    if any(headers):
        return headers
    if errors:
        raise errors[0]
    raise BadFile(
        "no-header",
        _(
            "No header row was found. The table needs a column for the task, such as 改革任务, and"
            " one for the lead unit, such as 牵头单位."
        ),
        Place(grids[0].sheet if grids else ""),
    )


def _read_sheet(
    grid: Grid,
    header: Header,
    directory: Directory,
    year: int | None,
    collected: _Collector,
    cursor: Cursor,
) -> None:
    rows = list(rows_below(grid, header))
    document = _surroundings(grid, header, rows, directory, collected)
    source = YearSource(document.year or year, "title" if document.year else "plan")
    reader = TaskReader(
        header, directory, source, document.convention is not None, grid.sheet, collected.seen
    )
    sections = Sections()
    for group in _groups(rows):
        row = group[0]
        cursor.row = row.number
        if row.kind is Kind.TASK:
            section = sections.of_task(row.text_at(header, "area"))
            collected.tasks.append(reader.read(group, section))
            _leave_rest(group[1:], header, grid.sheet, collected)
        elif row.kind is Kind.SECTION:
            sections.open(row)
        elif row.kind in {Kind.STRAY, Kind.FOOTER}:
            collected.strays += row.kind is Kind.STRAY
            collected.leave(row.text, grid.sheet, row.number, _row_reason(row.kind))
    for row in sections.without_tasks():
        collected.leave(row.text, grid.sheet, row.number, _("A section without tasks."))
    _leave_columns(grid, header, collected)


def _surroundings(
    grid: Grid, header: Header, rows: list[Row], directory: Directory, collected: _Collector
) -> Document:
    """The document as this sheet tells it; the first sheet with a table speaks for the file."""
    above = read_title_block(grid, header.first_row, collected.document.format)
    notes = [row for row in rows if row.kind is Kind.NOTE]
    around = read_notes(notes, grid.sheet, above.document, directory)
    collected.unread += [*above.unread, *around.unread]
    known = collected.document
    if not collected.tasks:
        collected.document = around.document
    return replace(
        around.document,
        year=around.document.year or known.year,
        convention=around.document.convention or known.convention,
    )


def _groups(rows: list[Row]) -> list[list[Row]]:
    """Rows that belong together: a task with the rows that continue it, every other row alone."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.kind is Kind.CONTINUATION and groups:
            groups[-1].append(row)
        elif row.kind is not Kind.BLANK:
            groups.append([row])
    return groups


def _row_reason(kind: Kind) -> Text:
    if kind is Kind.FOOTER:
        return _("A form line below the table.")
    return _("The row names no task.")


def _leave_rest(rows: list[Row], header: Header, sheet: str, collected: _Collector) -> None:
    """Report cells of continuing rows that the task has no room for."""
    for row in rows:
        for field in ("deadline", "remarks", "indicators"):
            cell = row.first(header, field)
            if cell and cell.text.strip() and cell.origin[0] == row.number:
                reason = _("The row continues a task that has this field already.")
                collected.leave(cell.text.strip(), sheet, row.number, reason)


def _leave_columns(grid: Grid, header: Header, collected: _Collector) -> None:
    """Report columns that are no field, and formulas that hold no value."""
    used = {column for columns in header.columns.values() for column in columns}
    for column, label in enumerate(header.labels):
        values = any(row[column].text.strip() for row in grid.rows[header.last_row :])
        if column not in used and label and values:
            collected.leave(label, grid.sheet, header.last_row, _("The column is no known field."))
    for row, column in grid.lost:
        reason = format_lazy(_("The formula in column {column} holds no value."), column=column)
        collected.leave("", grid.sheet, row, reason)


def _reading(collected: _Collector) -> Reading:
    units = [unit for task in collected.tasks for unit in (*task.lead, *task.cooperating)]
    unknown = dict.fromkeys(unit.text for unit in units if unit.unit is None)
    return Reading(
        document=collected.document,
        tasks=tuple(collected.tasks),
        gaps=_gaps(collected.tasks),
        unread=tuple(sorted(collected.unread, key=lambda piece: (piece.sheet, piece.row))),
        unknown_units=tuple(unknown),
        rows_in=len(collected.tasks) + collected.strays,
        rows_out=len(collected.tasks),
    )


def _gaps(tasks: list[Task]) -> tuple[str, ...]:
    """Numbers that are left out between two tasks; numbering may begin anew."""
    gaps: list[str] = []
    last: int | None = None
    for task in tasks:
        numbers = numbers_of(task.number)
        if not numbers:
            continue
        if last is not None:
            gaps.extend(str(missing) for missing in range(last + 1, numbers[0]))
        last = numbers[-1]
    return tuple(gaps[:MAX_GAPS])
