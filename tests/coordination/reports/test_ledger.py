"""The ledger: exactly the tasks given, formulas never, queries as many for 1 as for 30."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from coordination.disputes import actions as disputes
from coordination.progress.actions import report_progress
from coordination.progress.models import Report
from coordination.progress.queries import visible_reports
from coordination.reports.ledger import ledger_csv, ledger_workbook, safe_cell
from coordination.reports.lines import COLUMNS
from coordination.tasks.actions import accept_task, start_task
from coordination.tasks.models import Task
from tests.cast import Cast, make_plan
from tests.conftest import MONDAY
from tests.stages import report_part
from workflow import clock

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\n=1",
]


def read(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows()]


def in_progress(cast: Cast, task: Task) -> None:
    accept_task(task, actor=cast["lead"], version=task.version, contact="联络员")
    task.refresh_from_db()
    start_task(
        task,
        actor=cast["lead"],
        version=task.version,
        breakdown="分步",
        milestones=[("完成", task.due_on or MONDAY.date())],
    )
    task.refresh_from_db()
    report_progress(task, actor=cast["lead"], percent=30, done="早", problem="缺人")
    with clock.at(MONDAY.replace(month=4)):
        report_progress(task, actor=cast["lead"], percent=45, done="=HYPERLINK(1)", problem="口径")
    report_part(cast, task)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(cast: Cast, text: str) -> None:
    make_plan(cast, title="要点", text=text)
    tasks = Task.objects.all()
    cell = read(ledger_workbook(tasks, text))[4][3]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()
    assert cell.quotePrefix
    assert read(ledger_workbook(tasks, text))[0][0].data_type == "s"
    row = list(csv.reader(StringIO(ledger_csv(tasks).decode("utf-8-sig"), newline="")))[1]
    assert row[3] == safe_cell(text)
    assert row[3].startswith("'")


def test_safe_cell_leaves_plain_text_alone_and_drops_what_no_cell_can_hold() -> None:
    assert safe_cell("二〇二六年 5%") == "二〇二六年 5%"
    assert safe_cell(None) == ""
    assert safe_cell(12) == "12"
    assert safe_cell("a\x00\x0bb") == "ab"
    assert safe_cell("\x00=1") == "'=1"


def test_a_text_that_no_cell_can_hold_does_not_break_the_sheet(cast: Cast) -> None:
    make_plan(cast, text="甲\x01乙")
    assert read(ledger_workbook(Task.objects.all(), "台账"))[4][3].value == "甲乙"


def test_sheet_prints_like_an_office_table(cast: Cast) -> None:
    plan = make_plan(cast, tasks=3)
    data = ledger_workbook(plan.tasks.filter(position__gt=1).order_by("-position"), "任务台账")
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert [sheet.cell(row, 1).value for row in (5, 6)] == ["3", "2"]
    assert sheet.max_row == 6
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$3:$4"
    assert "&P" in sheet.oddFooter.center.text
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:J1", "A2:J2", "A3:A4", "B3:D3", "E3:F3", "G3:G4", "H3:J3"} <= merged
    assert sheet.cell(5, 5).value == "区发展改革委"
    assert sheet.cell(5, 6).value == "区市场监管局"


def test_progress_is_that_of_the_lead_and_only_of_reports_given(cast: Cast) -> None:
    plan = make_plan(cast)
    in_progress(cast, plan.tasks.get())
    bare = read(ledger_workbook(plan.tasks.all(), "台账"))[4]
    assert (bare[8].value, bare[9].value) == (None, None)
    seen = read(ledger_workbook(plan.tasks.all(), "台账", reports=visible_reports(cast["lead"])))
    assert seen[4][8].value == "45%"
    assert "=HYPERLINK(1)" in seen[4][9].value
    stranger = visible_reports(cast["outsider"])
    hidden = read(ledger_workbook(plan.tasks.all(), "台账", reports=stranger))[4]
    assert hidden[9].value is None


def test_a_disputed_task_still_names_its_lead(cast: Cast) -> None:
    task = make_plan(cast).tasks.get()
    disputes.contest_task(
        task,
        actor=cast["lead_head"],
        version=task.version,
        ground="duty",
        facts="事实",
        basis="依据",
        proposed=cast.units["QP-D17"],
    )
    with translation.override("zh-hans"):
        row = read(ledger_workbook(Task.objects.all(), "台账"))[4]
    assert "区发展改革委" in row[4].value
    assert row[4].value != "区发展改革委"
    assert row[7].value == "争议中"
    assert row[7].fill.start_color.rgb == "FFFFF3CD"


@pytest.mark.parametrize("make", [ledger_workbook, ledger_csv])
def test_queries_do_not_grow_with_the_tasks(cast: Cast, make: Any) -> None:
    counts = []
    for number, title in ((1, "一"), (30, "三十")):
        plan = make_plan(cast, tasks=number, title=title)
        in_progress(cast, plan.tasks.earliest("pk"))
        arguments = [plan.tasks.order_by("position")]
        arguments += ["台账"] if make is ledger_workbook else []
        with CaptureQueriesContext(
            connection,
        ) as captured:
            make(*arguments, reports=Report.objects.all())
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_columns_are_defined_once() -> None:
    assert len(COLUMNS) == 10
