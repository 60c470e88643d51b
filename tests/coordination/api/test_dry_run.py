"""The dry run tells what a step would do, writes nothing, and is right about it."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from coordination.api import history
from coordination.tasks.milestones import Milestone
from tests.cast import Cast, make_task
from tests.coordination.api.conftest import Api, Caller
from tests.coordination.api.life import PLAN, whole_life
from tests.coordination.api.moves import PEOPLE, Move
from tests.coordination.api.test_steps import problem, taken
from tests.stages import task_in
from workflow.models import Deadline, OutboxMessage, Record


def rehearsed(caller: Api, move: Move, **other: Any) -> Any:
    said = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in {**move.body, **other}.items()
    }
    return caller.get(f"{move.path.replace('/steps/', '/offers/')}?{urlencode(said)}")


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Record, OutboxMessage, Deadline, Milestone))


def test_what_the_dry_run_tells_is_what_happens(cast: Cast, api: Caller) -> None:
    callers = {name: api(name) for name in PEOPLE}
    told = 0
    for move in whole_life(cast):
        before = counts()
        answer = rehearsed(callers[move.who], move)
        assert answer.status_code == 200, (move, answer.content)
        found = answer.json()
        assert counts() == before
        last = Record.objects.latest("pk").pk
        assert taken(callers[move.who], move).status_code == 200
        if move.files:  # which no query carries
            assert [rule["code"] for rule in found["rules"]] == ["evidence_nothing"]
            continue
        assert found["allowed"], (move, found)
        records = Record.objects.filter(pk__gt=last).order_by("pk")
        wanted = [(r.kind, r.step, r.source, r.target) for r in records]
        lines = found["effect"]["changes"]
        assert [(c["kind"], c["step"], c["source"], c["target"]) for c in lines] == wanted, move
        assert (found["effect"]["state"], found["effect"]["version"]) == now(move)
        told += 1
    assert told > 30


def now(move: Move) -> tuple[str, int]:
    return move.state(), move.version()


def test_the_effect_names_the_old_and_the_new_values(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    found = api("lead").get(f"tasks/{task.pk}/offers/accept/?contact=x").json()
    line = found["effect"]["changes"][0]
    assert (line["id"], line["label"], line["changes"]) == (task.pk, "签收", {"contact": ["", "x"]})
    urged = {"unit": cast.units["QP-D02"].pk, "level": "blue", "text": "x"}
    query = urlencode(urged | {"reply_until": "2026-03-06"})
    letter = api("supervisor").get(f"tasks/{task.pk}/offers/urge/?{query}").json()
    assert [c["id"] for c in letter["effect"]["changes"]] == [None]
    assert (letter["effect"]["state"], letter["effect"]["version"]) == ("assigned", 2)


def test_all_refusals_are_told(cast: Cast, api: Caller) -> None:
    task = task_in(cast, "in_progress")
    claim = "grade=A&result=x"
    found = api("lead_head").get(f"tasks/{task.pk}/offers/claim/?{claim}").json()
    assert not found["allowed"]
    assert found["code"] == "unmet_conditions"
    assert [rule["code"] for rule in found["rules"]] == ["evidence", "parts_done"]
    early = task_in(cast, "accepted", "另")
    plan = {**PLAN, "milestones": json.dumps(PLAN["milestones"][:1])}
    found = api("lead").get(f"tasks/{early.pk}/offers/start/?{urlencode(plan)}").json()
    assert [rule["code"] for rule in found["rules"]] == ["milestones_cover"]
    assert found["effect"] is None


def test_data_is_asked_as_by_the_form(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    lead = api("lead")
    path = f"tasks/{task.pk}/offers"
    half = lead.get(f"{path}/accept/?note=x").json()
    assert (half["allowed"], half["code"], set(half["errors"])) == (False, "invalid", {"contact"})
    bare = lead.get(f"{path}/accept/").json()
    assert (bare["allowed"], bare["errors"], bare["effect"]) == (True, {}, None)
    for query in ("x=1", "contact=", "contact=a&contact=b", f"contact={'x' * 61}"):
        assert problem(lead.get(f"{path}/accept/?{query}")) == (422, "invalid")
    started = task_in(cast, "accepted", "另")
    for rows in ("x", "1", "[1]", '[{"title": "a"}]', "[" * 5000):
        query = urlencode({"breakdown": "x", "cycle": "month", "milestones": rows})
        asked = lead.get(f"tasks/{started.pk}/offers/start/?{query}")
        assert problem(asked) == (422, "invalid")


def test_a_step_that_is_not_the_callers_is_refused_in_every_way(cast: Cast, api: Caller) -> None:
    task = make_task(cast)
    refused = api("outsider").get(f"tasks/{task.pk}/offers/accept/?contact=x")
    assert problem(refused) == (403, "not_allowed")
    client = Client()
    client.force_login(cast.users["outsider"], backend="django.contrib.auth.backends.ModelBackend")
    url = f"/tasks/{task.pk}/steps/accept/"
    shown, sent = client.get(url), client.post(url, {"version": 2})
    assert (shown.status_code, sent.status_code) == (403, 403)
    assert shown.context["rules"] == sent.context["rules"]


def test_a_failure_is_a_problem_with_a_request_id(
    cast: Cast, api: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    task = make_task(cast)
    monkeypatch.setattr(history, "lines_of", fail)
    caller = api("lead")
    caller.client.raise_request_exception = False
    answer = caller.get(f"tasks/{task.pk}/history/")
    assert problem(answer) == (500, "server_error")
    assert answer.json()["request_id"] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert answer.headers["Cache-Control"] == "private, no-store"
