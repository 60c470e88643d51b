"""list_routes, export_policy, check_invariants: what they print and how they end."""

import pytest
from django.urls import path

from coordination.policy.matters import kinds
from coordination.web.access import PUBLIC, open_to
from tests.cast import Cast, make_task
from tests.coordination.commands.conftest import Run
from workflow.guards import install
from workflow.lifecycle import steps_of
from workflow.models import Record


def test_every_route_has_a_rule(run: Run) -> None:
    ended = run("list_routes", "--json")
    rows = ended.document["routes"]
    assert ended.code == 0
    assert {"route", "name", "view", "rule"} == set(rows[0])
    assert "web:desk" in {row["name"] for row in rows}
    assert "/healthz" in run("list_routes").out


@open_to(PUBLIC)
def classified(request: object) -> None: ...


def unclassified(request: object) -> None: ...


urlpatterns = [path("a/", classified), path("b/", unclassified)]


@pytest.mark.urls(__name__)
def test_a_route_without_a_rule_is_something_wrong(run: Run) -> None:
    ended = run("list_routes", "--json")
    rules = [(row["route"], row["rule"]) for row in ended.document["routes"]]
    assert rules == [("/a/", "public"), ("/b/", "unclassified")]
    assert ended.code == 1


@pytest.mark.once
def test_the_policy_names_a_rule_for_every_step_in_every_state(run: Run) -> None:
    rows = run("export_policy", "--json").document["policy"]
    for model in kinds():
        steps = {row["step"] for row in rows if row["object"] == model.kind}
        assert steps >= steps_of(model).keys()
    assert {
        "object": "task",
        "step": "contest",
        "state": "assigned",
        "role": "head",
        "relation": "lead",
        "allowed": True,
        "kind": "act",
        "rule": "may_contest",
        "place": "3.3 T3",
    } in rows
    beyond = [row for row in rows if row.get("tier") == "beyond" and row["allowed"]]
    assert {row["role"] for row in beyond} == {"leader", "sub_leader"}
    assert "may_contest" in run("export_policy").out


def test_sound_data_ends_with_0_and_a_fault_with_1(run: Run, cast: Cast) -> None:
    task = make_task(cast)
    sound = run("check_invariants", "--json")
    assert (sound.code, sound.document["findings"]) == (0, [])
    assert sound.document["checked"]["task"] == 1
    with install.lifted():
        Record.objects.filter(kind="task", version=2).update(version=5)
        ended = run("check_invariants", "--json")
        assert ended.code == 1
        finding = ended.document["findings"][0]
        assert (finding["subject"], finding["rule"]) == (f"task {task.pk}", "sequence")
        assert f"task {task.pk}" in run("check_invariants").out
