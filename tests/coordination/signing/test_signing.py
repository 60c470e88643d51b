"""The head's signature: the handler prepares any step that the head signs; signing takes it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coordination.progress.models import Evidence
from coordination.signing import actions as signing
from coordination.signing.models import Prepared
from coordination.web.nouns import page_of, step_url
from tests.browse import send, signed_in, words_of
from tests.cast import Cast, make_task
from tests.coordination import scenes
from tests.coordination.signing.forms import contest_form, fields, prepare
from tests.coordination.test_double_submit import SCENES
from tests.part_stages import finish_parts
from tests.stages import task_in
from workflow import clock
from workflow.models import Record

SIGNED = [
    name
    for name in SCENES
    if name[1]
    in {
        "contest",
        "claim",
        "ask_extension",
        "consent_transfer",
        "withdraw",
        "state",
        "answer",
    }
]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.mark.parametrize(("kind", "step"), SIGNED)
def test_each_step_that_the_head_signs_is_prepared_and_signed(
    cast: Cast, kind: str, step: str
) -> None:
    who, subject, data = SCENES[kind, step](cast)
    preparer = who.removesuffix("_head")
    handler, head = signed_in(cast, preparer), signed_in(cast, who)
    before = Record.objects.count()
    answer = prepare(handler, subject, step, data)
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(subject))
    subject.refresh_from_db()
    assert Record.objects.count() == before
    assert Prepared.objects.get().by == cast.users[preparer]
    assert step_url(subject, step) in head.get("/").content.decode()
    url = step_url(subject, step)
    signed = head.post(url, fields(head, url))
    assert signed.status_code == 302, words_of(signed)
    made = Record.objects.filter(step=step, actor=who).latest("pk")
    assert made.told["prepared_by"] == preparer
    assert made.unit == cast[who].unit
    assert not Prepared.objects.exists()
    if step == "claim":
        kept = Evidence.objects.get()
        assert default_storage.exists(kept.path)
    page = head.get(page_of(subject))
    assert f"由{preparer}经办" in words_of(page)


def test_the_handler_is_offered_to_prepare_and_nothing_is_refused_to_him(cast: Cast) -> None:
    task = make_task(cast)
    page = words_of(signed_in(cast, "lead").get(page_of(task)))
    for label in ("提出异议", "申请延期"):
        assert f"拟办并提交签发：{label}" in page
    assert "拟办并提交签发：报完成" not in page
    form = words_of(signed_in(cast, "lead").get(step_url(task, "contest")))
    assert "提交负责人签发" in form


def test_the_step_itself_stays_refused_to_the_handler(cast: Cast) -> None:
    task = make_task(cast)
    refused = send(signed_in(cast, "lead"), task, "contest", **contest_form(cast))
    assert refused.status_code == 403
    assert refused.context["rules"] == ["head_signs"]
    assert not Prepared.objects.exists()


def test_what_not_even_the_head_could_do_is_not_prepared(cast: Cast) -> None:
    task = make_task(cast)
    client = signed_in(cast, "lead")
    assert client.get(step_url(task, "claim")).status_code == 409
    refused = send(client, task, "claim", grade="A", result="已完成", prepare="1")
    assert refused.status_code == 409
    assert not Prepared.objects.exists()
    stale = client.post(
        step_url(task, "contest"),
        {**contest_form(cast), "prepare": "1", "version": "1", "key": str(uuid4())},
    )
    assert stale.status_code == 412
    assert "不属本单位" in words_of(stale)


@pytest.mark.parametrize("who", ["helper", "helper_head", "outsider", "coordinator", "leader"])
def test_nobody_outside_the_unit_sees_or_touches_it(cast: Cast, who: str) -> None:
    task = make_task(cast)
    prepare(signed_in(cast, "lead"), task, "contest", contest_form(cast))
    prepared, client = Prepared.objects.get(), signed_in(cast, who)
    for name in ("withdraw_prepared", "send_back"):
        answer = client.post(reverse(f"web:{name}", args=[prepared.pk]), {"remark": "x"})
        assert answer.status_code == 404
    for url in (reverse("web:unsigned"), page_of(task), "/", step_url(task, "contest")):
        assert "不属本单位" not in client.get(url).content.decode()
    assert Prepared.objects.filter(remark="").exists()


def test_the_head_changes_it_before_signing(cast: Cast) -> None:
    task = make_task(cast)
    prepare(signed_in(cast, "lead"), task, "contest", contest_form(cast))
    head, url = signed_in(cast, "lead_head"), step_url(task, "contest")
    assert head.post(url, {**fields(head, url), "facts": "负责人改定"}).status_code == 302
    assert task.disputes.get().facts == "负责人改定"


def test_the_head_sends_it_back_and_the_handler_replaces_it(cast: Cast) -> None:
    task = make_task(cast)
    handler, head = signed_in(cast, "lead"), signed_in(cast, "lead_head")
    prepare(handler, task, "contest", contest_form(cast))
    url = reverse("web:send_back", args=[Prepared.objects.get().pk])
    assert handler.post(url, {"remark": "x"}).status_code == 403
    head.post(url, {"remark": ""})
    assert Prepared.objects.get().remark == ""
    assert head.post(url, {"remark": "依据不足"}).status_code == 302
    assert "依据不足" in words_of(handler.get(reverse("web:unsigned")))
    assert step_url(task, "contest") in handler.get("/").content.decode()
    assert step_url(task, "contest") not in head.get("/").content.decode()
    prepare(handler, task, "contest", {"basis": "三定规定第五条"})
    again = Prepared.objects.get()
    assert (again.remark, again.data["basis"]) == ("", ["三定规定第五条"])
    assert again.data["facts"] == ["不属本单位"]


def test_files_stay_with_what_replaces_it_and_go_with_what_is_withdrawn(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    task.refresh_from_db()
    handler = signed_in(cast, "lead")
    claim = {"grade": "A", "result": "全部完成", "evidence": "证明.pdf"}
    prepare(handler, task, "claim", claim)
    path = Prepared.objects.get().files.get().path
    with django_capture_on_commit_callbacks(execute=True):
        prepare(handler, task, "claim", {"grade": "B"})
    assert Prepared.objects.get().files.get().path == path
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        prepare(handler, task, "claim", {"evidence": "新证明.pdf"})
    assert not default_storage.exists(path)
    path = Prepared.objects.get().files.get().path
    with django_capture_on_commit_callbacks(execute=True):
        handler.post(reverse("web:withdraw_prepared", args=[Prepared.objects.get().pk]))
    assert not default_storage.exists(path)
    assert not Prepared.objects.exists()
    assert not Evidence.objects.exists()


def test_what_nobody_signs_is_discarded_in_the_end(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    task.refresh_from_db()
    handler = signed_in(cast, "lead")
    prepare(handler, task, "claim", {"grade": "A", "result": "完成", "evidence": "a.pdf"})
    path = Prepared.objects.get().files.get().path
    later = clock.now() + timedelta(days=settings.PREPARED_KEEP_DAYS + 1)
    with clock.at(later), django_capture_on_commit_callbacks(execute=True):
        form = {"new_due": "2027-01-31", "reason": "r", "percent": 1}
        prepare(handler, task, "ask_extension", form)
    assert Prepared.objects.get().step == "ask_extension"
    assert not default_storage.exists(path)


def test_a_bad_file_is_not_prepared(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    task.refresh_from_db()
    client, url = signed_in(cast, "lead"), step_url(task, "claim")
    form = {**fields(client, url), "grade": "A", "result": "完成", "prepare": "1"}
    answer = client.post(url, form | {"evidence": [SimpleUploadedFile("a.exe", b"MZ")]})
    assert answer.status_code == 422
    assert not Prepared.objects.exists()


def test_the_list_costs_no_more_for_many_than_for_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    from tests.coordination.web.conftest import counted  # noqa: PLC0415

    def more(count: int) -> None:
        for number in range(count):
            task = make_task(cast, title=f"计划{Prepared.objects.count()}-{number}")
            signing.prepare(
                task,
                "contest",
                actor=cast["lead"],
                version=task.version,
                data={"facts": ["x"]},
                uploads={"evidence": [SimpleUploadedFile("a.txt", b"x")]},
            )

    client = signed_in(cast, "lead_head")
    more(1)
    one = [counted(client, url) for url in ("/", reverse("web:unsigned"))]
    more(29)
    desk, unsigned = (counted(client, url) for url in ("/", reverse("web:unsigned")))
    assert desk <= one[0]  # a desk that is full does not look up what it would not show
    assert unsigned == one[1]


def test_scenes_of_the_head_are_all_here() -> None:
    assert len(SIGNED) == 8
    assert scenes.consenting
