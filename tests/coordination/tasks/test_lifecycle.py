"""Every step in every state, by hand: what is allowed, and which refusal answers otherwise."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from tests.case_stages import contest
from tests.cast import COORDINATORS, Cast, make_task
from tests.part_stages import finish_parts
from tests.stages import (
    STEPS,
    accept,
    begin_verification,
    claim,
    resume,
    return_,
    start,
    suspend,
    task_in,
    verify,
    withdraw_claim,
)
from workflow import door
from workflow.errors import NotAllowed, Refusal, Stale, Unmet, VersionMissing
from workflow.lifecycle import steps_of
from workflow.models import Record

BY_HAND = [
    "divide",
    "take_collective",
    "assign_lead",
    "edit",
    "drop",
    "accept",
    "contest",
    "start",
    "report",
    "claim",
]
BY_HAND += ["begin_verification", "withdraw_claim", "verify", "return", "suspend", "resume"]
BY_HAND += ["set_upper_due", "waive_upper"]
# Dates are set and waived while the task is open; a waiver needs a hard date first.
OPEN = ("draft", "assigned", "accepted", "in_progress", "disputed", "suspended")
DATES = {state: {"set_upper_due": state, "waive_upper": "unmet_conditions"} for state in OPEN}
# Followed by the door alone: after a limit, a decision, or a step of another thing.
FOLLOWING = {"issue", "resolve", "deemed_receipt", "reschedule", "verification_late"}
FOLLOWING |= {
    "review_due",
    "transfer",
    "reopen",
    "cancel",
    "returned_again",
    "issue_divided",
    "move_limits",
    "succeed",
    "reword",
    "split",
    "defer",
}
NO = "illegal_transition"
# Written by hand from table 3.3, not derived from the code: a blank says illegal_transition.
TABLE: dict[str, dict[str, str]] = {
    "draft": {
        "divide": "unmet_conditions",
        "take_collective": "unmet_conditions",
        "assign_lead": "draft",
        "edit": "draft",
        "drop": "cancelled",
    },
    "assigned": {"accept": "accepted", "contest": "disputed", "suspend": "suspended"},
    "accepted": {"start": "in_progress", "contest": "disputed", "suspend": "suspended"},
    "in_progress": {
        "report": "in_progress",
        "claim": "unmet_conditions",
        "contest": "disputed",
        "suspend": "suspended",
    },
    "disputed": {"accept": "disputed", "start": "unmet_conditions"},
    "suspended": {"resume": "assigned"},
    "completed": {
        "begin_verification": "completed",
        "withdraw_claim": "in_progress",
        "verify": "unmet_conditions",
        "return": "in_progress",
    },
    "verified": {},
    "cancelled": {},
    # A container has no lead, who could do anything.
    "divided": dict.fromkeys(
        ("accept", "contest", "start", "report", "claim", "withdraw_claim"), "not_allowed"
    ),
}


class Undo(Exception):
    """Takes a step back, so that the next starts from the same state."""


def attempt(cast: Cast, task: Task, name: str) -> str:
    """The state after the step, or the code of the refusal."""
    found = ""
    try:
        with transaction.atomic():
            try:
                STEPS[name](cast, Task.objects.get(pk=task.pk))
                found = Task.objects.get(pk=task.pk).state
            except Refusal as refused:
                found = refused.code
            raise Undo
    except Undo:
        return found


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(TaskState.values)
    assert set(BY_HAND) - {"report"} == set(steps_of(Task)) - FOLLOWING


@pytest.mark.parametrize("state", TABLE)
def test_each_step_in_this_state(cast: Cast, state: str) -> None:
    task = task_in(cast, state)
    assert task.state == state
    found = {name: attempt(cast, task, name) for name in BY_HAND}
    expected = TABLE[state] | DATES.get(state, {})
    assert found == {name: expected.get(name, NO) for name in BY_HAND}


@pytest.mark.parametrize("state", [state for state in TABLE if state != "cancelled"])
def test_a_step_that_follows_from_another_is_nobodys(cast: Cast, state: str) -> None:
    task = task_in(cast, state)
    for name in sorted(FOLLOWING):
        for who in ("lead_head", "coordinator", "supervisor", "leader"):
            with pytest.raises(NotAllowed) as refused, door.act(cast[who]) as act:
                act.step(act.take(task), name, version=task.version)
            assert refused.value.verdicts[0].code == "consequence"


RIGHTFUL = {
    "divide": ("draft", COORDINATORS),
    "take_collective": ("draft", COORDINATORS),
    "assign_lead": ("draft", COORDINATORS),
    "drop": ("draft", COORDINATORS),
    "accept": ("assigned", {"lead", "lead_head"}),
    "contest": ("assigned", {"lead_head"}),
    "start": ("accepted", {"lead", "lead_head"}),
    "claim": ("in_progress", {"lead_head"}),
    "begin_verification": ("completed", {"supervisor"}),
    "withdraw_claim": ("completed", {"lead", "lead_head"}),
    "verify": ("completed", {"supervisor"}),
    "return": ("completed", {"supervisor"}),
    "suspend": ("in_progress", {"leader", "leader2"}),
    "resume": ("suspended", {"leader", "leader2"}),
    "set_upper_due": ("in_progress", COORDINATORS),
    "waive_upper": ("in_progress", {"leader", "leader2"}),
}


@pytest.mark.parametrize("step", RIGHTFUL)
def test_who_may_take_a_step(cast: Cast, step: str) -> None:
    state, may = RIGHTFUL[step]
    task = task_in(cast, state)
    rule = steps_of(Task)[step].rule
    assert {name for name in cast.users if rule(task, cast[name])} == may


@pytest.mark.parametrize("step", RIGHTFUL)
def test_a_step_asks_for_the_version_seen(cast: Cast, step: str) -> None:
    state, may = RIGHTFUL[step]
    task = task_in(cast, state)
    actor = cast[min(may)]
    with pytest.raises(VersionMissing), door.act(actor) as act:
        act.step(act.take(task), step, version=None)
    with pytest.raises(Stale), door.act(actor) as act:
        act.step(act.take(task), step, version=task.version - 1)


def test_a_handler_is_told_that_the_head_signs(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    for step in ("claim", "contest"):
        verdict = steps_of(Task)[step].rule(task, cast["lead"])
        assert verdict.code == "head_signs"
        assert not verdict.foreign


def test_a_claim_names_everything_that_is_missing(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    with pytest.raises(Unmet) as refused, door.act(cast["lead_head"]) as act:
        act.step(act.take(task), "claim", version=task.version, grade="A", result="r", evidence=[])
    assert [verdict.code for verdict in refused.value.verdicts] == ["evidence", "parts_done"]
    assert "区市场监管局" in refused.value.reasons[1]


def test_the_whole_way_leaves_a_record_of_each_step(cast: Cast) -> None:
    task = make_task(cast)
    walk: list[Callable[[Cast, Task], Any]] = [accept, start, finish_parts, claim, return_]
    walk += [claim, withdraw_claim, claim, begin_verification, verify]
    for step in walk:
        task.refresh_from_db()
        step(cast, task)
    task.refresh_from_db()
    told = Record.objects.filter(kind="task", subject_id=task.pk).order_by("version")
    assert [(record.step, record.source, record.target) for record in told] == [
        ("draft", "", "draft"),
        ("issue", "draft", "assigned"),
        ("accept", "assigned", "accepted"),
        ("start", "accepted", "in_progress"),
        ("claim", "in_progress", "completed"),
        ("return", "completed", "in_progress"),
        ("claim", "in_progress", "completed"),
        ("withdraw_claim", "completed", "in_progress"),
        ("claim", "in_progress", "completed"),
        ("begin_verification", "completed", "completed"),
        ("verify", "completed", "verified"),
    ]
    assert (task.rework, task.grade) == (1, "A")
    assert (task.claimed_by, task.verified_by) == (cast.units["QP-D02"], cast.units["QP-D01"])


def test_a_return_opens_the_claim_again(cast: Cast) -> None:
    task = task_in(cast, "completed")
    return_(cast, task)
    task.refresh_from_db()
    assert (task.state, task.claimed_by, task.grade, task.rework) == ("in_progress", None, "", 1)
    record = Record.objects.get(kind="task", step="return")
    assert record.told["data"]["limit"] == "2026-04-01"
    assert record.texts.get().body == "不全"


def test_accepting_and_starting_while_disputed_moves_the_state_to_resume(cast: Cast) -> None:
    task = make_task(cast)
    contest(cast, task)
    for step, resumed in ((accept, "accepted"), (start, "in_progress")):
        task.refresh_from_db()
        step(cast, task)
        task.refresh_from_db()
        assert (task.state, task.resume_state) == ("disputed", resumed)
    with pytest.raises(Unmet):
        accept(cast, task)


def test_once_begun_the_claim_stays_and_the_checking_unit_verifies(cast: Cast) -> None:
    task = task_in(cast, "completed")
    begin_verification(cast, task)
    found = {name: attempt(cast, task, name) for name in BY_HAND}
    may = {
        "begin_verification": "unmet_conditions",
        "withdraw_claim": "unmet_conditions",
        "verify": "verified",
        "return": "in_progress",
    }
    assert found == {name: may.get(name, NO) for name in BY_HAND}


@pytest.mark.parametrize("state", ["assigned", "accepted", "in_progress"])
def test_a_suspended_task_resumes_where_it_stood(cast: Cast, state: str) -> None:
    task = task_in(cast, state)
    suspend(cast, task)
    task.refresh_from_db()
    assert (task.state, task.resume_state) == ("suspended", state)
    resume(cast, task)
    task.refresh_from_db()
    assert (task.state, task.resume_state) == (state, "")
