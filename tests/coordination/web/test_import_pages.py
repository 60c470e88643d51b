"""Importing by the pages: bad files are told with their place, the preview shows the source."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coordination.plans.actions import draft_plan
from coordination.plans.models import Plan
from coordination.tasks.actions import assign_lead, issue_plan
from coordination.tasks.models import Task
from coordination.units.grants import appoint
from coordination.units.models import Unit, UnitName, User
from coordination.units.states import Duty
from tests.architecture.test_files import ROOT
from tests.browse import signed_in, words_of
from tests.cast import PASSWORD, SINCE, Cast, make_other_body
from workflow.models import Record

SAMPLES = ROOT / "tests" / "samples"
DIRTY = (SAMPLES / "task-table-dirty.xlsx").read_bytes()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = "序号,任务,牵头单位,配合单位,完成时限\n1,甲任务,区发展改革委,区市场监管局,12月底\n"
TABLE += "2,乙任务,区物价局,区卫生健康委、区粮食局,9月30日\n"


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return draft_plan(cast.body, actor=cast["coordinator"], title="要点", year=2026)


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast, "coordinator")


def upload(client: Client, plan: Plan, name: str, data: bytes) -> Any:
    url = reverse("web:import", args=[plan.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def preview_of(client: Client, plan: Plan, data: bytes = b"", name: str = "表.csv") -> str:
    data = data or TABLE.encode()
    answer = upload(client, plan, name, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.headers["Location"])


def hidden(client: Client, url: str) -> dict[str, str]:
    context = client.get(url).context
    return {"version": str(context["plan"].version), "key": str(context["key"])}


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 1024**2))
    return file.getvalue()


BAD = {
    "empty": ("表.csv", b"", "空"),
    "blank": ("表.csv", b" \r\n \r\n", "文件为空"),
    "a picture named xlsx": ("表.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "不是 Excel 工作簿"),
    "a workbook named csv": ("表.csv", DIRTY, "不是 CSV"),
    "an old workbook": ("表.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "旧版 .xls"),
    "a zip that is no workbook": ("表.xlsx", b"PK\x03\x04" + b"0" * 99, "请打开后另存为"),
    "a web page": ("表.csv", "<html><table>任务".encode(), "不是 CSV"),
    "a document": ("表.docx", b"PK\x03\x04", "只能读取 .xlsx 和 .csv"),
    "macros": ("表.xlsm", DIRTY, "宏"),
    "a bomb": ("表.xlsx", bomb(), "压缩比超过 100 倍"),
    "no header": ("表.csv", "甲,乙\n1,2\n".encode(), "未找到表头"),
    "no lead column": ("表.csv", "序号,任务,完成时限\n1,甲,12月底\n".encode(), "牵头单位列"),
    "too many columns": (
        "表.csv",
        ("a," * 70 + "a\n").encode(),
        "超过 60 列。（第 1 行，第 71 列",
    ),
    "too many rows": ("表.csv", TABLE.encode() + b"x\n" * 10_001, "超过 10000 行。（第 10001 行）"),
    "a cell without end": (
        "表.csv",
        TABLE.encode() + ("3," + "长" * 40_000 + ",区审计局,,\n").encode(),
        "超过 32767 个字符。（第 4 行，第 2 列）",
    ),
    "no encoding": ("表.csv", b"\xff\xff\xfe\x80\x81" * 50, "无法识别文件编码"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_told_in_one_message_and_nothing_is_written(
    client: Client, plan: Plan, kind: str, tmp_path: Path
) -> None:
    name, data, message = BAD[kind]
    records = Record.objects.count()
    answer = upload(client, plan, name, data)
    assert answer.status_code == 422
    errors = answer.context["form"].errors["file"]
    assert len(errors) == 1
    assert message in errors[0]
    assert message in words_of(answer)
    assert not Task.objects.exists()
    assert Record.objects.count() == records
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert client.get(reverse("web:plan", args=[plan.pk])).status_code == 200


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    client: Client, plan: Plan, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IMPORT_MAX_BYTES = 1024**2
    monkeypatch.setattr("coordination.web.import_pages.read_table", lambda *_a: pytest.fail("read"))
    answer = upload(client, plan, "表.csv", b"x" * (1024**2 + 1))
    assert answer.status_code == 422
    assert "文件超过 1 MB" in answer.context["form"].errors["file"][0]


def test_without_a_file_the_form_says_so(client: Client, plan: Plan) -> None:
    answer = client.post(reverse("web:import", args=[plan.pk]), {})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_of_offices(
    client: Client, plan: Plan, encoding: str
) -> None:
    url = preview_of(client, plan, TABLE.encode(encoding))
    titles = [row["task"].title for row in client.get(url).context["rows"]]
    assert titles == ["甲任务", "乙任务"]


def test_the_preview_shows_each_field_beside_its_source(client: Client, plan: Plan) -> None:
    url = preview_of(client, plan, DIRTY, "表.xlsx")
    page = client.get(url)
    assert page.status_code == 200
    assert len(page.context["rows"]) == 12
    words = words_of(page)
    for row in page.context["rows"]:
        assert re.search(rf"行 {row['task'].source.row}\b", words)
        for heading, text in row["task"].cells:
            assert heading in words
            assert not text.strip() or text.split()[0] in words
    assert not Task.objects.exists()


def test_unknown_units_are_asked_for_and_taken_as_chosen(
    cast: Cast, client: Client, plan: Plan
) -> None:
    url = preview_of(client, plan)
    form = client.get(url).context["form"]
    assert form.names == ["区物价局", "区粮食局"]
    assert set(form.fields) == {"unit0", "unit1"}
    audit = str(cast.units["QP-D20"].pk)
    answer = client.post(url, {**hidden(client, url), "unit0": audit, "unit1": "create"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/plans/{plan.pk}/")
    first, second = Task.objects.order_by("position")
    assert (first.lead, second.lead) == (cast.units["QP-D02"], cast.units["QP-D20"])
    helpers = {str(part.unit) for part in second.cooperations.all()}
    assert helpers == {"区卫生健康委", "区粮食局"}
    assert UnitName.objects.get(name="区物价局").unit == cast.units["QP-D20"]


def test_a_choice_that_is_none_is_asked_for_again(client: Client, plan: Plan) -> None:
    url = preview_of(client, plan)
    for choice in ("", "fly", str(10**9)):
        answer = client.post(url, {**hidden(client, url), "unit0": choice, "unit1": "leave"})
        assert answer.status_code == 422
        assert "unit0" in answer.context["form"].errors
    assert not Task.objects.exists()


def test_a_unit_of_another_body_is_no_choice(client: Client, plan: Plan) -> None:
    other = make_other_body()
    url = preview_of(client, plan)
    choice = str(other.units["GZ-01"].pk)
    answer = client.post(url, {**hidden(client, url), "unit0": choice, "unit1": "leave"})
    assert answer.status_code == 422


@pytest.mark.parametrize("length", [40, 90])
def test_a_long_unknown_name_does_not_break_the_import(
    client: Client, plan: Plan, length: int
) -> None:
    name = "区" + "大" * (length - 2) + "办"
    table = TABLE.replace("区物价局", name)
    url = preview_of(client, plan, table.encode())
    data = {**hidden(client, url), "unit0": "create", "unit1": "leave"}
    answer = client.post(url, data)
    if length <= 60:
        assert answer.status_code == 302
        assert Unit.objects.filter(name=name).exists()
    else:
        assert answer.status_code == 422
        assert client.post(url, data | {"unit0": "leave"}).status_code == 302
    assert Task.objects.count() == 2


def test_the_same_form_again_and_the_same_file_again_add_nothing(
    client: Client, plan: Plan
) -> None:
    url = preview_of(client, plan)
    data = {**hidden(client, url), "unit0": "create", "unit1": "leave"}
    answers = [client.post(url, data) for _ in range(2)]
    assert {(each.status_code, each.headers["Location"]) for each in answers} == {
        (302, f"/plans/{plan.pk}/")
    }
    again = preview_of(client, plan)
    page = client.get(again)
    assert page.context["known"] == 2
    assert "已在要点中" in words_of(page)
    taken = client.post(again, {**hidden(client, again), "unit0": "leave"}, follow=True)
    assert "有 2 行已在要点中" in words_of(taken)
    assert Task.objects.count() == 2
    assert Record.objects.filter(kind="plan", step="take_in").count() == 2


def test_a_stale_preview_is_refused_with_the_reason(client: Client, plan: Plan) -> None:
    url = preview_of(client, plan)
    data = {**hidden(client, url), "unit0": "leave", "unit1": "leave"}
    assert client.post(url, data | {"key": str(uuid4()), "version": "7"}).status_code == 302
    assert not Task.objects.exists()
    for version in ("", "abc", "9" * 5000):
        answer = client.post(url, data | {"key": str(uuid4()), "version": version}, follow=True)
        assert answer.status_code == 200
    assert not Task.objects.exists()
    assert client.post(url, data).status_code == 302
    assert Task.objects.count() == 2


def test_nothing_is_applied_once_the_plan_is_issued(cast: Cast, client: Client, plan: Plan) -> None:
    url = preview_of(client, plan)
    data = {**hidden(client, url), "unit0": "leave", "unit1": "leave"}
    client.post(url, data)
    late = preview_of(client, plan, TABLE.replace("甲", "丙").encode())
    actor = cast["coordinator"]
    task = Task.objects.get(lead__isnull=True)
    assign_lead(task, actor=actor, version=1, lead=cast.units["QP-D20"])
    plan.refresh_from_db()
    issue_plan(plan, actor=actor, version=plan.version)
    for page in (late, url, reverse("web:import", args=[plan.pk])):
        assert client.get(page).status_code == 404
        assert client.post(page, data).status_code == 404
    assert Task.objects.count() == 2


def test_a_file_belongs_to_one_person_and_one_plan(cast: Cast, client: Client, plan: Plan) -> None:
    url = preview_of(client, plan)
    token = url.strip("/").split("/")[-1]
    other_plan = draft_plan(cast.body, actor=cast["coordinator"], title="另一要点", year=2026)
    assert client.get(reverse("web:preview", args=[other_plan.pk, token])).status_code == 404
    assert client.get(reverse("web:preview", args=[plan.pk, uuid4()])).status_code == 404
    colleague = User.objects.create_user("colleague", password=PASSWORD)
    cast.users["colleague"] = colleague
    appoint(colleague, cast.units["QP-D20"], Duty.COORDINATOR, SINCE)
    assert signed_in(cast, "colleague").get(url).status_code == 404
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("who", ["lead_head", "supervisor", "leader", "outsider"])
def test_only_drafters_reach_the_import(cast: Cast, plan: Plan, who: str) -> None:
    client = signed_in(cast, who)
    for url in (reverse("web:import", args=[plan.pk]), reverse("web:new_plan")):
        assert client.get(url).status_code == 404
        assert client.post(url, {"title": "新", "year": "2026"}).status_code == 404
    assert Plan.objects.count() == 1


def test_of_the_files_not_applied_the_last_three_are_kept(
    client: Client, plan: Plan, tmp_path: Path
) -> None:
    urls = [preview_of(client, plan) for _ in range(5)]
    assert [client.get(url).status_code for url in urls] == [404, 404, 200, 200, 200]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3


def test_a_cell_longer_than_a_task_may_hold_is_told_with_its_place(
    client: Client, plan: Plan
) -> None:
    table = f"序号,任务,具体内容,牵头单位\n1,甲任务,{'长' * 25_000},区发展改革委\n"
    answer = upload(client, plan, "表.csv", table.encode())
    assert answer.status_code == 422
    assert "超过 20000 个字符。（第 2 行）" in answer.context["form"].errors["file"][0]
