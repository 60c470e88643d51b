"""Suspension, reopening and direct transfer, each by two hands and with its reasons."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.notifications.models import Notice
from coordination.reports.invariants import findings
from coordination.supervision import queries, turns
from coordination.supervision.models import Reopening, Transfer
from coordination.tasks import actions as tasks
from coordination.tasks.models import Assignment, Task
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.coordination.disputes.test_rounds import contest
from tests.coordination.progress.test_verification import begin, verify
from tests.coordination.progress.test_verification import claimed as claimed  # noqa: PLC0414
from workflow import clock, deadlines, outbox
from workflow.errors import NotAllowed, Stale, Unmet, WrongState
from workflow.guards import install

REVIEW = date(2026, 3, 16)


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast)


def fresh(task: Task) -> Task:
    task.refresh_from_db()
    return task


def suspend(cast: Cast, task: Task, who: str = "leader", review_on: date = REVIEW) -> None:
    turns.suspend_task(
        task,
        actor=cast[who],
        version=fresh(task).version,
        number="2026-1",
        reason="上级政策调整",
        review_on=review_on,
    )


def resume(cast: Cast, task: Task) -> None:
    turns.resume_task(task, actor=cast["leader"], version=fresh(task).version, reason="政策已明确")


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [verdict.code for verdict in refused.value.verdicts]


def test_a_suspended_task_stands_and_its_clocks_with_it(cast: Cast, task: Task) -> None:
    suspend(cast, task)
    assert (fresh(task).state, task.resume_state) == ("suspended", "assigned")
    with pytest.raises(WrongState):
        tasks.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
    with clock.at(MONDAY + timedelta(days=10)):
        assert deadlines.tick() == 0
    with clock.at(MONDAY + timedelta(days=15)):
        assert deadlines.tick() == 1
        outbox.drain()
        told = Notice.objects.filter(topic="task.review_due")
        assert {n.duty for n in told} == {"", "leader", "coordinator"}
        assert list(findings()) == []
        resume(cast, task)
        assert (fresh(task).state, task.resume_state) == ("assigned", "")
        assert task.due_on == date(2027, 1, 15)
        assert task.contest_until == date(2026, 3, 26)
        assert task.sign_off_until == date(2026, 3, 19)
    with clock.at(MONDAY + timedelta(days=25)):
        assert deadlines.tick() == 3  # the task's receipt, the part's, and a silent reminder
    assert fresh(task).deemed
    assert list(findings()) == []


def test_who_may_not_suspend_and_when_not(cast: Cast, task: Task) -> None:
    for who in ("supervisor", "coordinator", "lead_head"):
        with pytest.raises(NotAllowed):
            suspend(cast, task, who)
    with pytest.raises(Unmet) as past:
        suspend(cast, task, review_on=date(2026, 3, 2))
    assert codes(past) == ["review_ahead"]
    stale = cast["leader"]
    with pytest.raises(Stale):
        turns.suspend_task(task, actor=stale, version=1, number="1", reason="r", review_on=REVIEW)
    contest(cast, task)
    with pytest.raises(WrongState):
        suspend(cast, task)


def ask_reopen(cast: Cast, task: Task, who: str = "supervisor") -> Reopening:
    return turns.ask_reopen(
        task, actor=cast[who], version=fresh(task).version, finding="抽查不实", reason="需整改"
    )


def decide_reopen(
    cast: Cast, asked: Reopening, who: str = "leader", *, granted: bool = True
) -> None:
    asked.refresh_from_db()
    turns.decide_reopen(
        asked, actor=cast[who], version=asked.version, granted=granted, reason="同意"
    )


def test_a_verified_task_is_reopened_by_two_hands(cast: Cast, claimed: Task) -> None:
    verify(cast, begin(cast, claimed))
    with pytest.raises(NotAllowed):
        ask_reopen(cast, claimed, "supervisor2")
    asked = ask_reopen(cast, claimed)
    with pytest.raises(Unmet) as second:
        ask_reopen(cast, claimed)
    assert codes(second) == ["reopening_pending"]
    with pytest.raises(NotAllowed):
        decide_reopen(cast, asked, "supervisor")
    assert list(queries.reopenings_to_decide(cast["leader"])) == [asked]
    decide_reopen(cast, asked)
    assert (fresh(claimed).state, claimed.reopened) == ("in_progress", 1)
    assert (claimed.claimed_by, claimed.verified_by, claimed.verifying) == (None, None, None)
    with pytest.raises(WrongState):
        decide_reopen(cast, asked)
    with pytest.raises(WrongState):
        ask_reopen(cast, claimed)
    assert list(findings()) == []


def test_a_refused_reopening_leaves_the_task_closed(cast: Cast, claimed: Task) -> None:
    verify(cast, begin(cast, claimed))
    decide_reopen(cast, ask_reopen(cast, claimed), granted=False)
    assert fresh(claimed).state == "verified"


def ask_transfer(cast: Cast, task: Task, to: str = "QP-D17") -> Transfer:
    return turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=fresh(task).version,
        to_unit=cast.units[to],
        keep_old=True,
        reason="职能划转",
    )


def consent(cast: Cast, moved: Transfer, who: str, *, agreed: bool = True) -> None:
    moved.refresh_from_db()
    turns.consent_transfer(moved, actor=cast[who], version=moved.version, agreed=agreed)


def decide(cast: Cast, moved: Transfer, *, granted: bool = True) -> None:
    moved.refresh_from_db()
    turns.decide_transfer(
        moved, actor=cast["coordinator"], version=moved.version, granted=granted, reason="同意"
    )


def moved_to(cast: Cast, task: Task, to: str, heads: tuple[str, str]) -> None:
    moved = ask_transfer(cast, task, to)
    for head in heads:
        consent(cast, moved, head)
    decide(cast, moved)


def test_both_heads_agree_and_the_lead_passes_on(cast: Cast, task: Task) -> None:
    tasks.accept_task(task, actor=cast["lead"], version=2, contact="李")
    moved = ask_transfer(cast, task)
    with pytest.raises(Unmet) as early:
        decide(cast, moved)
    assert codes(early) == ["both_consented"]
    with pytest.raises(NotAllowed) as handler:
        consent(cast, moved, "proposed")
    assert handler.value.verdicts[0].code == "head_signs"
    with pytest.raises(NotAllowed) as third:
        consent(cast, moved, "outsider_head")
    assert third.value.verdicts[0].foreign
    assert list(queries.transfers_waiting(cast["proposed_head"])) == [moved]
    consent(cast, moved, "proposed_head")
    with pytest.raises(NotAllowed) as twice:
        consent(cast, moved, "proposed_head")
    assert twice.value.verdicts[0].code == "consented_already"
    consent(cast, moved, "lead_head")
    with clock.at(MONDAY + timedelta(days=1)):
        decide(cast, moved)
    assert (fresh(task).state, task.lead, task.contact) == ("assigned", cast.units["QP-D17"], "")
    assert (task.contest_until, task.sign_off_until) == (date(2026, 3, 12), date(2026, 3, 5))
    causes = Assignment.objects.order_by("pk").values_list("unit__code", "cause")
    assert list(causes) == [("QP-D02", "plan"), ("QP-D17", "transfer")]
    assert task.cooperations.filter(unit__code="QP-D02", state="pending").exists()
    assert list(findings()) == []


def test_one_refusal_ends_it_and_one_runs_at_a_time(cast: Cast, task: Task) -> None:
    moved = ask_transfer(cast, task)
    with pytest.raises(Unmet) as two:
        ask_transfer(cast, task, "QP-T05")
    assert codes(two) == ["transfer_pending"]
    consent(cast, moved, "proposed_head", agreed=False)
    assert Transfer.objects.get().state == "refused"
    with pytest.raises(Unmet) as own:
        ask_transfer(cast, task, "QP-D02")
    assert codes(own) == ["other_unit"]
    decide(cast, ask_transfer(cast, task), granted=False)
    assert fresh(task).lead == cast.units["QP-D02"]


def test_no_transfer_while_disputed_nor_a_third_change(cast: Cast, task: Task) -> None:
    moved = ask_transfer(cast, task)
    consent(cast, moved, "lead_head")
    consent(cast, moved, "proposed_head")
    contest(cast, task)
    with pytest.raises(Unmet) as disputed:
        decide(cast, moved)
    assert codes(disputed) == ["transfer_state"]
    with pytest.raises(WrongState):
        ask_transfer(cast, fresh(task))


def test_the_third_change_needs_the_meeting(cast: Cast, task: Task) -> None:
    moved_to(cast, task, "QP-D17", ("lead_head", "proposed_head"))
    moved_to(cast, task, "QP-T05", ("proposed_head", "outsider_head"))
    with pytest.raises(Unmet) as third:
        ask_transfer(cast, task, "QP-D02")
    assert codes(third) == ["third_change"]


Make = Callable[[Cast, Task], object]


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (suspend, "UPDATE coordination_task SET review_on = NULL"),
        (ask_transfer, "UPDATE coordination_transfer SET state = 'carried_out'"),
        (ask_transfer, "UPDATE coordination_transfer SET to_unit_id = from_unit_id"),
    ],
)
def test_the_database_refuses(cast: Cast, task: Task, make: Make, change: str) -> None:
    make(cast, task)
    with install.lifted(), connection.cursor() as cursor:  # noqa: SIM117 - the error is the point
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(change)
