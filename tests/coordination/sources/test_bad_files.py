"""Files that cannot be read: one clear error with the place, never another exception."""

import random
import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from coordination.sources.reader.errors import BadFile
from coordination.sources.reader.limits import MAX_BYTES, MAX_ENTRIES
from coordination.sources.reader.reading import Reading
from coordination.sources.reader.table import read_table
from coordination.units.names import Directory
from tests.coordination.sources.directories import SAMPLES, Plain, Qingpu
from tests.figures import size

pytestmark = pytest.mark.once

DIRTY = (SAMPLES / "task-table-dirty.xlsx").read_bytes()
NEAT_CSV = (SAMPLES / "task-table-neat.csv").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MUTATIONS = size(500, full=2_000)


def _parts(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The dirty table with parts changed or added."""
    stream = BytesIO()
    with ZipFile(BytesIO(DIRTY)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in more.items():
            new.writestr(name, data)
    return stream.getvalue()


def _sheet(change: Callable[[bytes], bytes]) -> bytes:
    return _parts(lambda name, data: change(data) if name.endswith("sheet1.xml") else data)


def _saved(fill: Callable[[Workbook], None]) -> bytes:
    workbook, stream = Workbook(), BytesIO()
    fill(workbook)
    workbook.save(stream)
    return stream.getvalue()


def _table(rows: int, columns: int) -> bytes:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.active
        assert sheet is not None
        sheet.append(["任务", "牵头单位"])
        sheet.cell(rows, columns, "x")

    return _saved(fill)


def _with_entity(data: bytes) -> bytes:
    start = data.index(b"<worksheet")
    levels = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 9)
    )
    declaration = b'<!DOCTYPE x [<!ENTITY e0 "x">' + levels + b"]>"
    return data[:start] + declaration + data[start:].replace(b"<v>1</v>", b"<v>&e8;</v>", 1)


def _unpacked_to_nothing(data: bytes) -> bytes:
    return data[: len(data) // 3]


def _overlapping(data: bytes) -> bytes:
    ranges = b'<mergeCell ref="A1:H22"/>' * 9_000
    start = data.index(b"<mergeCell ")
    return data[:start] + ranges + data[start:]


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.xlsx", b"", "empty"),
    "blank csv": ("a.csv", b" \r\n", "empty"),
    "no zip": ("a.xlsx", b"hello", "wrong-extension"),
    "old xls": ("a.xlsx", OLE, "wrong-extension"),
    "html called xlsx": ("a.xlsx", b"<html><table></table></html>", "wrong-extension"),
    "html called csv": ("a.csv", b"<html><table></table></html>", "wrong-extension"),
    "workbook called csv": ("a.csv", DIRTY, "wrong-extension"),
    "csv called xlsx": ("a.xlsx", NEAT_CSV, "wrong-extension"),
    "xls ending": ("a.xls", OLE, "unsupported"),
    "no ending": ("table", DIRTY, "unsupported"),
    "macro ending": ("a.xlsm", DIRTY, "macro"),
    "macro inside": ("a.xlsx", _parts(lambda _n, d: d, **{"xl/vbaProject.bin": b"x"}), "macro"),
    "other zip": ("a.xlsx", _parts(lambda _n, d: d).replace(b"xl/workbook.xml", b"xl/werkbuch.xml"),
                  "wrong-extension"),
    "truncated": ("a.xlsx", _unpacked_to_nothing(DIRTY), "unreadable"),
    "too large": ("a.csv", b"x" * (MAX_BYTES + 1), "too-large"),
    "zip bomb": ("a.xlsx", _parts(lambda _n, d: d, **{"xl/bomb.xml": bytes(30_000_000)}),
                 "zip-ratio"),
    "many parts": ("a.xlsx", _parts(lambda _n, d: d, **{f"x{n}": b"" for n in range(MAX_ENTRIES)}),
                   "zip-entries"),
    "entities": ("a.xlsx", _sheet(_with_entity), "document-type"),
    "overlapping merged cells": ("a.xlsx", _sheet(_overlapping), "merged-cells"),
    "rows out of order": ("a.xlsx", _sheet(lambda d: d.replace(b'<row r="9"', b'<row r="7"', 1)),
                          "row-order"),
    "too many rows": ("a.xlsx", _table(10_001, 1), "too-many-rows"),
    "too many columns": ("a.xlsx", _table(2, 61), "too-many-columns"),
    "too many rows in csv": ("a.csv", "任务,牵头单位\n".encode() * 10_001, "too-many-rows"),
    "too many columns in csv": ("a.csv", b"1," * 60 + b"1", "too-many-columns"),
    "no header": ("a.csv", "甲,乙\n1,2".encode(), "no-header"),
    "no header in a workbook": ("a.xlsx", _saved(lambda _workbook: None), "no-header"),
    "no lead column": ("a.csv", "序号,任务,完成时限\n1,甲,年内".encode(), "missing-column"),
    "no task column": ("a.csv", "序号,牵头单位,完成时限\n1,甲,年内".encode(), "missing-column"),
    "unknown encoding": ("a.csv", b"\xff\xff\x80\x80,\x81", "encoding"),
    "zero bytes": ("a.csv", b"\0" * 9 + b"a", "encoding"),
    "long unit cell": ("a.csv", f"任务,牵头单位\n甲,{'未知、' * 400}".encode(), "long-cell"),
    "long deadline": ("a.csv", f"任务,牵头单位,时限\n甲,乙,{'1月' * 150}".encode(), "long-cell"),
    "long cell": ("a.csv", f"任务,牵头单位\n{'甲' * 40_000},乙".encode(), "long-cell"),
    "huge csv field": ("a.csv", b'"' + b"x" * 200_000, "unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_file(case: str) -> None:
    name, data, code = BAD[case]
    with pytest.raises(BadFile) as caught:
        read_table(name, data, Plain())
    assert caught.value.code == code
    assert str(caught.value)


def test_unpacked_size_is_checked_before_anything_is_unpacked() -> None:
    """A table of contents that claims 300 MB in an entry that is not compressed much."""
    data = bytearray(
        _parts(lambda _n, d: d, **{"xl/noise.bin": random.Random(1).randbytes(3_500_000)})
    )
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 300 * 1024**2)
    with pytest.raises(BadFile) as caught:
        read_table("a.xlsx", bytes(data), Plain())
    assert caught.value.code == "zip-size"


def test_errors_name_the_place() -> None:
    with pytest.raises(BadFile) as caught:
        read_table("a.xlsx", _table(10_001, 1), Plain())
    assert (caught.value.place.sheet, caught.value.place.row) == ("Sheet", 10_001)
    with override("en"):
        assert str(caught.value).endswith("(sheet Sheet, row 10001)")
    broken = _sheet(lambda data: data.replace(b'<c r="A12"', b'<c r="?12"', 1))
    with pytest.raises(BadFile) as caught:
        read_table("a.xlsx", broken, Plain())
    assert caught.value.place.sheet == "Sheet1"
    with pytest.raises(BadFile) as caught:
        read_table("a.csv", "序号,任务,完成时限\n1,甲,年内".encode(), Plain())
    assert caught.value.place.row == 1


def test_formatting_far_outside_the_table_is_no_size() -> None:
    """Real files carry styled empty cells to the last column and row."""
    styled = _sheet(
        lambda data: data.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
        )
    )
    assert len(read_table("a.xlsx", styled, Plain()).tasks) == 12


def _outcome(name: str, data: bytes, directory: Directory) -> Reading | BadFile:
    """What comes out, after it was shown once; any other exception fails the test."""
    try:
        reading = read_table(name, data, directory)
    except BadFile as error:
        str(error)
        return error
    reading.to_json()
    return reading


def _mutated(source: random.Random) -> bytes:
    """The table with bytes changed in the archive itself or inside one of its parts."""
    way = source.random()
    if way < 0.2:
        return _damaged(DIRTY, source)
    change = _damaged if way < 0.5 else _miswritten
    stream = BytesIO()
    with ZipFile(BytesIO(DIRTY)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        victim = source.choice(old.namelist())
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data, source) if name == victim else data)
    return stream.getvalue()


def _miswritten(data: bytes, source: random.Random) -> bytes:
    """Letters and digits replaced by others, so that most of the XML stays well formed."""
    changed = bytearray(data)
    places = [place for place, byte in enumerate(data) if chr(byte).isalnum() and byte < 128]
    for place in source.sample(places, min(len(places), source.randint(1, 3))):
        letters = b"0123456789" if chr(changed[place]).isdigit() else b"abcmrstvxAFZ"
        changed[place] = source.choice(letters)
    return bytes(changed)


def _damaged(data: bytes, source: random.Random) -> bytes:
    changed = bytearray(data)
    for _time in range(source.randint(1, 6)):
        start = source.randrange(len(changed))
        kind = source.randrange(4)
        if kind == 0:
            changed[start] = source.randrange(256)
        elif kind == 1:
            del changed[start : start + source.randint(1, 40)]
        elif kind == 2:
            changed[start:start] = changed[start : start + source.randint(1, 40)]
        else:
            changed[start:start] = source.choice([b"<", b">", b"&", b'"', b"9" * 12, b"\0", b"-1"])
        if not changed:
            break
    return bytes(changed)


def test_mutations_give_a_reading_or_one_error() -> None:
    source = random.Random(20220719)
    directory = Qingpu()
    outcomes = {"read": 0, "refused": 0}
    for _time in range(MUTATIONS):
        outcome = _outcome("table.xlsx", _mutated(source), directory)
        if isinstance(outcome, BadFile):
            outcomes["refused"] += 1
        else:
            assert outcome.rows_in >= outcome.rows_out == len(outcome.tasks)
            outcomes["read"] += 1
    assert min(outcomes.values()) > MUTATIONS // 10, outcomes


def test_mutated_csv_gives_a_reading_or_one_error() -> None:
    source = random.Random(31)
    for _time in range(300):
        _outcome("table.csv", _damaged(NEAT_CSV, source), Plain())
