"""The neat table: 31 rows, the same from every format and encoding."""

import codecs
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coordination.sources.reader.reading import Reading, Task
from coordination.sources.reader.table import read_table
from tests.coordination.sources.directories import SAMPLES, Plain

pytestmark = pytest.mark.once

XLSX = SAMPLES / "task-table-neat.xlsx"
CSV = SAMPLES / "task-table-neat.csv"
TEXT = CSV.read_text(encoding="utf-8-sig")
EXPECTED: dict[str, dict[str, Any]] = {
    task["number"]: task
    for task in json.loads(
        (SAMPLES / "guangzhou-talent-2012.expected.json").read_text(encoding="utf-8")
    )["tasks"]
}
NUMBERS = [str(number) for number in (*range(2, 32), 43)]


def _expected(number: str) -> dict[str, Any]:
    """The units of a task of the document; it lists collectives among the cooperating ones."""
    groups = [
        name
        for name in EXPECTED[number]["cooperating"]
        if name in EXPECTED[number].get("collective", [])
    ]
    others = [name for name in EXPECTED[number]["cooperating"] if name not in groups]
    return {"lead": EXPECTED[number]["lead"], "cooperating": others, "collective": groups}


KNOWN = {
    name for number in NUMBERS for key in ("lead", "cooperating") for name in _expected(number)[key]
}


@pytest.fixture(scope="module", name="reading", params=[XLSX, CSV], ids=["xlsx", "csv"])
def _reading(request: pytest.FixtureRequest) -> Reading:
    return read_table(request.param.name, request.param.read_bytes(), Plain(), 2012)


@pytest.mark.parametrize("index", range(31))
def test_units_are_read_as_expected(reading: Reading, index: int) -> None:
    task = reading.tasks[index]
    assert task.number == str(index + 1)
    assert task.title == EXPECTED[NUMBERS[index]]["title_or_first_words"]
    assert {
        "lead": [unit.name for unit in task.lead],
        "cooperating": [unit.name for unit in task.cooperating],
        "collective": list(task.collective),
    } == _expected(NUMBERS[index])


def test_nothing_is_lost(reading: Reading) -> None:
    assert (reading.rows_in, reading.rows_out, reading.gaps, reading.unread) == (31, 31, (), ())
    assert set(reading.unknown_units) == KNOWN


def test_known_units_have_codes() -> None:
    reading = read_table(XLSX.name, XLSX.read_bytes(), Plain(KNOWN), 2012)
    assert reading.unknown_units == ()
    assert all(unit.unit == unit.text for task in reading.tasks for unit in task.lead)
    assert not [task.number for task in reading.tasks if "unknown-unit" in task.flags]


def _kinds(reading: Reading) -> dict[str, set[Any]]:
    kinds: dict[str, set[Any]] = {}
    for task in reading.tasks:
        assert task.deadline is not None
        found = (task.deadline.kind, task.deadline.every, task.deadline.date)
        kinds.setdefault(task.deadline.text, set()).add(found)
    return kinds


def test_deadlines(reading: Reading) -> None:
    assert _kinds(reading) == {
        "5年内": {("period", None, date(2017, 12, 31))},
        "每年": {("recurring", "year", None)},
        "长期": {("ongoing", None, None)},
        "2012年10月底前": {("date", None, date(2012, 10, 31))},
    }
    periods = [task for task in reading.tasks if task.deadline and task.deadline.kind == "period"]
    assert all("deadline" in {request.field for request in task.confirm} for task in periods)
    assert all("year-from-plan" in task.flags for task in periods)


def test_period_without_a_year_has_no_end() -> None:
    reading = read_table(CSV.name, CSV.read_bytes(), Plain())
    deadline = reading.tasks[0].deadline
    assert deadline is not None
    assert (deadline.kind, deadline.date) == ("period", None)
    assert "year-unknown" in reading.tasks[0].flags


def test_indicators(reading: Reading) -> None:
    texts = [indicator.text for indicator in reading.tasks[9].indicators]
    assert texts == ["不少于10名", "不少于20名", "不少于100名"]
    ranged = reading.tasks[19].indicators[1]
    assert (ranged.text, ranged.comparator, ranged.value) == ("1到2个", "range", "1-2")
    assert [indicator.text for indicator in reading.tasks[1].indicators] == [
        "100名", "100名", "200名", "100名",
    ]  # fmt: skip


def _content(task: Task) -> Task:
    return replace(task, source=replace(task.source, sheet=""))


ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "gb18030": TEXT.encode("gb18030"),
    "gbk": TEXT.encode("gbk"),
    "utf-16 with mark": TEXT.encode("utf-16"),
    "utf-16 big-endian with mark": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16 little-endian": TEXT.encode("utf-16-le"),
    "utf-16 big-endian": TEXT.encode("utf-16-be"),
    "tabs": TEXT.replace(",", "\t").encode(),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_reads_as_the_workbook(encoding: str) -> None:
    workbook = read_table(XLSX.name, XLSX.read_bytes(), Plain(), 2012)
    table = read_table("table.csv", ENCODED[encoding], Plain(), 2012)
    assert [_content(task) for task in table.tasks] == [_content(task) for task in workbook.tasks]
    assert table.unknown_units == workbook.unknown_units
