"""Every state x step x role x relation against the table written by hand; the generated page."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from coordination.approvals.models import Amendment
from coordination.policy import page, table
from coordination.policy.matters import TIERS, kinds
from coordination.policy.roles import Role, everybody
from coordination.progress.models import Evidence, Report
from coordination.steps import STEPS
from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.tasks import rules
from coordination.tasks.models import Assignment
from coordination.tasks.states import Cause
from coordination.units.models import User
from coordination.units.official import Hat, Official
from tests.architecture.test_files import ROOT
from tests.cast import Cast, make_other_body, make_task
from tests.coordination.policy.table import TABLE, expanded
from tests.figures import Figure
from tests.stages import contest, slot_of
from workflow import clock, gate
from workflow.errors import Refusal, Unmet
from workflow.lifecycle import states_of, steps_of
from workflow.verdict import YES

WRITTEN = expanded()


def key(row: table.Row) -> tuple[str, str, str, str, str]:
    name = f"{row.object} {row.tier}".strip()
    return name, row.step, row.state, row.role, row.relation


def deviations() -> tuple[int, list[str]]:
    """How many triples the code answered, and those that are written otherwise."""
    rows = [row for row in table.rows() if row.kind != "creation"]
    wrong = [
        f"{key(row)}: the code says {row.allowed}"
        for row in rows
        if row.allowed != (key(row) in WRITTEN)
    ]
    return len(rows), wrong


def test_the_full_product_agrees_with_the_table_written_by_hand(figure: Figure) -> None:
    triples, wrong = deviations()
    figure("policy", f"{triples} triples of rules, {len(wrong)} deviations")
    assert wrong == []
    assert triples > 30_000


def test_every_line_written_by_hand_speaks_of_a_step_and_states_of_the_code() -> None:
    known = {
        (model.kind, step, state)
        for model in kinds()
        for step in table.doors(model)
        for state in states_of(model)
    }
    written = {(name.split()[0], step, state) for name, step, state, _role, _rel in WRITTEN}
    assert {line for line in written - known if line[1] not in NOT_BUILT} == set()


NOT_BUILT = {"edit", "divide"}  # steps of the specification that come with a later part


def test_control_a_rule_that_lets_too_much_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "no_party", lambda _task, _actor: YES)
    wrong = deviations()[1]
    assert any("'verify', 'completed', 'supervisor', 'lead'" in line for line in wrong)
    assert any("'suspend', 'accepted', 'leader', 'former'" in line for line in wrong)


def test_the_page_in_the_documents_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "policy.md").read_text(encoding="utf-8") == page.page()


# --- the same against rows of the database -------------------------------------------------------
@pytest.fixture
def units(cast: Cast) -> dict[str, int]:
    codes = {
        "lead": "QP-D02",
        "cooperating": "QP-D21",
        "former": "QP-D20",
        "contesting": "QP-T05",
        "proposed": "QP-D17",
        "third": "QP-D01",
    }
    none = make_other_body().units["GZ-01"].pk
    return {"none": none, **{name: cast.units[code].pk for name, code in codes.items()}}


@pytest.fixture
def stored(cast: Cast, units: dict[str, int]) -> dict[str, Any]:
    """One object of each kind, the relations being rows."""
    task = make_task(cast)
    case = contest(cast, task)
    task.refresh_from_db()
    case.parties.filter(unit=units["lead"]).update(role="lead")
    case.parties.create(unit_id=units["contesting"], role="contesting")
    case.contesting_id = units["contesting"]
    slot = slot_of(case, "QP-D02")
    slot.unit_id = units["contesting"]
    since = clock.now() - timedelta(days=30)
    Assignment.objects.create(
        task=task, unit_id=units["former"], since=since, until=since, cause=Cause.PLAN
    )
    task.claimed_by_id = units["lead"]
    task.__dict__["resume_state"] = "in_progress"
    common = {"task": task, "by_id": User.objects.get(username="lead_head").pk}
    moved = {"from_unit_id": units["lead"], "to_unit_id": units["proposed"]}
    return {
        "plan": task.plan,
        "task": task,
        "cooperation": task.cooperations.get(),
        "dispute": case,
        "slot": slot,
        "extension": Extension(**common, unit_id=units["lead"]),
        "letter": Letter(**common, unit_id=units["lead"]),
        "reopening": Reopening(**common),
        "transfer": Transfer(**common, **moved),
        "amendment": Amendment(plan=task.plan, by_id=common["by_id"]),
        "report": Report(**common, unit_id=units["lead"]),
        "evidence": Evidence(**common, unit_id=units["lead"]),
    }


def by_another_post(role: Role, third: int) -> Role | None:
    """The function is held at a third unit, and the unit of the relation by a further post."""
    actor = role.actor
    if not isinstance(actor, Official) or actor.acts or role.relation == "none":
        return None
    further = Hat(99, "handler", actor.own_unit_id, "", "", 1)
    return role._replace(actor=replace(actor, unit_id=third, hats=(further,)))


def lets(subject: Any, step: str, role: Role) -> bool:
    """Whether the gate lets the step through, conditions aside."""
    action = STEPS.get(subject.kind, {}).get(step)
    if action is not None and action.asks is not None:
        try:
            action.asks(subject, role.actor)  # type: ignore[arg-type]
        except Refusal as refused:
            return isinstance(refused, Unmet)
        return True
    declared = steps_of(type(subject))[step]
    refused = gate.refusal(subject, declared, role.actor, subject.version)
    return refused is None or isinstance(refused, Unmet)


def test_the_gate_answers_for_stored_rows_as_is_written_by_hand(
    stored: dict[str, Any], units: dict[str, int], cast: Cast, figure: Figure
) -> None:
    roles = list(everybody(units, stored["plan"].pk, cast.users["outsider"].pk))
    roles += [other for each in roles if (other := by_another_post(each, units["third"]))]
    asked, wrong = 0, []
    for model in kinds():
        subject = stored[model.kind]
        for step, door in table.doors(model).items():
            if door.kind == "consequence":
                continue
            tiers = TIERS.get((model.kind, step), {"": {}})
            for tier, more in tiers.items():
                subject.__dict__.update(more)
                if model.kind == "slot":
                    subject.asked_for = "answer" if step == "answer" else "statement"
                for state in states_of(model):
                    subject.__dict__["state"] = state
                    for role in roles:
                        if role.role == "system":
                            continue
                        asked += 1
                        name = f"{model.kind} {tier}".strip()
                        triple = (name, step, str(state), role.role, role.relation)
                        if lets(subject, step, role) != (triple in WRITTEN):
                            wrong.append(f"{triple}, {role.actor.unit}")
    figure("policy", f"{asked} triples of stored rows, {len(wrong)} deviations")
    assert wrong == []


def test_every_line_has_its_place() -> None:
    assert all(line.place for line in TABLE)
    assert all(row.place for row in table.rows())


def test_the_page_is_written_and_checked_by_the_command(tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    with pytest.raises(SystemExit):
        call_command("export_policy", "--markdown", str(file), "--check")
    call_command("export_policy", "--markdown", str(file))
    call_command("export_policy", "--markdown", str(file), "--check")
    assert file.read_text(encoding="utf-8") == page.page()
