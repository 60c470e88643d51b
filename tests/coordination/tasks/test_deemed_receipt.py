"""Silence does not hold a task up: by the limit it counts as received."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from coordination.disputes import actions as disputes
from coordination.notifications.models import Notice
from coordination.reports.invariants import findings
from coordination.tasks import actions
from coordination.tasks.models import Cooperation, Task
from coordination.units.actions import load_years
from tests.cast import Cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.coordination.disputes.test_rounds import contest
from workflow import clock, deadlines, outbox
from workflow.errors import Stale, Unmet, WrongState
from workflow.models import Record

AFTER = MONDAY + timedelta(days=3)  # Thursday: two working days have passed


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast)


def part_of(task: Task) -> Cooperation:
    return task.cooperations.get()


def test_receipt_is_deemed_after_the_limit_once_and_told(cast: Cast, task: Task) -> None:
    assert task.sign_off_until == date(2026, 3, 4)
    with clock.at(MONDAY + timedelta(days=2)):
        assert deadlines.tick() == 1  # the reminder
    with clock.at(AFTER):
        assert deadlines.tick() == 2
        assert deadlines.tick() == 0
        outbox.drain()
    task.refresh_from_db()
    assert (task.state, task.deemed, task.contact) == ("accepted", True, "")
    record = Record.objects.get(kind="task", step="deemed_receipt")
    assert (record.actor, record.hat) == ("system", "system")
    told = Notice.objects.filter(topic="task.deemed")
    assert {(n.unit_id, n.duty) for n in told} == {(task.lead_id, ""), (None, "coordinator")}
    assert list(findings()) == []


def test_the_objection_right_ends_with_its_own_limit(cast: Cast, task: Task) -> None:
    with clock.at(AFTER):
        deadlines.tick()
        task.refresh_from_db()
        contest(cast, task)
    task.refresh_from_db()
    assert (task.state, task.resume_state) == ("disputed", "accepted")


def test_acceptance_lifts_the_limit(cast: Cast, task: Task) -> None:
    actions.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
    part = part_of(task)
    actions.accept_part(part, actor=cast["helper"], version=part.version)
    with clock.at(AFTER):
        assert deadlines.tick() == 0
    task.refresh_from_db()
    assert not task.deemed


def test_after_the_limit_acceptance_is_refused_before_the_clock_has_fired(
    cast: Cast, task: Task
) -> None:
    part = part_of(task)
    with clock.at(AFTER):
        with pytest.raises(Unmet) as late:
            actions.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
        with pytest.raises(Unmet) as part_late:
            actions.accept_part(part, actor=cast["helper"], version=part.version)
        assert late.value.verdicts[0].code == "sign_off_limit"
        assert part_late.value.verdicts[0].code == "sign_off_limit"
        deadlines.tick()
        with pytest.raises(Stale):
            actions.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
        task.refresh_from_db()
        with pytest.raises(WrongState):
            actions.accept_task(task, actor=cast["lead"], version=task.version, contact="李")


def test_a_part_is_deemed_received_two_days_after_it_was_sent(cast: Cast, task: Task) -> None:
    with clock.at(AFTER):
        deadlines.tick()
        outbox.drain()
    part = part_of(task)
    assert (part.state, part.deemed) == ("accepted", True)
    told = Notice.objects.filter(topic="part.deemed").values_list("unit__code", flat=True)
    assert set(told) == {"QP-D02", "QP-D21"}


def test_an_objection_stops_the_clock_and_a_withdrawal_starts_it_anew(
    cast: Cast, task: Task
) -> None:
    dispute = contest(cast, task)
    with clock.at(AFTER):
        assert deadlines.tick() == 1  # the part's own
        disputes.withdraw_dispute(
            dispute, actor=cast["lead_head"], version=dispute.version, reason="已沟通"
        )
    task.refresh_from_db()
    assert (task.state, task.sign_off_until) == ("assigned", date(2026, 3, 9))
    with clock.at(AFTER + timedelta(days=5)):
        assert deadlines.tick() == 2  # a reminder that came late, and is silent, and the limit
    assert not task.reminders.exists()
    task.refresh_from_db()
    assert task.deemed


def test_a_withdrawal_on_the_same_day_leaves_the_clock_running(cast: Cast, task: Task) -> None:
    dispute = contest(cast, task)
    disputes.withdraw_dispute(
        dispute, actor=cast["lead_head"], version=dispute.version, reason="已沟通"
    )
    with clock.at(AFTER):
        assert deadlines.tick() == 3  # the late reminder, the receipt and the part's
    task.refresh_from_db()
    assert task.deemed


def test_issuing_many_tasks_arms_each_and_late_clocks_fire_each_once(cast: Cast) -> None:
    plan = make_plan(cast, 30)
    with clock.at(MONDAY + timedelta(days=30)):
        assert deadlines.tick() == 90  # of each the receipt, the part's, and a silent reminder
        assert deadlines.tick() == 0
    assert set(plan.tasks.values_list("state", flat=True)) == {"accepted"}


def test_a_public_holiday_moves_the_limit_on(cast: Cast) -> None:
    load_years([2026])
    with clock.at(MONDAY.replace(month=4, day=3)):
        task = make_task(cast, title="清明")
    assert task.sign_off_until == date(2026, 4, 8)


def test_the_database_knows_no_deemed_task_that_is_still_to_be_signed(task: Task) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(deemed=True)
