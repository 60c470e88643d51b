"""Files that show completion: checked, kept out of the web, and gone where the act was refused."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coordination.progress.files import KINDS, BadEvidence, check
from coordination.progress.models import Evidence
from coordination.tasks.models import Task
from coordination.web.nouns import step_url
from tests.browse import send, signed_in
from tests.cast import Cast, make_other_body
from tests.part_stages import finish_parts
from tests.stages import task_in
from workflow.models import Record

PDF = b"%PDF-1.7 proof"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def task(cast: Cast) -> Task:
    found = task_in(cast, "in_progress")
    finish_parts(cast, found)
    return found


def file(name: str = "证明.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def claim(cast: Cast, task: Task, *files: Any, who: str = "lead_head", **more: Any) -> Any:
    data = {"grade": "A", "result": "已完成", "evidence": list(files), **more}
    return send(signed_in(cast, who), task, "claim", **data)


def kept(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


@pytest.mark.parametrize("ending", KINDS)
def test_what_its_name_says_is_taken(ending: str) -> None:
    for start in KINDS[ending] or (b"plain text",):
        assert check(f"文件{ending}", 10, start + b" more") == f"文件{ending}"


@pytest.mark.parametrize(
    ("name", "size", "start"),
    [
        ("证明.pdf", 9, b"MZ\x90\x00"),
        ("证明.docx", 9, b"%PDF-1.4"),
        ("证明.txt", 9, b"a\0b"),
        ("照片.png", 9, b"<svg onload="),
        ("脚本.html", 9, b"<html>"),
        ("图.svg", 9, b"<svg>"),
        ("程序.exe", 9, b"MZ"),
        ("没有扩展名", 9, b"text"),
        ("证明.pdf", 0, b""),
        ("宏.docm", 9, b"PK\x03\x04"),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_name(name: str, size: int, start: bytes) -> None:
    with pytest.raises(BadEvidence) as bad:
        check(name, size, start)
    assert name in str(bad.value.message)


def test_a_file_beyond_the_limit_is_refused(settings: Any) -> None:
    settings.EVIDENCE_MAX_BYTES = 2 * 1024**2
    assert check("a.pdf", 2 * 1024**2, PDF)
    with pytest.raises(BadEvidence) as bad:
        check("a.pdf", 2 * 1024**2 + 1, PDF)
    assert "2 MB" in str(bad.value.message)


@pytest.mark.parametrize(
    "name", ["../../etc/证明.pdf", "C:\\Users\\李\\证明.pdf", "/srv/证明.pdf", "a/..\\b/证明.pdf"]
)
def test_of_a_path_only_the_name_is_kept(name: str) -> None:
    assert check(name, 9, PDF) == "证明.pdf"


def test_a_claim_keeps_its_files_under_random_names_with_their_hash(
    cast: Cast, task: Task, store: Path
) -> None:
    other = b"\x89PNG\r\n\x1a\n"
    assert claim(cast, task, file(), file("照片.png", other)).status_code == 302
    rows = list(Evidence.objects.order_by("pk"))
    assert [(row.name, row.size) for row in rows] == [("证明.pdf", 14), ("照片.png", 8)]
    assert {path.relative_to(store).as_posix() for path in kept(store)} == {
        row.path for row in rows
    }
    for row, content in zip(rows, (PDF, other), strict=True):
        assert row.path.startswith("evidence/")
        assert "." not in row.path
        assert row.sha256 == hashlib.sha256(content).hexdigest()
        assert (row.unit, row.by) == (cast.units["QP-D02"], cast.users["lead_head"])
    record = Record.objects.get(kind="task", step="claim")
    assert record.told["data"]["evidence"] == [row.sha256 for row in rows]


def test_the_files_stand_outside_what_the_web_server_gives_out(settings: Any, store: Path) -> None:
    static = Path(settings.STATIC_ROOT)
    assert not store.is_relative_to(static)
    assert not getattr(settings, "MEDIA_URL", "").strip("/")


def test_a_claim_without_a_file_is_refused_and_keeps_what_was_typed(
    cast: Cast, task: Task, store: Path
) -> None:
    answer = claim(cast, task, result="指标全部完成")
    assert answer.status_code == 409
    assert "指标全部完成" in answer.content.decode()
    assert kept(store) == []


@pytest.mark.parametrize(
    ("name", "content"), [("证明.pdf", b"MZ\x90"), ("脚本.html", b"<html>"), ("证明.pdf", b"")]
)
def test_a_claim_with_a_bad_file_is_not_taken(
    cast: Cast, task: Task, store: Path, name: str, content: bytes
) -> None:
    answer = claim(cast, task, file(), file(name, content))
    assert answer.status_code == 422
    assert "evidence" in answer.context["form"].errors
    assert not Evidence.objects.exists()
    assert kept(store) == []
    task.refresh_from_db()
    assert task.state == "in_progress"


def test_the_files_of_one_act_have_a_limit_together(
    cast: Cast, task: Task, store: Path, settings: Any
) -> None:
    settings.EVIDENCE_ACT_MAX_BYTES = 20
    answer = claim(cast, task, file(), file("二.pdf"))
    assert answer.status_code == 422
    assert kept(store) == []


def test_a_refused_claim_leaves_no_file(cast: Cast, task: Task, store: Path) -> None:
    stale = claim(cast, task, file(), version=task.version - 1)
    handler = claim(cast, task, file(), who="lead")
    outsider = claim(cast, task, file(), who="outsider_head")
    assert [answer.status_code for answer in (stale, handler, outsider)] == [412, 403, 403]
    assert kept(store) == []
    assert not Evidence.objects.exists()


def test_a_claim_sent_again_keeps_one_file(cast: Cast, task: Task, store: Path) -> None:
    client, key = signed_in(cast, "lead_head"), str(uuid4())
    url = step_url(task, "claim")
    answers = [
        client.post(
            url,
            {
                "version": task.version,
                "key": key,
                "grade": "A",
                "result": "已完成",
                "evidence": [file()],
            },
        )
        for _ in range(3)
    ]
    assert {(each.status_code, each.headers["Location"]) for each in answers} == {
        (302, reverse("web:task", args=[task.pk]))
    }
    assert Evidence.objects.count() == 1
    assert [path.relative_to(store).as_posix() for path in kept(store)] == [
        Evidence.objects.get().path
    ]


def test_a_file_is_given_to_insiders_only_and_never_shown_inline(cast: Cast, task: Task) -> None:
    claim(cast, task, file("证明材料.pdf"))
    url = reverse("web:evidence", args=[Evidence.objects.get().pk])
    other = make_other_body()
    for who in ("lead", "helper", "coordinator", "supervisor", "leader"):
        answer = signed_in(cast, who).get(url)
        assert b"".join(answer.streaming_content) == PDF, who
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
    for who in ("proposed", "outsider", "outsider_head", "tax_head"):
        assert signed_in(cast, who).get(url).status_code == 404, who
    for who in other.users:
        assert signed_in(other, who).get(url).status_code == 404, who


def test_a_file_that_was_lost_does_not_exist(cast: Cast, task: Task, store: Path) -> None:
    claim(cast, task, file())
    for path in kept(store):
        path.unlink()
    url = reverse("web:evidence", args=[Evidence.objects.get().pk])
    assert signed_in(cast, "lead").get(url).status_code == 404
