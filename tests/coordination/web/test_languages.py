"""Chinese by default with nothing left in English, and complete in English."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from coordination.notifications.topics import TOPICS
from coordination.steps import STEPS
from coordination.tasks.states import CooperationState, TaskState
from coordination.units.models import Unit
from coordination.web.nouns import step_url
from tests.browse import send, signed_in, words_of
from tests.case_stages import both_state, contest, settle, slot_of
from tests.cast import Cast, make_plan, make_task
from tests.part_stages import finish_parts
from tests.stages import report, task_in
from workflow import outbox
from workflow.lifecycle import states_of, steps_of, subjects

pytestmark = pytest.mark.once

# Words that stand in Latin letters on Chinese pages too.
LATIN = set("Zongheng English Excel Enter PDF OFD Word WPS zip xlsx csv AGPL MB http https".split())
DATA = ["要点", "任务", "证明.pdf", "上海市青浦区", "分三步", "已开工", "事实", "三定规定", "意见"]
DATA += [
    "改革任务",
    "建议",
    "甲任务",
    "区物价局",
    "表.csv",
    "联系人李",
    "李",
    "序号",
    "牵头单位",
    "已配合",
    "已完成",
    "摸底",
    "完成",
]
BRAND = ["纵横", "中文"]
TABLE = "序号,任务,牵头单位\n1,甲任务,区物价局\n"
STATES = {
    "draft": "拟订",
    "assigned": "已交办·待签收",
    "accepted": "已签收",
    "in_progress": "推进中",
    "disputed": "争议中",
    "completed": "已报完成·待核查",
    "verified": "已核查·销号",
    "suspended": "暂缓（挂账）",
    "cancelled": "已撤销",
    "divided": "已分解",
}
PARTS = {
    "draft": "拟订",
    "pending": "待签收",
    "accepted": "已确认",
    "contested": "有异议",
    "done": "已配合",
    "released": "已解除",
}


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def shown(cast: Cast, language: str) -> Iterator[tuple[str, Any]]:
    """Every kind of page with something on it, each under its name."""
    clients: dict[str, Client] = {}
    for who in ("lead_head", "helper", "coordinator", "supervisor", "leader"):
        clients[who] = signed_in(cast, who)
        clients[who].post(reverse("set_language"), {"language": language})
    anonymous = Client()
    anonymous.post(reverse("set_language"), {"language": language})
    yield "login", anonymous.get(reverse("web:login"))
    yield "failed", anonymous.post(reverse("web:login"), {"username": "x", "password": "y"})

    busy = task_in(cast, "in_progress", title="要点1")
    report(cast, busy)
    finish_parts(cast, busy)
    open_case = contest(cast, make_task(cast, title="要点2"))
    closed_case = contest(cast, make_task(cast, title="要点3"))
    settle(cast, closed_case)
    consulting = contest(cast, make_task(cast, title="要点5"))
    both_state(cast, consulting)
    claimed = task_in(cast, "completed", title="要点6")
    fresh = make_task(cast, title="要点4")
    draft = make_plan(cast, 2, issued=False, title="要点7", lead=None)
    outbox.drain()
    for who, client in clients.items():
        for name in ("desk", "plans", "disputes", "notices"):
            yield f"{name} of {who}", client.get(reverse(f"web:{name}"))
    for task in (busy, open_case.task, closed_case.task, claimed, fresh):
        for who, client in clients.items():
            yield f"task for {who}", client.get(reverse("web:task", args=[task.pk]))
    for case in (open_case, closed_case, consulting):
        for who in ("lead_head", "coordinator", "leader"):
            yield f"case for {who}", clients[who].get(reverse("web:dispute", args=[case.pk]))
    coordinator, lead = clients["coordinator"], clients["lead_head"]
    yield "draft plan", coordinator.get(reverse("web:plan", args=[draft.pk]))
    yield "plan", coordinator.get(reverse("web:plan", args=[fresh.plan_id]))
    yield "filter", coordinator.get(reverse("web:plan", args=[draft.pk]) + "?q=z")
    yield "new plan", coordinator.get(reverse("web:new_plan"))
    yield "bad plan", coordinator.post(reverse("web:new_plan"), {"year": "x"})
    url = reverse("web:import", args=[draft.pk])
    yield "import", coordinator.get(url)
    yield "bad file", coordinator.post(url, {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})
    good = coordinator.post(url, {"file": SimpleUploadedFile("表.csv", TABLE.encode())})
    yield "preview", coordinator.get(good.headers["Location"])
    for subject, client in [
        (busy, lead),
        (fresh, lead),
        (fresh, clients["helper"]),
        (claimed, clients["supervisor"]),
        (fresh.cooperations.get(), clients["helper"]),
        (consulting, coordinator),
        (open_case, lead),
        (slot_of(open_case, "QP-D02"), lead),
        (draft, coordinator),
        (draft.tasks.all()[0], coordinator),
    ]:
        for step in STEPS[subject.kind]:
            yield f"{subject.kind} {step}", client.get(step_url(subject, step))
    yield "empty form", send(lead, fresh, "accept", contact="")
    yield "stale", send(lead, fresh, "accept", contact="联系人李", version=1)
    yield "not mine", send(clients["helper"], fresh, "accept", contact="联系人李")
    yield "too early", send(lead, fresh, "start", breakdown="分三步")
    yield "issue", send(coordinator, draft, "issue")
    yield "not there", lead.get(reverse("web:task", args=[10**9]))
    done = send(lead, fresh, "accept", contact="联系人李", key=str(uuid4()))
    yield "done", lead.get(done.headers["Location"])


def data_words() -> list[str]:
    units = Unit.objects.values_list("name", "short_name")
    known = {word for pair in units for word in pair} | set(DATA) | set(BRAND)
    return sorted(known, key=len, reverse=True)


def without(words: str, known: list[str]) -> str:
    for word in known:
        words = words.replace(word, " ")
    return words


def test_pages_in_chinese_hold_no_english_word(cast: Cast) -> None:
    people = set(cast.users)
    found: dict[str, set[str]] = {}
    for name, response in shown(cast, "zh-hans"):
        text = re.sub(r"[\w./-]+\.(?:csv|pdf|xlsx)\b", " ", words_of(response))
        left = set(re.findall(r"[A-Za-z_]{2,}", text)) - LATIN - people
        if left:
            found[name] = left
    assert found == {}


def test_pages_in_english_hold_no_chinese_word_but_data(cast: Cast) -> None:
    found: dict[str, set[str]] = {}
    for name, response in shown(cast, "en"):
        left = set(re.findall(r"[一-鿿]+", without(words_of(response), data_words())))
        if left:
            found[name] = left
    assert found == {}


def test_the_language_chosen_stays_and_is_named_in_the_page(client: Client, cast: Cast) -> None:
    url = reverse("web:login")
    assert '<html lang="zh-Hans"' in client.get(url).content.decode()
    client.post(reverse("set_language"), {"language": "en"})
    assert '<html lang="en"' in client.get(url).content.decode()
    client.post(reverse("set_language"), {"language": "zh-hans"})
    assert '<html lang="zh-Hans"' in client.get(url).content.decode()
    client.post(reverse("set_language"), {"language": "xx"})
    assert '<html lang="zh-Hans"' in client.get(url).content.decode()


def test_states_bear_the_words_of_the_specification() -> None:
    with translation.override("zh-hans"):
        assert {state.value: str(state.label) for state in TaskState} == STATES
        assert {state.value: str(state.label) for state in CooperationState} == PARTS


def test_every_word_of_the_lifecycles_is_chinese() -> None:
    with translation.override("zh-hans"):
        words = [str(topic.words) for topic in TOPICS.values()]
        for model in subjects():
            if model.__module__.startswith("coordination"):
                words += [str(label) for label in states_of(model).values()]
                words += [str(step.label) for step in steps_of(model).values()]
                words += [str(made.label) for made in model.creations]
        assert [word for word in words if re.search(r"[A-Za-z]", word)] == []
