"""The ledger as a workbook that prints like the offices' own tables: A4 landscape, headed pages."""

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from coordination.reports.lines import COLUMNS, Line, clean, risky, texts_of
from coordination.tasks.states import TaskState

TITLE_ROW, NOTE_ROW, GROUP_ROW, HEAD_ROW = 1, 2, 3, 4
_THIN = Side(style="thin", color="FF808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", start_color="FFE8EDF3")
_DISPUTED = PatternFill("solid", start_color="FFFFF3CD")
_TITLE_FONT = Font(name="方正小标宋简体", size=18)
_HEAD_FONT = Font(name="黑体", size=11)
_TEXT_FONT = Font(name="仿宋_GB2312", size=10.5)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


def workbook(lines: Sequence[Line], title: str, note: str) -> bytes:
    """The lines under ``title``; ``note`` stands small below it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Ledger")
    _head(sheet, title, note)
    for row, line in enumerate(lines, HEAD_ROW + 1):
        disputed = line.task.present_state == TaskState.DISPUTED
        for column, text in enumerate(texts_of(line), 1):
            cell = put(sheet, row, column, text)
            cell.font, cell.border = _TEXT_FONT, _BOX
            cell.alignment = _CENTRE if COLUMNS[column - 1].centred else _LEFT
            if disputed:
                cell.fill = _DISPUTED
    _page(sheet, HEAD_ROW + len(lines))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text; whatever it looks like, it stays a text and never becomes a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - merged cells are written before they merge
    cell.value = clean(text)
    cell.data_type = "s"
    if risky(text):
        cell.quotePrefix = True
    return cell


def _head(sheet: Worksheet, title: str, note: str) -> None:
    """Title and note over the whole width; groups over their columns, single ones over two rows."""
    last = len(COLUMNS)
    put(sheet, TITLE_ROW, 1, title).font = _TITLE_FONT
    put(sheet, NOTE_ROW, 1, note).font = _TEXT_FONT
    for row in (TITLE_ROW, NOTE_ROW):
        sheet.cell(row, 1).alignment = _CENTRE
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    for row in (GROUP_ROW, HEAD_ROW):
        for column in range(1, last + 1):
            cell = sheet.cell(row, column)
            cell.font, cell.fill, cell.border, cell.alignment = _HEAD_FONT, _HEAD, _BOX, _CENTRE
    first = 1
    for group, members in groupby(COLUMNS, key=lambda column: str(column.group)):
        columns = list(members)
        until = first + len(columns) - 1
        if group:
            put(sheet, GROUP_ROW, first, group)
            for offset, member in enumerate(columns):
                put(sheet, HEAD_ROW, first + offset, str(member.heading))
        else:
            put(sheet, GROUP_ROW, first, str(columns[0].heading))
        sheet.merge_cells(
            start_row=GROUP_ROW,
            end_row=GROUP_ROW if group else HEAD_ROW,
            start_column=first,
            end_column=until,
        )
        first = until + 1
    sheet.row_dimensions[TITLE_ROW].height = 36


def _page(sheet: Worksheet, last_row: int) -> None:
    """Paper, repeated header rows, page numbers, widths."""
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{GROUP_ROW}:{HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(COLUMNS))}{last_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    footer: Any = sheet.oddFooter
    footer.center.text = _("Page &P of &N")
