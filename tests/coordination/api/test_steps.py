"""Every step through the API: the same verb and the same refusals as on the page."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.api.acting import SOON_KEPT
from coordination.api.nouns import NOUNS
from coordination.steps import STEPS
from tests.cast import Cast, make_plan, make_task
from tests.coordination.api.conftest import Api, Caller
from tests.coordination.api.life import PLAN, whole_life
from tests.coordination.api.moves import PEOPLE, Move
from tests.coordination.api.stories import contest, pdf, settled_case
from tests.figures import size
from tests.stages import begun
from workflow import clock
from workflow.models import Record

KINDS = {plural: kind for plural, (kind, _visible) in NOUNS.items()}
FOREIGN = ("id", "state", "version", "head", "key", "lead_id", "unit", "actor", "resume_state", "x")
# What ``test_case_steps`` follows.
CASES = {("task", "contest")} | {
    (kind, step) for kind in ("dispute", "slot") for step in STEPS[kind]
}


def taken(caller: Api, move: Move, **headers: str) -> Any:
    if move.files:
        return caller.form(move.path, move.version(), move.form(), **headers)
    return caller.act(move.path, move.version(), move.body, **headers)


def test_every_step_of_the_table_and_its_answer(cast: Cast, api: Caller) -> None:
    callers = {name: api(name) for name in PEOPLE}
    seen = set()
    for move in whole_life(cast):
        offer = callers[move.who].get(move.path.replace("/steps/", "/offers/")).json()
        assert offer["allowed"], (move, offer)
        assert set(offer["fields"].get("required", [])) <= set(move.form())
        response = taken(callers[move.who], move)
        assert response.status_code == 200, (move, response.content)
        answer = response.json()
        assert response.headers["ETag"] == f'"{answer["version"]}"'
        now = callers[move.who].get(answer["url"].removeprefix("/api/v1/")).json()
        assert (now["version"], now["state"]) == (answer["version"], answer["state"])
        seen.add((KINDS[move.plural], move.step))
    assert seen | CASES == {(kind, step) for kind, table in STEPS.items() for step in table}


@pytest.mark.once
def test_each_step_is_refused_as_on_the_page(cast: Cast, api: Caller) -> None:
    callers = {name: api(name) for name in PEOPLE}
    pages = {name: signed_in(cast, name) for name in PEOPLE}
    compared, looked, part = 0, set(), size(4, full=1)
    for move in whole_life(cast):
        place = (move.plural, move.state())
        if place not in looked:
            looked.add(place)
            for number, name in enumerate(PEOPLE, len(looked)):
                # A part of the steps for each person in each state; all in the full proof.
                for step, action in list(STEPS[KINDS[move.plural]].items())[number % part :: part]:
                    asks = any(not f.widget.is_hidden for f in action.form.base_fields.values())
                    version = move.version() if asks else None
                    path = f"{move.plural}/{move.pk}/steps/{step}/"
                    ours = callers[name].act(path, version)
                    page = pages[name].post(
                        f"/{path}", {"key": str(uuid4()), "version": version or ""}
                    )
                    assert ours.status_code == page.status_code, (name, path)
                    if page.status_code in (403, 409):
                        codes = [rule["code"] for rule in ours.json()["rules"]]
                        assert codes == page.context["rules"], (name, path)
                    compared += 1
        assert taken(callers[move.who], move).status_code == 200
    assert compared * part > 1_000


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_unknown_and_read_only_fields_are_refused_by_every_step(cast: Cast, api: Caller) -> None:
    callers = {name: api(name) for name in PEOPLE}
    for move in whole_life(cast):
        before = Record.objects.count()
        own = STEPS[KINDS[move.plural]][move.step].form.base_fields
        extra = [name for name in FOREIGN if name not in own or name in ("key", "version")]
        for name in extra:
            added = Move(**{**move.__dict__, "body": {**move.body, name: "1"}})
            refused = taken(callers[move.who], added)
            assert refused.status_code == 422, (move, name)
            assert set(refused.json()["errors"]) == {name}
        assert Record.objects.count() == before
        assert taken(callers[move.who], move).status_code == 200


def problem(response: Any) -> tuple[int, str]:
    assert response.headers["Content-Type"] == "application/problem+json"
    content = response.json()
    assert content["status"] == response.status_code
    assert content["type"].endswith(content["code"])
    return response.status_code, content["code"]


def test_the_order_of_refusals(cast: Cast, api: Caller, client: Client) -> None:
    task = make_task(cast)
    draft = make_task(cast, issued=False, title="另")
    path, start = f"tasks/{task.pk}/steps/accept/", f"tasks/{task.pk}/steps/start/"
    bare = client.post(f"/api/v1/{path}")
    assert problem(bare) == (401, "unauthenticated")
    assert bare.headers["WWW-Authenticate"].startswith("Bearer")
    outsider, lead, head = api("outsider"), api("lead"), api("lead_head")
    unseen = outsider.act(f"tasks/{draft.pk}/steps/accept/", 99, {"x": 1})
    assert problem(unseen) == (404, "not_found")
    assert problem(lead.act(f"tasks/{task.pk}/steps/fly/", 99)) == (404, "not_found")
    assert problem(outsider.act(path, None, {"x": 1})) == (403, "not_allowed")
    assert problem(lead.act(path, None, {"x": 1})) == (428, "precondition_required")
    assert problem(lead.act(path, 1, {"x": 1})) == (412, "stale_version")
    assert problem(lead.act(start, 2, {"x": 1})) == (409, "illegal_transition")
    assert problem(lead.act(path, 2, {"x": 1})) == (422, "invalid")
    assert problem(lead.client.put(f"/api/v1/{path}")) == (405, "method_not_allowed")
    assert problem(lead.act(path, 2, b"{")) == (422, "invalid")
    foreign = lead.client.post(
        f"/api/v1/{path}", b"x", content_type="text/plain", headers=lead.headers
    )
    assert problem(foreign) == (415, "unsupported_media_type")
    other = cast.units["QP-D17"].pk
    grounds = {"ground": "duty", "facts": "事实", "basis": "三定", "proposed": other}
    with clock.at(clock.now().replace(month=6)):
        late = head.act(f"tasks/{task.pk}/steps/contest/", 2, grounds)
    assert problem(late) == (409, "unmet_conditions")
    assert [rule["code"] for rule in late.json()["rules"]] == ["contest_window"]


def test_all_unmet_conditions_are_named(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    lead, head = api("lead"), api("lead_head")
    assert lead.act(f"tasks/{task.pk}/steps/accept/", 2, {"contact": "李"}).status_code == 200
    plan = {**PLAN, "milestones": [{"title": "完成", "due_on": "2026-12-31"}]}
    assert lead.act(f"tasks/{task.pk}/steps/start/", 3, plan).status_code == 200
    refused = head.act(f"tasks/{task.pk}/steps/claim/", 4, {"grade": "A", "result": "x"})
    assert problem(refused) == (409, "unmet_conditions")
    assert [rule["code"] for rule in refused.json()["rules"]] == ["evidence", "parts_done"]


def test_a_stale_version_is_answered_with_the_newer_facts(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    lead = api("lead")
    path = f"tasks/{task.pk}/steps/accept/"
    assert lead.act(path, 2, {"contact": "李"}).status_code == 200
    stale = lead.act(path, 2, {"contact": "王"})
    assert problem(stale) == (412, "stale_version")
    assert stale.headers["ETag"] == '"3"'
    told = stale.json()
    assert told["current"]["state"] == "accepted"
    assert [line["step"] for line in told["meanwhile"]] == ["accept"]


@pytest.mark.parametrize(
    ("tag", "status"),
    [('"2"', 200), ('W/"2"', 200), ("*", 428), ('"x"', 412), ("2", 412), ('"2", "3"', 412)],
)
def test_entity_tags(cast: Cast, api: Caller, tag: str, status: int) -> None:
    task = make_task(cast)
    path = f"tasks/{task.pk}/steps/accept/"
    assert api("lead").post(path, {"contact": "李"}, if_match=tag).status_code == status


def test_slots_are_answered_without_a_version(cast: Cast, api: Caller) -> None:
    case = contest(cast, make_plan(cast).tasks.get())
    body = {"stance": "refuse", "text": "理由"}
    for who, code in (("lead_head", "QP-D02"), ("proposed_head", "QP-D17")):
        slot = case.slots.get(unit__code=code)
        assert api(who).act(f"slots/{slot.pk}/steps/state/", None, body).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'"x"',
        b"null",
        b'{"contact": "\\ud800"}',
        b'{"contact": "\\u0000"}',
        b'{"contact": NaN}',
        b'{"contact": "a", "contact": "b"}',
        b"[" * 100_000,
        b"\xff",
        b'{"contact": 1}',
        b'{"contact": null}',
        b'{"contact": " \\u3000 "}',
        ('{"contact": "' + "x" * 61 + '"}').encode(),
    ],
)
def test_bodies_that_say_nothing_useful(cast: Cast, api: Caller, body: bytes) -> None:
    task = make_task(cast)
    refused = api("lead").act(f"tasks/{task.pk}/steps/accept/", 2, body)
    assert problem(refused) == (422, "invalid")


def test_too_large_a_body(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    body = b'{"contact": "' + b"x" * (3 * 1024 * 1024) + b'"}'
    refused = api("lead").act(f"tasks/{task.pk}/steps/accept/", 2, body)
    assert problem(refused) == (413, "too_large")


def test_bad_files_are_named(cast: Cast, api: Caller) -> None:
    case = settled_case(cast)
    back = {"reason": "缺", "limit": "2026-03-20"}
    path = f"tasks/{case.task_id}"
    task = api("supervisor").get(f"{path}/").json()
    done = api("supervisor").act(f"{path}/steps/return/", task["version"], back)
    data = {"grade": "A", "result": "x", "evidence": [pdf("picture.svg")]}
    refused = api("lead_head").form(f"{path}/steps/claim/", done.json()["version"], data)
    assert problem(refused) == (422, "invalid")
    assert "picture.svg" in refused.json()["errors"]["evidence"][0]


@pytest.mark.parametrize("size", [20, SOON_KEPT + 1])
def test_a_claim_brings_small_files_and_large_ones(cast: Cast, api: Caller, size: int) -> None:
    task = begun(cast, helped=False)
    proof = SimpleUploadedFile("proof.pdf", b"%PDF-1.7 ".ljust(size, b"x"))
    data = {"grade": "A", "result": "已完成", "evidence": [proof]}
    answer = api("lead_head").form(f"tasks/{task.pk}/steps/claim/", task.version, data)
    assert answer.status_code == 200, answer.content
    assert task.evidence.get().size == size


def test_the_language_of_a_reason_is_the_readers(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    path = f"tasks/{task.pk}/steps/contest/"
    english = api("lead").act(path, 2, {}, accept_language="en").json()["rules"][0]["reason"]
    chinese = api("lead").act(path, 2, {}, accept_language="zh-hans").json()["rules"][0]["reason"]
    assert english.startswith("The head of the unit must sign")
    assert "负责人" in chinese or chinese != english
