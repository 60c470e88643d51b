"""The same table against rows of the database, asked of the gate and of what stands before it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from coordination.approvals.models import Amendment
from coordination.consultation.models import Opinion
from coordination.consultation.states import OpinionKind
from coordination.policy import table
from coordination.policy.cases import SIGNER, SOMEBODY
from coordination.policy.matters import TIERS, kinds, values_in
from coordination.policy.roles import Role, everybody
from coordination.progress.models import Evidence, Report
from coordination.steps import STEPS
from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.states import Cause
from coordination.units.models import User
from coordination.units.official import Hat, Official
from tests.case_stages import contest, slot_of
from tests.cast import Cast, make_other_body, make_task
from tests.coordination.policy.table import expanded
from tests.figures import Figure, size
from workflow import clock, door, gate
from workflow.actor import SYSTEM
from workflow.errors import Refusal, Unmet
from workflow.lifecycle import states_of, steps_of

pytestmark = pytest.mark.once

WRITTEN = expanded()
# An office gives its opinion as that office; ties bar those who decide.
OPINING = {"establishment", "legal"}


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


def led_once(task: Task, unit: int) -> None:
    since = clock.now() - timedelta(days=30)
    Assignment.objects.create(task=task, unit_id=unit, since=since, until=since, cause=Cause.PLAN)


def was_released(task: Task, unit: int) -> None:
    with door.act(SYSTEM) as act:
        act.take(task)
        part = act.create(Cooperation(task=task, unit_id=unit), "add")
    with door.act(SYSTEM) as act:
        act.follow(act.take(part), "release")


@pytest.fixture(params=[led_once, was_released][: size(1, full=2)])
def stored(request: Any, cast: Cast, units: dict[str, int]) -> dict[str, Any]:
    """One object of each kind, the relations being rows."""
    task = make_task(cast)
    case = contest(cast, task)
    task.refresh_from_db()
    request.param(task, units["former"])
    case.parties.filter(unit=units["lead"]).update(role="lead")
    case.parties.create(unit_id=units["contesting"], role="contesting")
    case.contesting_id, case.objectors = units["contesting"], [units["contesting"]]
    slot = slot_of(case, "QP-D02")
    slot.unit_id = units["contesting"]
    task.claimed_by_id = units["lead"]
    task.__dict__["resume_state"] = "in_progress"
    common = {"task": task, "by_id": User.objects.get(username="lead_head").pk}
    moved = {"from_unit_id": units["lead"], "to_unit_id": units["proposed"]}
    part = Cooperation.objects.select_related("task").get(task=task, unit=units["cooperating"])
    part.task.__dict__["state"] = "in_progress"
    return {
        "plan": task.plan,
        "task": task,
        "cooperation": part,
        "dispute": case,
        "slot": slot,
        "extension": Extension(**common, unit_id=units["lead"]),
        "letter": Letter(**common, unit_id=units["lead"], sent_at=clock.now()),
        "reopening": Reopening(**common),
        "transfer": Transfer(**common, **moved),
        "amendment": Amendment(plan=task.plan, by_id=common["by_id"]),
        "opinion": Opinion(
            **common,
            plan=task.plan,
            unit_id=units["contesting"],
            proposed_id=units["proposed"],
            about=OpinionKind.CHANGE_LEAD,
        ),
        "report": Report(**common, unit_id=units["lead"]),
        "evidence": Evidence(**common, unit_id=units["lead"]),
    }


def bound(role: Role, third: int) -> Iterator[Role]:
    """The function is held at a third unit; what binds to the unit of the relation is another.

    A further post, one held since the assignment, a substitution, a unit that follows the other.
    """
    actor = role.actor
    if not isinstance(actor, Official) or actor.acts or role.relation == "none":
        return
    if role.role.removeprefix("sub_") in OPINING:
        return
    own, elsewhere = actor.own_unit_id, replace(actor, unit_id=third, linked=frozenset())
    ties: list[dict[str, Any]] = [
        {"hats": (Hat(99, "handler", own, "", "", 1),)},
        {"former": ((own, clock.today()),)},
        {"linked": frozenset({own})},
    ]
    if own != third:
        ties += [{"kin": ((own, third),)}, {"kin": ((third, own),)}]
    for tie in ties:
        yield role._replace(actor=replace(elsewhere, **tie))


@contextmanager
def variant(subject: Any, values: Mapping[str, Any]) -> Any:
    """The object as it is in one tier."""
    before = dict(subject.__dict__)
    subject.__dict__.update(values)
    yield
    subject.__dict__.clear()
    subject.__dict__.update(before)


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


def states_asked(subject: Any, states: Any) -> list[str]:
    """Those in which the step begins, and one in which it does not."""
    others = [str(each) for each in states_of(type(subject)) if str(each) not in states]
    return [*map(str, states), *others[:1]]


def test_the_gate_answers_for_stored_rows_as_is_written_by_hand(
    stored: dict[str, Any], units: dict[str, int], cast: Cast, figure: Figure
) -> None:
    person = cast.users["outsider"].pk
    people = {SOMEBODY: person, SIGNER: cast.users["lead_head"].pk}
    roles = [each for each in everybody(units, stored["plan"].pk, person) if each.role != "system"]
    roles += [other for each in roles for other in bound(each, units["third"])]
    part, turns = size(4, full=1), count()
    asked, wrong = 0, []
    for model in kinds():
        for step, before in table.doors(model).items():
            if before.kind == "consequence" or model.kind not in stored:
                continue
            subject = stored[model.kind]
            for tier, more in TIERS.get((model.kind, step), {"": {}}).items():
                with variant(subject, values_in(more, units, people)):
                    for state in states_asked(subject, before.states):
                        subject.__dict__["state"] = state
                        # A part of the roles, other ones each time; all in the full proof.
                        for role in roles[next(turns) % part :: part]:
                            asked += 1
                            name = f"{model.kind} {tier}".strip()
                            triple = (name, step, state, role.role, role.relation)
                            if lets(subject, step, role) != (triple in WRITTEN):
                                wrong.append(f"{triple}, {role.actor}")
    figure("policy", f"{asked} triples of stored rows, {len(wrong)} deviations")
    assert wrong == []


def test_every_kind_with_steps_is_stored(stored: dict[str, Any]) -> None:
    stepped = {model.kind for model in kinds() if steps_of(model)}
    assert stepped - set(stored) == {"configuration"}  # its rules are asked by its verbs
