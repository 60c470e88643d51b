"""The ledger (台账): exactly the tasks given, as a workbook or as a list of values."""

import csv
from io import StringIO

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.progress.models import Report
from coordination.reports.export_xlsx import workbook
from coordination.reports.lines import COLUMNS, lines_of, safe_cell, texts_of
from coordination.tasks.models import Task
from workflow import clock

__all__ = ["ledger_csv", "ledger_workbook", "safe_cell"]


def ledger_workbook(
    tasks: QuerySet[Task], title: str, *, reports: QuerySet[Report] | None = None
) -> bytes:
    """The ledger of ``tasks`` in their order, as an .xlsx file.

    ``reports`` are those the reader may see; without them the columns on progress stay empty.
    """
    lines = lines_of(tasks, reports)
    day = date_format(clock.today(), "DATE_FORMAT")
    note = _("As of %(day)s, %(count)d tasks") % {"day": day, "count": len(lines)}
    return workbook(lines, title, note)


def ledger_csv(tasks: QuerySet[Task], *, reports: QuerySet[Report] | None = None) -> bytes:
    """The same as .csv in UTF-8 with a mark that spreadsheets know; no cell becomes a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_cell(column.heading) for column in COLUMNS])
    for line in lines_of(tasks, reports):
        writer.writerow([safe_cell(text) for text in texts_of(line)])
    return out.getvalue().encode("utf-8-sig")
