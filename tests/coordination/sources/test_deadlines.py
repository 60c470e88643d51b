"""Deadlines in every style that was met, and indicators."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.sources.reader.deadlines import YearSource, read_deadline
from coordination.sources.reader.indicators import read_indicators
from coordination.sources.reader.roles import Doubts

pytestmark = pytest.mark.once

TITLE = YearSource(2022, "title")
YEAR = "year-from-title"


@pytest.mark.parametrize(
    ("text", "day", "flags"),
    [
        ("2022年12月底前", "2022-12-31", []),
        ("2022年12月31日前完成", "2022-12-31", []),
        ("２０２２年２月底", "2022-02-28", []),
        ("2024年2月", "2024-02-29", []),
        ("二〇二二年十二月底前", "2022-12-31", []),
        ("2022.9", "2022-09-30", []),
        ("2022.10", "2022-10-31", []),
        ("2022.1", "2022-01-31", ["lost-zero"]),
        ("2022.9.15", "2022-09-15", []),
        ("2022-10-31", "2022-10-31", []),
        ("2022/10/31", "2022-10-31", []),
        ("20221031", "2022-10-31", []),
        ("44926", "2022-12-31", ["excel-serial-date"]),
        ("44926.0", "2022-12-31", ["excel-serial-date"]),
        ("2022年底", "2022-12-31", []),
        ("2022年", "2022-12-31", []),
        ("2023年第一季度", "2023-03-31", []),
        ("2023年上半年", "2023-06-30", []),
        ("年内", "2022-12-31", [YEAR]),
        ("年底前", "2022-12-31", [YEAR]),
        ("今年12月", "2022-12-31", [YEAR]),
        ("10月底", "2022-10-31", [YEAR]),
        ("12月", "2022-12-31", [YEAR]),
        ("十一月底前", "2022-11-30", [YEAR]),
        ("9月上旬", "2022-09-10", [YEAR]),
        ("9月30日前", "2022-09-30", [YEAR]),
        ("第三季度", "2022-09-30", [YEAR]),
        ("三季度末", "2022-09-30", [YEAR]),
        ("下半年", "2022-12-31", [YEAR]),
        ("9月前", "2022-08-31", ["month-before", YEAR]),
        ("6月底前完成方案，12月底前完成验收", "2022-12-31", ["several-deadlines", YEAR]),
    ],
)
def test_dates(text: str, day: str, flags: list[str]) -> None:
    doubts = Doubts()
    deadline = read_deadline(text, text, TITLE, doubts)
    assert deadline is not None
    assert (deadline.text, deadline.kind, str(deadline.date)) == (text, "date", day)
    assert doubts.flags == flags


@pytest.mark.parametrize(
    ("text", "kind", "day", "every"),
    [
        ("5年内", "period", date(2027, 12, 31), None),
        ("三年内", "period", date(2025, 12, 31), None),
        ("2022-2024年", "period", date(2024, 12, 31), None),
        ("2022年3月-6月", "period", date(2022, 6, 30), None),
        ("2022年10月至2023年3月", "period", date(2023, 3, 31), None),
        ("每季度报送", "recurring", None, "quarter"),
        ("每月", "recurring", None, "month"),
        ("每半年", "recurring", None, "half-year"),
        ("每年12月底前", "recurring", None, "year"),
        ("按月报送", "recurring", None, "month"),
        ("每周五", "recurring", None, "week"),
        ("定期", "recurring", None, None),
        ("长期", "ongoing", None, None),
        ("持续推进", "ongoing", None, None),
        ("常态化开展", "ongoing", None, None),
        ("印发之日起30日内", "relative", None, None),
        ("3个月内", "relative", None, None),
        ("待定", "relative", None, None),
        ("2022年13月", "relative", None, None),
    ],
)
def test_other_kinds(text: str, kind: str, day: date | None, every: str | None) -> None:
    doubts = Doubts()
    deadline = read_deadline(text, text, TITLE, doubts)
    assert deadline is not None
    if text == "2022年13月":
        assert (deadline.kind, deadline.date) == ("date", date(2022, 12, 31))
        assert doubts.confirm
        return
    assert (deadline.kind, deadline.date, deadline.every) == (kind, day, every)


@pytest.mark.parametrize("text", ["", " ", "—", "/", "无"])
def test_no_deadline(text: str) -> None:
    assert read_deadline(text, text, TITLE, Doubts()) is None


def test_a_real_date_needs_no_words() -> None:
    value = datetime(2022, 10, 31)  # noqa: DTZ001 (a spreadsheet's day has no zone)
    deadline = read_deadline("2022-10-31", value, TITLE, Doubts())
    assert deadline is not None
    assert deadline.date == date(2022, 10, 31)


def test_unknown_year_gives_no_date() -> None:
    doubts = Doubts()
    deadline = read_deadline("10月底", "10月底", YearSource(None, "plan"), doubts)
    assert deadline is not None
    assert (deadline.kind, deadline.date) == ("date", None)
    assert doubts.flags == ["year-unknown"]


def test_words_that_were_not_read_must_be_confirmed() -> None:
    doubts = Doubts()
    read_deadline("2022年9月底前（视经费情况）", None, TITLE, doubts)
    assert "视经费情况" in str(doubts.confirm[0].reason)


@settings(max_examples=500, deadline=None)
@given(
    st.text(alphabet="0123456789年月日底前内第一二三四季度半上下每长期.-/至、，5 〇十", max_size=16)
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    doubts = Doubts()
    deadline = read_deadline(text, text, TITLE, doubts)
    if deadline is not None and deadline.kind == "date":
        assert deadline.date is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在2007 年的基础上再提高1%。", [("提高1%", "increase", "1", "%")]),
        ("合同引进外资5 亿美元、到位外资3 亿美元。",
         [("5亿美元", "eq", "5", "亿美元"), ("3亿美元", "eq", "3", "亿美元")]),
        ("保持15%的增幅,“4+1”主导产业", [("15%", "eq", "15", "%")]),
        ("培养不少于400名", [("不少于400名", "ge", "400", "名")]),
        ("提高到90%以上", [("提高到90%以上", "ge", "90", "%")]),
        ("提高到90%", [("提高到90%", "ge", "90", "%")]),
        ("下降5个百分点", [("下降5个百分点", "decrease", "5", "个百分点")]),
        ("１万名左右", [("1万名左右", "about", "1", "万名")]),
        ("1到2个", [("1到2个", "range", "1-2", "个")]),
        ("新增1,200户", [("新增1,200户", "increase", "1200", "户")]),
        ("35岁以下青年，分2年给予，第8项，5个月，121人才梯队，5年内", []),
    ],
)  # fmt: skip
def test_indicators(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [(i.text, i.comparator, i.value, i.unit) for i in read_indicators(text)]
    assert found == expected
