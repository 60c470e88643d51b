"""Parties that answer in the same moment: one join, one next node, no dead end."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from viewflow.workflow.lock import no_lock
from viewflow.workflow.models import Task as FlowTask

from coordination.disputes import actions, flow
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.tasks.models import Task
from tests.cast import Cast, make_cast, make_plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
CASES = 12
PARTIES = {"QP-D02": "lead_head", "QP-D17": "proposed_head"}


def together(works: list[Callable[[], Any]]) -> list[BaseException]:
    """Run the works in threads that start at one moment; return what they raised."""
    start, faults = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            work()
        except BaseException as fault:  # noqa: BLE001 - the test looks at every fault
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults


def open_cases(cast: Cast) -> list[Dispute]:
    plan = make_plan(cast, CASES)
    return [
        actions.contest_task(
            task,
            actor=cast["lead_head"],
            version=task.version,
            ground="duty",
            facts="f",
            basis="b",
            proposed=cast.units["QP-D17"],
        )
        for task in plan.tasks.order_by("pk")
    ]


def answer(cast: Cast, slot: DisputeSlot) -> Callable[[], None]:
    actor = cast[PARTIES[slot.unit.code]]
    return lambda: actions.give_statement(
        slot, actor=actor, version=slot.version, stance="refuse", text="t"
    )


def joins(cases: list[Dispute]) -> tuple[int, int]:
    """Cases that moved on, and join rows that viewflow made for them."""
    moved = Dispute.objects.filter(pk__in=[case.pk for case in cases], state="consulting").count()
    made = FlowTask.objects.filter(flow_task=flow.DisputeFlow.statements_in).count()
    return moved, made


def test_all_parties_at_once_make_one_join_and_one_proposal() -> None:
    cast = make_cast()
    cases = open_cases(cast)
    slots = DisputeSlot.objects.select_related("unit")
    faults = together([answer(cast, slot) for slot in slots])
    assert faults == []
    assert joins(cases) == (CASES, CASES)
    assert all(flow.due(case) == {"propose"} for case in cases)


def test_the_flow_without_its_lock_gets_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: viewflow's default lock, no door around it, and two parties at once."""
    cast = make_cast()
    cases = open_cases(cast)
    monkeypatch.setattr(flow.DisputeFlow, "lock_impl", no_lock)
    units = [cast.units[code] for code in PARTIES]
    faults = together(
        [
            lambda case=case, unit=unit: flow.advance(case, "statement", unit.pk)  # type: ignore[misc]
            for case in cases
            for unit in units
        ]
    )
    stuck = [case for case in cases if flow.due(case) != {"propose"}]
    assert faults or stuck


def test_a_statement_and_a_withdrawal_at_once_leave_one_of_the_two() -> None:
    cast = make_cast()
    cases = open_cases(cast)
    works: list[Callable[[], Any]] = []
    for case in cases:
        slot = case.slots.select_related("unit").get(unit__code="QP-D17")
        works.append(answer(cast, slot))
        works.append(
            lambda case=case: actions.withdraw_dispute(  # type: ignore[misc]
                case, actor=cast["lead_head"], version=case.version, reason="r"
            )
        )
    faults = together(works)
    assert {type(fault).__name__ for fault in faults} <= {"WrongState", "Stale"}
    states = set(Dispute.objects.values_list("state", flat=True))
    assert states == {"withdrawn"}
    assert set(Task.objects.values_list("state", flat=True)) == {"assigned"}
