"""Parties that answer in the same moment: one join, one next node, no dead end."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import transaction
from viewflow.workflow.lock import no_lock
from viewflow.workflow.models import Task as FlowTask

from coordination.disputes import actions, flow
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.tasks.models import Task
from tests.at_once import together
from tests.case_stages import admit, contest
from tests.cast import Cast, make_cast, make_plan
from tests.wide_case import ALL, crowd, wide_case
from workflow.errors import InProgress

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
CASES = 12
TRIES = 12
PARTIES = {"QP-D02": "lead_head", "QP-D17": "proposed_head"}


def faults_of(works: list[Callable[[], Any]]) -> list[BaseException]:
    """Let the works begin at one moment; return what they raised."""
    return [each for each in together(works) if isinstance(each, BaseException)]


def patiently(work: Callable[[DisputeSlot], None], slot: DisputeSlot) -> Callable[[], None]:
    """As an official does who is told that the case is being worked on: try again, for a minute."""

    def until_done() -> None:
        for _time in range(TRIES):
            with suppress(InProgress):
                return work(slot)
        return work(slot)

    return until_done


def open_cases(cast: Cast) -> list[Dispute]:
    plan = make_plan(cast, CASES)
    return [contest(cast, task) for task in plan.tasks.order_by("pk")]


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
    faults = faults_of([answer(cast, slot) for slot in slots])
    assert faults == []
    assert joins(cases) == (CASES, CASES)
    assert all(flow.due(case) == {"consult"} for case in cases)


class MeetBeforeCommit:
    """viewflow's default lock, where both parties of a case have worked before either commits."""

    def __init__(self) -> None:
        self.barriers: dict[int, threading.Barrier] = defaultdict(lambda: threading.Barrier(2))
        self.making = threading.Lock()

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        with transaction.atomic(), no_lock(flow_class, process_pk):
            yield
            with self.making:
                barrier = self.barriers[process_pk]
            barrier.wait(60)


def test_the_flow_without_its_lock_gets_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: viewflow's default lock, no door around it, and two parties at once."""
    cast = make_cast()
    cases = open_cases(cast)[:3]
    monkeypatch.setattr(flow.DisputeFlow, "lock_impl", MeetBeforeCommit())
    units = [cast.units[code] for code in PARTIES]
    faults = faults_of(
        [
            lambda case=case, unit=unit: flow.advance(case, "statement", unit.pk)  # type: ignore[misc]
            for case in cases
            for unit in units
        ]
    )
    assert faults == []
    assert [case for case in cases if "consult" in flow.due(case)] == []


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
    faults = faults_of(works)
    assert {type(fault).__name__ for fault in faults} <= {"WrongState", "Stale"}
    states = set(Dispute.objects.values_list("state", flat=True))
    assert states == {"withdrawn"}
    assert set(Task.objects.values_list("state", flat=True)) == {"assigned"}


def test_all_units_of_a_district_at_once_make_one_join() -> None:
    cast = make_cast()
    heads = crowd(cast)
    case = wide_case(cast)
    admit(cast, case)
    slots = list(case.slots.select_related("unit"))
    assert len(slots) == ALL

    def give(slot: DisputeSlot) -> None:
        actions.give_statement(
            slot, actor=heads[slot.unit.code], version=1, stance="refuse", text="t"
        )

    assert faults_of([patiently(give, slot) for slot in slots]) == []
    assert joins([case]) == (1, 1)
    assert flow.due(case) == {"consult"}
