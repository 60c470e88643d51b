"""Tables laid out in other ways than the samples."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from coordination.sources.reader.reading import Reading
from coordination.sources.reader.table import read_table
from tests.coordination.sources.directories import Qingpu

pytestmark = pytest.mark.once

LABELS = ["序号", "工作任务", "具体举措", "牵头单位", "配合单位", "完成时限"]
HEADER: list[object] = [*LABELS]


def _csv(*lines: str) -> Reading:
    return read_table("table.csv", "\n".join(lines).encode(), Qingpu(), 2022)


def _workbook(rows: list[list[object]], *ranges: str) -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in ranges:
        sheet.merge_cells(area)
    return workbook


def _read(workbook: Workbook) -> Reading:
    stream = BytesIO()
    workbook.save(stream)
    return read_table("table.xlsx", stream.getvalue(), Qingpu(), 2022)


def _units(reading: Reading) -> list[tuple[list[str | None], list[str | None]]]:
    return [
        ([unit.unit for unit in task.lead], [unit.unit for unit in task.cooperating])
        for task in reading.tasks
    ]


def test_one_column_names_all_units() -> None:
    reading = _csv(
        "序号,重点工作内容,责任单位",
        "1,推进项目。加快进度。,区经委、区科委",
        "注：列第一位的为牵头单位",
    )
    assert _units(reading) == [(["QP-D03"], ["QP-D04"])]
    assert reading.tasks[0].title == "推进项目"
    assert reading.tasks[0].text == "推进项目。加快进度。"
    assert reading.tasks[0].flags == ()


def test_responsible_unit_beside_a_cooperating_one_leads_and_beside_a_lead_cooperates() -> None:
    assert _units(_csv("任务,责任单位,配合单位", "推进,区经委,区科委")) == [
        (["QP-D03"], ["QP-D04"])
    ]
    assert _units(_csv("任务,牵头单位,责任单位", "推进,区经委,区科委")) == [
        (["QP-D03"], ["QP-D04"])
    ]


def test_header_over_two_rows_in_csv() -> None:
    reading = _csv(
        "附件1：2023年重点工作任务分解表,,,,",
        "序号,重点工作,,责任单位,",
        ",任务名称,主要举措,牵头单位,配合单位",
        "1,推进,加快,区经委,区科委",
    )
    assert _units(reading) == [(["QP-D03"], ["QP-D04"])]
    assert (reading.tasks[0].title, reading.tasks[0].text) == ("推进", "加快")
    assert (reading.document.title, reading.document.year) == ("2023年重点工作任务分解表", 2023)


def test_vertically_merged_lead_is_filled() -> None:
    rows: list[list[object]] = [
        HEADER,
        [1, "甲", "做甲", "区经委", "区科委", "年内"],
        [2, "乙", "做乙", None, "区财政局", "年内"],
    ]
    reading = _read(_workbook(rows, "D2:D3"))
    assert _units(reading) == [(["QP-D03"], ["QP-D04"]), (["QP-D03"], ["QP-D09"])]


def test_cell_merged_over_both_unit_columns_names_all_units() -> None:
    rows: list[list[object]] = [HEADER, [1, "甲", "做甲", "区经委、区科委", None, "年内"]]
    reading = _read(_workbook(rows, "D2:E2"))
    assert _units(reading) == [(["QP-D03"], ["QP-D04"])]
    assert reading.tasks[0].flags == ("first-as-lead", "year-from-plan")


def test_task_over_several_rows() -> None:
    rows: list[list[object]] = [
        HEADER,
        [1, "甲", "第一步", "区经委", "区科委", "6月底"],
        [None, None, "第二步", None, None, "9月底"],
        [2, "乙", "做乙", "区科委", None, "年内"],
    ]
    reading = _read(_workbook(rows, "A2:A3", "B2:B3", "D2:D3", "E2:E3"))
    task = reading.tasks[0]
    assert (task.text, task.source.row, task.source.last_row) == ("第一步\n第二步", 2, 3)
    assert [(piece.text, piece.row) for piece in reading.unread] == [("9月底", 3)]
    assert (reading.rows_in, reading.rows_out) == (2, 2)


def test_sections_stray_rows_and_gaps() -> None:
    reading = _csv(
        ",".join(LABELS),
        "一、经济,,,,,",
        "（一）工业,,,,,",
        "1,甲,做甲,区经委,,年内",
        "（二）农业,,,,,",
        "2,乙,做乙,区农委,,年内",
        "二、民生,,,,,",
        "5,丙,做丙,区民政局,,年内",
        "合计,,,3,,",
        "三、空,,,,,",
        "6,,,区民政局,,年内",
    )
    assert [task.section for task in reading.tasks] == [
        ("一、经济", "（一）工业"), ("一、经济", "（二）农业"), ("二、民生",),
    ]  # fmt: skip
    assert reading.gaps == ("3", "4")
    assert [piece.row for piece in reading.unread] == [9, 10, 11]
    assert (reading.rows_in, reading.rows_out) == (5, 3)


def test_header_printed_again_and_column_without_a_field() -> None:
    reading = _csv(
        "序号,任务,牵头单位,联系电话",
        "1,甲,区经委,5971",
        "序号,任务,牵头单位,联系电话",
        "2,乙,区科委,",
    )
    assert len(reading.tasks) == 2
    assert [piece.text for piece in reading.unread] == ["联系电话"]
    assert dict(reading.tasks[0].cells)["联系电话"] == "5971"


def test_repeated_row_keeps_its_own_key() -> None:
    reading = _csv("任务,牵头单位", "甲,区经委", "甲,区经委")
    first, second = reading.tasks
    assert first.key != second.key
    assert (first.flags, second.flags) == ((), ("duplicate-row",))


def test_number_that_became_a_date() -> None:
    day = datetime(2022, 5, 6)  # noqa: DTZ001 (a spreadsheet's day has no zone)
    reading = _read(_workbook([HEADER, [day, "甲", "①做甲②做乙", "区经委", "", "年内"]]))
    assert reading.tasks[0].number == "5-6"
    assert reading.tasks[0].flags[0] == "number-from-date"
    assert "two-numbers-in-one-row" in reading.tasks[0].flags


def test_number_formats_are_read_as_shown() -> None:
    workbook = _workbook([HEADER, [1.0, "甲", 0.15, "区经委", "", 2022.1]])
    sheet = workbook.active
    assert sheet is not None
    sheet["C2"].number_format = "0%"
    sheet["F2"].number_format = "0.00"
    task = _read(workbook).tasks[0]
    assert (task.number, task.text) == ("1", "15%")
    assert task.deadline is not None
    assert (task.deadline.text, str(task.deadline.date)) == ("2022.10", "2022-10-31")


def test_tables_on_two_sheets_and_a_formula_without_a_value() -> None:
    workbook = _workbook([HEADER, [1, "甲", "做甲", "区经委", "", "=A1&B1"]])
    second = workbook.create_sheet("二")
    second.append(HEADER)
    second.append([2, "乙", "做乙", "区科委", "", "年内"])
    reading = _read(workbook)
    assert [task.source.sheet for task in reading.tasks] == ["Sheet", "二"]
    assert [(piece.sheet, piece.row) for piece in reading.unread] == [("Sheet", 2)]


@pytest.mark.parametrize("title", ["2021-2023年任务表", "任务清单一览"])
def test_title_without_one_year(title: str) -> None:
    reading = _csv(f"{title},,", "任务,牵头单位,完成时限", "甲,区经委,10月底")
    assert reading.tasks[0].flags == ("year-from-plan",)
