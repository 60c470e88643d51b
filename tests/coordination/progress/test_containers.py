"""What must not be kept: macros, scripts, bombs, paths, each with an answer of its own."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.progress.files import BadEvidence, inspect
from coordination.progress.models import Evidence
from coordination.tasks.models import Task
from coordination.web.nouns import step_url
from tests.browse import send, signed_in
from tests.cast import Cast
from tests.stages import task_in

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def packed(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries or [(TYPES, b"<Types/>"), ("word/document.xml", b"<w/>")]:
            archive.writestr(name, content)
    return file.getvalue()


def locked() -> bytes:
    """A zip whose one entry is marked as encrypted, in both of its headers."""
    content = bytearray(packed(("a.txt", b"secret")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def reason(name: str, content: bytes) -> str:
    with pytest.raises(BadEvidence) as bad:
        inspect(SimpleUploadedFile(name, content))
    return str(bad.value.message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("证明.docx", packed()),
        ("材料.zip", packed(("名单/一.txt", b"x"), ("名单/二.txt", b"y" * 5000))),
        ("旧.doc", OLE + b"\0" * 600),
        ("说明.txt", "进展：已完成 <100 家".encode()),
        ("大.zip", packed(("a.bin", bytes(range(256)) * 8000), method=zipfile.ZIP_STORED)),
    ],
)
def test_what_is_harmless_is_taken_and_left_at_its_beginning(name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content)
    assert inspect(upload) == name
    assert upload.read() == content


BAD = [
    ("宏.docm", packed(), "可能含宏"),
    ("表.xlsm", packed(), "可能含宏"),
    ("改名.docx", packed((TYPES, b"<Types/>"), ("word/vbaProject.bin", b"x")), "含有宏"),
    ("改名.xlsx", packed((TYPES, b"ms-excel.sheet.macroEnabled.main+xml")), "含有宏"),
    ("压缩.zip", packed(("材料/xl/vbaProject.bin", b"x")), "含有宏"),
    ("旧.doc", OLE + b"\0" * 2_000_000 + "_VBA_PROJECT".encode("utf-16-le"), "含有宏"),
    ("图.svg", b"<svg><script>alert(1)</script></svg>", "SVG"),
    ("图.png", b"<svg onload='x'>", "不符"),
    ("图.txt", b"\n <SVG xmlns='x'><script/></SVG>", "不符"),
    ("页.csv", b"<!DOCTYPE html><html>", "不符"),
    ("空.pdf", b"", "空"),
    ("炸弹.zip", packed(("a.bin", b"\0" * 3_000_000)), "解压后"),
    ("越界.zip", packed(("../../etc/passwd", b"x")), "越出"),
    ("越界.docx", packed(("..\\..\\a.txt", b"x")), "越出"),
    ("绝对.zip", packed(("/srv/a.txt", b"x")), "越出"),
    ("盘符.zip", packed(("C:\\a.txt", b"x")), "越出"),
    ("加密.zip", locked(), "密码"),
    ("残缺.docx", packed()[:40], "损坏"),
    ("程序.exe", b"MZ", "不接收"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[each[0] for each in BAD])
def test_each_bad_file_has_its_own_answer(name: str, content: bytes, words: str) -> None:
    told = reason(name, content)
    assert name in told
    assert words in told


def test_a_container_has_limits_of_size_and_number(settings: Any) -> None:
    two = packed(("a", b"1" * 60), ("b", b"2" * 60))
    settings.EVIDENCE_ENTRIES_MAX = 1
    assert "解压后" in reason("a.zip", two)
    settings.EVIDENCE_ENTRIES_MAX, settings.EVIDENCE_UNPACKED_MAX_BYTES = 2, 119
    assert "解压后" in reason("a.zip", two)
    settings.EVIDENCE_UNPACKED_MAX_BYTES = 120
    assert inspect(SimpleUploadedFile("a.zip", two)) == "a.zip"


def test_a_symbolic_link_in_a_container_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "越出" in reason("a.zip", file.getvalue())


class Huge:
    """300 MB as an upload says it, without their bytes."""

    name, size = "大文件.pdf", 300 * 1024**2

    def read(self, count: int = -1) -> bytes:
        return b"%PDF-1.7"[:count]

    def seek(self, place: int) -> None:
        """There is nothing to move in."""


def test_300_mb_are_refused_before_they_are_read() -> None:
    with pytest.raises(BadEvidence) as bad:
        inspect(Huge())
    assert "50 MB" in str(bad.value.message)


def kept(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[each[0] for each in BAD])
def test_on_the_page_nothing_is_kept_of_it(
    cast: Cast, store: Path, name: str, content: bytes, words: str
) -> None:
    task = task_in(cast, "in_progress")
    good = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 proof")
    files = [good, SimpleUploadedFile(name, content)]
    answer = send(signed_in(cast, "lead"), task, "add_evidence", evidence=files)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["evidence"])
    assert not Evidence.objects.exists()
    assert kept(store) == []


@pytest.fixture
def task(cast: Cast) -> Task:
    return task_in(cast, "in_progress")


@pytest.mark.parametrize("path", ["../../etc/证明.pdf", "C:\\Users\\li\\证明.pdf", "/srv/证明.pdf"])
def test_a_name_with_a_path_is_kept_as_a_name_only(
    cast: Cast, task: Task, store: Path, path: str
) -> None:
    client: Client = signed_in(cast, "lead")
    form = client.get(step_url(task, "add_evidence")).context["form"]
    body = (
        f'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n{form["key"].value()}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="version"\r\n\r\n{task.version}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="evidence"; filename="{path}"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.7 proof\r\n--x--\r\n"
    ).encode()
    answer = client.post(
        step_url(task, "add_evidence"), body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 302
    row = Evidence.objects.get()
    assert row.name == "证明.pdf"
    assert [each.relative_to(store).as_posix() for each in kept(store)] == [row.path]
    assert "证明" not in row.path
