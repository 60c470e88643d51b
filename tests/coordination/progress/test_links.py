"""Evidence as it is added and retracted: files, and links that nobody fetches."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from coordination.progress.evidence import add_evidence, retract_evidence
from coordination.progress.models import Evidence
from coordination.reports.invariants import findings
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Task
from tests.browse import send, signed_in
from tests.case_stages import contest
from tests.cast import Cast, make_other_body, make_task
from tests.conftest import MONDAY
from tests.part_stages import finish_parts
from tests.stages import PROOF, claim, task_in, withdraw_claim
from workflow import clock
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.guards import install
from workflow.models import Record

PAGE = "https://www.example.gov.cn/公示?id=1"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def task(cast: Cast) -> Task:
    return task_in(cast, "in_progress")


def add(cast: Cast, task: Task, who: str = "lead", **more: Any) -> Evidence:
    add_evidence(task, actor=cast[who], **({"url": PAGE, "title": "公示页面"} | more))
    return Evidence.objects.latest("pk")


def retract(cast: Cast, evidence: Evidence, who: str = "lead") -> None:
    retract_evidence(evidence, actor=cast[who], version=evidence.version, reason="版本有误")


def test_a_link_is_kept_as_it_is_written(cast: Cast, task: Task) -> None:
    kept = add(cast, task)
    assert (kept.name, kept.url, kept.path, kept.size) == ("公示页面", PAGE, "", 0)
    assert add(cast, task, title="").name == PAGE
    record = Record.objects.get(kind="evidence", subject_id=kept.pk)
    assert record.told["changes"]["url"] == [None, PAGE]
    version = task.version
    task.refresh_from_db()
    assert task.version == version
    assert list(findings()) == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.gov.cn/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//example.gov.cn",
        "example.gov.cn",
        "https://",
        "data:text/html,x",
        "https://li:secret@example.gov.cn/",
        "https://example.gov.cn/" + "a" * 500,
        "https://example.gov.cn/\n<script>",
    ],
)
def test_what_is_no_address_of_a_page_is_invalid(cast: Cast, task: Task, url: str) -> None:
    answer = send(signed_in(cast, "lead"), task, "add_evidence", url=url)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"url"}
    assert not Evidence.objects.exists()


def test_nothing_at_all_is_no_evidence(cast: Cast, task: Task) -> None:
    answer = send(signed_in(cast, "lead"), task, "add_evidence", title="只有说明")
    assert answer.status_code == 409
    assert "请选择文件，或者填写网页地址" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_file_and_a_link_for_an_indicator(cast: Cast, task: Task) -> None:
    shown = Indicator.objects.create(task=task, text="新增企业", measure="家")
    file = SimpleUploadedFile("证明.pdf", b"%PDF-1.7")
    client = signed_in(cast, "helper")
    sent = {"evidence": [file], "url": PAGE, "indicator": shown.pk}
    assert send(client, task, "add_evidence", **sent).status_code == 302
    assert [each.name for each in shown.evidence.order_by("pk")] == ["证明.pdf", PAGE]
    page = client.get(f"/tasks/{task.pk}/").content.decode()
    assert 'rel="noopener noreferrer' in page
    assert "打开外部网站" in page
    link = shown.evidence.get(path="")
    for address in (f"/evidence/{link.pk}/", f"/api/v1/evidence/{link.pk}/content/"):
        assert client.get(address).status_code in (401, 404)


def test_an_indicator_of_another_task_is_refused(cast: Cast, task: Task) -> None:
    other = Indicator.objects.create(task=make_task(cast, title="要点二"), text="x", measure="家")
    with pytest.raises(Unmet) as refused:
        add(cast, task, indicator=other)
    assert refused.value.verdicts[0].code == "own_indicator"
    sent = {"url": PAGE, "indicator": other.pk}
    assert send(signed_in(cast, "lead"), task, "add_evidence", **sent).status_code == 422


def test_who_adds_and_when(cast: Cast, task: Task) -> None:
    for who in ("outsider", "proposed_head", "supervisor", "leader", "coordinator"):
        with pytest.raises(NotAllowed):
            add(cast, task, who)
    for state in ("draft", "assigned", "completed", "verified", "cancelled", "suspended"):
        with pytest.raises(WrongState):
            add(cast, task_in(cast, state, state))
    contest(cast, task)
    assert add(cast, task, "helper").unit == cast.units["QP-D21"]
    assert add(cast, task_in(cast, "accepted", "要点二")).pk


def test_evidence_is_retracted_by_its_unit_and_stays_in_the_store(
    cast: Cast, task: Task, store: Path
) -> None:
    file = SimpleUploadedFile("证明.pdf", b"%PDF-1.7")
    client = signed_in(cast, "lead")
    send(client, task, "add_evidence", evidence=[file])
    kept = Evidence.objects.get()
    for who in ("helper", "supervisor", "coordinator", "leader"):
        with pytest.raises(NotAllowed):
            retract(cast, kept, who)
    assert (
        send(signed_in(cast, "outsider"), kept, "retract_evidence", reason="x").status_code == 404
    )
    assert send(client, kept, "retract_evidence", reason="版本有误").status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.version) == ("retracted", 2)
    assert (store / kept.path).exists()
    assert "已撤回" in client.get(f"/tasks/{task.pk}/").content.decode()
    with pytest.raises(WrongState):
        retract(cast, kept)
    kept.version = 1
    with pytest.raises(Stale):
        retract(cast, kept)
    assert list(findings()) == []


def test_what_a_claim_rests_on_is_not_retracted_even_when_it_is_withdrawn(
    cast: Cast, task: Task
) -> None:
    kept = add(cast, task)
    finish_parts(cast, task)
    claim(cast, task)
    task.refresh_from_db()
    for _state in ("completed", "in_progress"):
        with pytest.raises(Unmet) as refused:
            retract(cast, kept)
        assert refused.value.verdicts[0].code == "evidence_claimed"
        if task.state == "completed":
            withdraw_claim(cast, task)
            task.refresh_from_db()
    with clock.at(MONDAY + timedelta(hours=1)):
        retract(cast, add(cast, task))


def test_while_disputed_nothing_is_retracted(cast: Cast, task: Task) -> None:
    kept = add(cast, task)
    contest(cast, task)
    with pytest.raises(Unmet) as refused:
        retract(cast, kept)
    assert refused.value.verdicts[0].code == "evidence_frozen"


def test_retracted_evidence_carries_no_claim(cast: Cast, task: Task) -> None:
    required = Indicator.objects.create(
        task=task, text="新增企业", measure="家", proof_required=True
    )
    retract(cast, add(cast, task, indicator=required))
    finish_parts(cast, task)
    answer = send(signed_in(cast, "lead_head"), task, "claim", grade="A", result="完成")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "尚未提供：新增企业" in page
    assert "至少上传一份" in page


def test_the_bytes_are_read_by_insiders_only_and_a_link_has_none(cast: Cast, task: Task) -> None:
    link = add(cast, task)
    other = make_other_body()
    for body, who in ((cast, "lead"), (cast, "outsider"), (other, "stranger")):
        assert signed_in(body, who).get(f"/evidence/{link.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "长" * 121),
        ("path", "p" * 81),
        ("sha256", "0" * 65),
        ("url", PAGE),
        ("path", ""),
    ],
)
def test_the_database_holds_evidence_to_its_limits(
    cast: Cast, task: Task, column: str, value: str
) -> None:
    add(cast, task, url="", files=[PROOF])
    with install.lifted(), connection.cursor() as cursor:  # noqa: SIM117 - the error is the point
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"UPDATE coordination_evidence SET {column} = %s", [value])
