"""What is asked about a task ends with the task; a new lead begins with dates of its own."""

from datetime import date, timedelta

import pytest

from coordination.approvals import actions as approvals
from coordination.reports.invariants import findings
from coordination.supervision import actions as supervision
from coordination.supervision import turns
from coordination.tasks import actions as tasks
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Task
from tests.cast import Cast, make_plan, make_task
from tests.coordination.scenes import deciding_transfer
from tests.part_stages import finish_parts
from tests.stages import (
    accept,
    assign_lead,
    begin_verification,
    claim,
    resume,
    start,
    suspend,
    task_in,
    verify,
)
from workflow import clock
from workflow.errors import Unmet
from workflow.models import Deadline


def ask_both(cast: Cast, task: Task) -> None:
    """An extension and a transfer are asked for."""
    supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2027, 3, 1),
        reason="审批未完成",
        percent=40,
    )
    turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units["QP-D17"],
        keep_old=True,
        reason="职能划转",
    )


def requests(task: Task) -> list[str]:
    return [task.extension_requests.get().present_state, task.transfers.get().present_state]


def test_requests_lapse_with_the_verification(cast: Cast) -> None:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    ask_both(cast, task)
    for step in (claim, begin_verification, verify):
        assert requests(task) == ["asked", "asked"]
        step(cast, task)
        task.refresh_from_db()
    assert requests(task) == ["void", "void"]


def test_requests_and_limits_end_with_the_cancellation(cast: Cast) -> None:
    plan = make_plan(cast, 3)
    first, second, _third = plan.tasks.order_by("pk")
    ask_both(cast, first)
    turns.suspend_task(
        second,
        actor=cast["leader"],
        version=second.version,
        number="1",
        reason="政策调整",
        review_on=date(2026, 3, 16),
    )
    amendment = approvals.propose_amendment(
        plan,
        actor=cast["coordinator"],
        version=plan.version,
        number="1",
        reason="政策调整",
        tasks=[first, second],
    )
    approvals.decide_amendment(
        amendment, actor=cast["leader"], version=1, granted=True, reason="同意"
    )
    assert requests(first) == ["void", "void"]
    open_limits = Deadline.objects.filter(kind="task", lifted_at=None)
    assert open_limits.filter(subject_id__in=[first.pk, second.pk]).count() == 0
    assert list(findings()) == []


def test_the_part_drafted_for_the_new_lead_of_a_draft_is_released(cast: Cast) -> None:
    task = make_task(cast, issued=False)
    assign_lead(cast, task, "QP-D21")
    assert task.cooperations.get().present_state == "released"


def test_a_new_lead_states_its_own_milestones(cast: Cast) -> None:
    _who, moved, _form = deciding_transfer(cast)
    task = moved.task
    task.refresh_from_db()
    accept(cast, task)
    task.refresh_from_db()
    start(cast, task)
    turns.decide_transfer(
        moved, actor=cast["coordinator"], version=moved.version, granted=True, reason="同意"
    )
    task.refresh_from_db()
    assert (task.present_state, task.lead) == ("assigned", cast.units["QP-D17"])
    tasks.accept_task(task, actor=cast["proposed"], version=task.version, contact="王")
    task.refresh_from_db()
    tasks.start_task(
        task,
        actor=cast["proposed"],
        version=task.version,
        breakdown="一步",
        milestones=[("全部完成", task.due_on)],
    )
    assert list(Milestone.objects.values_list("position", "title")) == [(1, "全部完成")]


def test_an_extension_is_not_granted_to_a_day_before_the_present_one(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 6, 30))
    asked = supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2026, 7, 10),
        reason="审批未完成",
        percent=40,
    )
    suspend(cast, task)
    with clock.at(clock.now() + timedelta(days=20)):
        task.refresh_from_db()
        resume(cast, task)
        task.refresh_from_db()
        assert task.due_on == date(2026, 7, 20)
        decision = {"actor": cast["supervisor"], "version": 1, "reason": "已核实"}
        with pytest.raises(Unmet) as refused:
            supervision.decide_extension(asked, granted=True, **decision)
        assert refused.value.verdicts[0].code == "later_day"
        supervision.decide_extension(asked, granted=False, **decision)
