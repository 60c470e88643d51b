"""One step on many tasks, the history of a thing, and what is offered."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, make_plan
from tests.coordination.api.conftest import Caller
from tests.coordination.api.stories import contest, settled_case, state
from workflow.models import Record

SECRET = "金丝雀陈述"


def test_each_row_stands_or_falls_alone(cast: Cast, api: Caller) -> None:
    plan = make_plan(cast, 4)
    hidden = make_plan(cast, 1, issued=False, title="草案").tasks.get()
    one, two, three, four = plan.tasks.order_by("pk")
    contest(cast, four)
    items = [
        {"id": three.pk, "version": 1},
        {"id": one.pk, "version": 2},
        {"id": hidden.pk, "version": 1},
        {"id": two.pk},
        {"id": four.pk, "version": 3},
    ]
    body = {"items": items, "data": {"contact": "李"}}
    caller = api("lead")
    answer = caller.post("tasks/steps/accept/", body, idempotency_key="k")
    rows = answer.json()["rows"]
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert [row["status"] for row in rows] == [412, 200, 404, 428, 200]
    assert rows[0]["problem"]["current"]["version"] == 2
    assert rows[1]["answer"]["state"] == "accepted"
    count = Record.objects.count()
    again = caller.post("tasks/steps/accept/", body, idempotency_key="k")
    assert again.content == answer.content
    assert Record.objects.count() == count
    other = caller.post("tasks/steps/accept/", {**body, "x": 1}, idempotency_key="k")
    assert (other.status_code, other.json()["code"]) == (422, "duplicate_key")


def test_data_that_is_not_in_order_is_told_for_each_row(cast: Cast, api: Caller) -> None:
    task = make_plan(cast).tasks.get()
    body = {"items": [{"id": task.pk, "version": 2}], "data": {"state": "verified"}}
    row = api("lead").post("tasks/steps/accept/", body).json()["rows"][0]
    assert row["status"] == 422
    assert set(row["problem"]["errors"]) == {"state", "contact"}
    row = api("outsider").post("tasks/steps/accept/", body).json()["rows"][0]
    assert row["problem"]["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], ""),
        ({}, "items"),
        ({"items": []}, "items"),
        ({"items": [{"id": n, "version": 1} for n in range(1, 52)]}, "items"),
        ({"items": [{"id": 1}, {"id": 1}]}, "items"),
        ({"items": [{"id": True}]}, "items"),
        ({"items": [{"id": 1, "state": "x"}]}, "items"),
        ({"items": [{"id": 1}], "data": []}, "data"),
        ({"items": [{"id": 1}], "ids": []}, "ids"),
    ],
)
def test_a_list_that_is_none(cast: Cast, api: Caller, body: Any, field: str) -> None:
    refused = api("lead").post("tasks/steps/accept/", body)
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {field}


def test_steps_with_files_are_not_taken_in_bulk(cast: Cast, api: Caller) -> None:
    for step in ("claim", "fly", "issue"):
        assert api("lead").post(f"tasks/steps/{step}/", {"items": [{"id": 1}]}).status_code == 404


def lines(api: Any, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"{path}/history/").json()["results"]
    return found


def test_the_history_of_a_task(cast: Cast, api: Caller) -> None:
    case = settled_case(cast)
    path = f"tasks/{case.task_id}"
    told = lines(api("lead"), path)
    steps = ["draft", "issue", "accept", "start", "contest", "resolve", "claim"]
    assert [line["step"] for line in told] == steps
    assert [line["version"] for line in told] == list(range(1, 8))
    accept, contested = told[2], told[4]
    assert (accept["source"], accept["target"]) == ("assigned", "accepted")
    assert accept["changes"] == {"contact": ["", "李"]}
    assert accept["unit"] == {"code": "QP-D02", "name": "区发展改革委"}
    assert accept["actor"] == "lead"
    assert contested["texts"]["facts"] == "事实"
    assert contested["digests"]["facts"].startswith("sha256:")
    assert len(accept["hash"]) == 64
    # a cooperating unit reads the task, not the words of a case that is not its own
    helper = lines(api("helper"), path)[4]
    assert (helper["texts"], helper["data"], helper["sealed"]) == ({}, {}, True)
    assert api("outsider").get(f"{path}/history/").status_code == 404
    first = api("lead").get(f"{path}/history/?page_size=3").json()
    second = api("lead").get(f"{path}/history/?page_size=9&cursor=3").json()
    assert [line["version"] for line in first["results"] + second["results"]] == list(range(1, 8))
    assert first["next"].endswith("cursor=3")
    assert second["next"] is None


def test_sealed_statements_are_digests_until_they_are_opened(cast: Cast, api: Caller) -> None:
    case = contest(cast, make_plan(cast).tasks.get())
    state(cast, case, "lead_head", "QP-D02", SECRET)
    slot = case.slots.get(unit__code="QP-D02")
    path = f"slots/{slot.pk}"
    for who in ("proposed_head", "coordinator", "leader"):
        caller = api(who)
        row = caller.get(f"{path}/").json()
        assert (row["state"], row["stance"], row["statements"]) == ("given", "", [])
        told = lines(caller, path)
        assert told[1]["digests"]["text"].startswith("sha256:")
        assert (told[1]["texts"], told[1]["data"], told[1]["changes"]) == ({}, {}, {})
        assert everything(caller, case).count(SECRET) == 0
        assert '"stance":"refuse"' not in everything(caller, case).replace(" ", "")
    own = api("lead").get(f"{path}/").json()
    assert own["statements"][0]["text"] == SECRET
    state(cast, case, "proposed_head", "QP-D17", SECRET)
    for who in ("proposed_head", "coordinator", "leader"):
        row = api(who).get(f"{path}/").json()
        assert (row["stance"], row["statements"][0]["text"]) == ("refuse", SECRET)
        assert lines(api(who), path)[1]["texts"]["text"] == SECRET


def everything(caller: Any, case: Any) -> str:
    paths = [f"{plural}/" for plural in ("plans", "tasks", "disputes", "slots", "notices")]
    things = [f"tasks/{case.task_id}", f"disputes/{case.pk}", f"plans/{case.plan_id}"]
    things += [f"slots/{slot.pk}" for slot in case.slots.all()]
    paths += [f"{thing}/{part}/" for thing in things for part in ("history", "offers")]
    return "".join(caller.get(path).content.decode() for path in paths)


def test_offers_name_every_step_with_its_reasons_and_fields(cast: Cast, api: Caller) -> None:
    task = make_plan(cast).tasks.get()
    found = api("lead").get(f"tasks/{task.pk}/offers/").json()["results"]
    offers = {offer["step"]: offer for offer in found}
    assert offers["accept"]["allowed"]
    assert offers["accept"]["targets"] == ["accepted"]
    assert offers["accept"]["fields"]["required"] == ["contact"]
    assert offers["start"]["code"] == "illegal_transition"
    assert offers["verify"]["rules"][0]["code"] == "supervise_plan"
    assert offers["contest"]["rules"][0]["code"] == "head_signs"
    assert not offers["report"]["needs_version"]
    dry = api("lead_head").get(f"tasks/{task.pk}/offers/contest/").json()
    units = {choice["title"] for choice in dry["fields"]["properties"]["proposed"]["oneOf"]}
    assert "区卫生健康委" in units
    assert "区发展改革委" not in units
    assert api("lead").get(f"tasks/{task.pk}/offers/fly/").status_code == 404
    task.refresh_from_db()
    assert task.version == 2


def test_fifty_tasks_cost_a_bounded_number_of_statements(cast: Cast, api: Caller) -> None:
    tasks = list(make_plan(cast, 50).tasks.order_by("pk"))
    items = [{"id": task.pk, "version": 2} for task in tasks]
    body = {"items": items, "data": {"contact": "李"}}
    caller = api("lead")
    with CaptureQueriesContext(connection) as queries:
        answer = caller.post("tasks/steps/accept/", body)
    assert {row["status"] for row in answer.json()["rows"]} == {200}
    assert len(queries) <= 6 + 50 * 8
    assert json.loads(answer.content)["rows"][0]["answer"]["state"] == "accepted"
