"""import_duties: the whole list or nothing, every bad row by its number, twice is once."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from coordination.duties.models import Citation, DutyDocument, DutyEntry
from tests.cast import Cast, make_other_body
from tests.coordination.commands.conftest import Run
from tests.coordination.duties.lists import entry

HEAD = "编号,类别,文件名称,文号,印发日期,制定机关,单位,条款,内容,生效日期,失效日期"
GOOD = (
    "SD-1,三定规定,发改委职能,示〔2024〕1号,2024-03-01,区委编办,{},第三条,负责营商环境,2024-03-01,"
)


@pytest.fixture
def listed(tmp_path: Path) -> Any:
    def write(*lines: str, name: str = "duties.csv", head: str = HEAD) -> Path:
        file = tmp_path / name
        file.write_text("\n".join([head, *lines]), encoding="utf-8")
        return file

    return write


def test_a_list_is_taken_by_any_name_of_a_unit_and_twice_is_once(
    cast: Cast, run: Run, listed: Any
) -> None:
    file = listed(GOOD.format("发改委"), GOOD.format("市场监管局").replace("SD-1", "SD-2"))
    first = run("import_duties", file, "--json")
    assert first.document == {
        "body": {"code": "QP", "name": "上海市青浦区"},
        "rows": 2,
        "new": 2,
        "changed": 0,
        "known": 0,
        "dry_run": False,
    }
    again = run("import_duties", file, "--json").document
    assert (again["new"], again["changed"], again["known"]) == (0, 0, 2)
    assert DutyDocument.objects.count() == 1
    found = DutyEntry.objects.get(code="SD-1")
    assert (found.unit.code, found.document.kind, found.paragraph) == (
        *("QP-D02", "regulation", "第三条"),
    )
    assert str(found) == "《发改委职能》示〔2024〕1号 第三条"
    assert "2" in run("import_duties", file).out


def test_a_dry_run_tells_the_same_and_writes_nothing(cast: Cast, run: Run, listed: Any) -> None:
    told = run("import_duties", listed(GOOD.format("发改委")), "--dry-run", "--json").document
    assert (told["new"], told["dry_run"]) == (1, True)
    assert not DutyDocument.objects.exists()
    assert not DutyEntry.objects.exists()


def test_a_changed_row_changes_its_entry_and_no_citation(cast: Cast, run: Run, listed: Any) -> None:
    run("import_duties", listed(GOOD.format("发改委")))
    changed = GOOD.format("发改委").replace("负责营商环境", "负责价格管理")
    told = run("import_duties", listed(changed), "--json").document
    assert (told["new"], told["changed"]) == (0, 1)
    assert DutyEntry.objects.get().text == "负责价格管理"
    assert not Citation.objects.exists()


def test_a_workbook_with_dates_is_read(cast: Cast, run: Run, tmp_path: Path) -> None:
    book, stream = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.append(["code", "kind", "document", "unit", "paragraph", "text", "valid_from"])
    sheet.append(["A", "law", "某条例", "QP-D02", "第1条", "内容", date(2024, 3, 1)])
    sheet.cell(2, 4, "发改委")
    book.save(stream)
    file = tmp_path / "duties.xlsx"
    file.write_bytes(stream.getvalue())
    assert run("import_duties", file, "--json").document["new"] == 1
    assert str(DutyEntry.objects.get().valid_from) == "2024-03-01"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (GOOD.format("没有的局"), "没有的局"),
        (GOOD.format("发改委").replace("三定规定", "传闻"), "传闻"),
        (GOOD.format("发改委").replace("SD-1", ""), "编号"),
        (GOOD.format("发改委").replace("SD-1", "S 1"), "编号"),
        (GOOD.format("发改委").replace("负责营商环境", "长" * 5_001), "5000"),
        (GOOD.format("发改委").replace("2024-03-01,区委", "三月,区委"), "印发日期"),
        (GOOD.format("发改委").replace("第三条", ""), "条款"),
        (GOOD.format("发改委") + "2023-01-01", "早于"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken(
    cast: Cast, run: Run, listed: Any, line: str, words: str
) -> None:
    good = GOOD.format("发改委").replace("SD-1", "SD-9")
    with translation.override("zh-hans"):
        ended = run("import_duties", listed(good, line), "--json")
    assert (ended.code, ended.out) == (2, "")
    assert "3" in ended.error
    assert words.replace("传闻", "权责清单") in ended.error
    assert not DutyEntry.objects.exists()


def test_every_bad_row_is_named_up_to_a_limit(cast: Cast, run: Run, listed: Any) -> None:
    ended = run("import_duties", listed(*[GOOD.format("没有的局")] * 15))
    assert ended.code == 2
    assert len(ended.error.splitlines()) == 21


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("d.csv", b""),
        ("d.csv", "编号,类别\n1,2\n".encode()),
        ("d.csv", HEAD.encode()),
        ("d.xlsx", b"PK\x03\x04 no archive"),
        ("d.xlsx", b"no workbook"),
        ("d.pdf", b"%PDF"),
    ],
)
def test_a_bad_file_is_one_message(
    cast: Cast, run: Run, tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ended = run("import_duties", file)
    assert (ended.code, len(ended.error.splitlines())) == (2, 1)
    assert run("import_duties", tmp_path / "absent.csv").code == 2


def test_the_body_can_be_named_and_must_be_there(cast: Cast, run: Run, listed: Any) -> None:
    make_other_body()
    file = listed(GOOD.format("发展和改革委员会"))
    assert run("import_duties", file, "--body", "GZ", "--json").document["body"]["code"] == "GZ"
    assert run("import_duties", file, "--body", "X").code == 2
    assert entry(cast).body.code == "QP"
