"""What brings about the notices of reminders, withdrawals and of requests that became void."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from coordination.approvals import actions as approvals
from coordination.steps import STEPS
from coordination.supervision import actions as supervision
from coordination.supervision import turns
from coordination.supervision.models import Reopening
from coordination.tasks import date_actions as dates
from tests.cast import Cast, make_plan, make_task
from tests.coordination import scenes
from tests.stages import accept, begun, suspend, task_in
from workflow import clock, deadlines, door
from workflow.actor import SYSTEM

OFFICE = ZoneInfo("Asia/Shanghai")


def tick_on(*days: date) -> None:
    """The clock runs in the morning of each day."""
    for day in days:
        with clock.at(datetime(day.year, day.month, day.day, 8, tzinfo=OFFICE)):
            assert deadlines.fire_due().failed == []


def taken(scene: Any, step: str) -> Any:
    """Fill a scene's opener and take ``step`` by its verb."""

    def bring_about(cast: Cast) -> None:
        who, subject, data = scene(cast)
        subject.refresh_from_db()
        verb = STEPS[subject.kind][step].verb
        verb(subject, actor=cast[who], version=subject.version, **data)

    return bring_about


def hard_date(cast: Cast) -> Any:
    task = make_task(cast)
    dates.set_upper_due(
        task,
        actor=cast["coordinator"],
        version=task.version,
        upper_due_on=date(2026, 11, 30),
        basis="b",
    )
    task.refresh_from_db()
    return task


def waived(cast: Cast) -> None:
    task = hard_date(cast)
    dates.waive_upper(
        task,
        actor=cast["leader"],
        version=task.version,
        waived_until=date(2026, 12, 20),
        reason="r",
    )


def undecided(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 3, 20))
    supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2026, 4, 30),
        reason="r",
        percent=1,
    )
    tick_on(date(2026, 3, 23))


def all_void(cast: Cast) -> None:
    """A task with an extension, a transfer and a letter open is cancelled."""
    plan = make_plan(cast)
    task = plan.tasks.get()
    supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2027, 1, 31),
        reason="r",
        percent=1,
    )
    turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units["QP-D17"],
        keep_old=True,
        reason="r",
    )
    supervision.urge(
        task,
        actor=cast["supervisor"],
        unit=cast.units["QP-D21"],
        level="blue",
        text="t",
        reply_until=date(2026, 3, 5),
    )
    amendment = approvals.propose_amendment(
        plan,
        actor=cast["coordinator"],
        version=plan.version,
        number="1",
        reason="r",
        tasks=[task],
    )
    approvals.decide_amendment(amendment, actor=cast["leader"], version=1, granted=True, reason="r")


def reopening_void(cast: Cast) -> None:
    """Nothing of today ends a task that is verified; the rule holds for what may come."""
    reopening: Reopening = scenes.deciding_reopen(cast)[1]
    with door.act(SYSTEM) as act:
        act.follow(act.take(reopening), "lapse")


def near_sign_off(cast: Cast) -> None:
    make_task(cast)
    tick_on(date(2026, 3, 3))


def near_due(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 3, 31))
    accept(cast, task)
    tick_on(date(2026, 3, 17))


def near_milestone(cast: Cast) -> None:
    begun(cast, ("摸底", date(2026, 3, 13)))
    tick_on(date(2026, 3, 10))


def near_verification(cast: Cast) -> None:
    task_in(cast, "completed")
    tick_on(date(2026, 3, 11))


def report_open(cast: Cast) -> None:
    task_in(cast, "in_progress")
    tick_on(date(2026, 3, 24))


def report_missed(cast: Cast) -> None:
    task_in(cast, "in_progress")
    tick_on(date(2026, 4, 1))


def review_late(cast: Cast) -> None:
    suspend(cast, make_task(cast))
    tick_on(date(2026, 3, 17), date(2026, 3, 25))


LEAD, HELPER, OTHER = "QP-D02", "QP-D21", "QP-D17"
# As in ``test_notices``: topic -> what brings it about, and who must be told. By hand.
TOLD_BY_THE_CLOCK: dict[str, tuple[Any, set[str]]] = {
    "part.reopened": (taken(scenes.reopening_part, "coop_reopen"), {LEAD}),
    "task.upper_due": (hard_date, {LEAD, HELPER, "supervisor"}),
    "task.upper_waived": (waived, {LEAD, "supervisor", "coordinator"}),
    "extension.undecided": (undecided, {LEAD, "supervisor", "leader", "coordinator"}),
    "extension.withdrawn": (
        taken(scenes.withdrawing_extension, "withdraw_extension"),
        {"supervisor", "leader"},
    ),
    "extension.void": (all_void, {LEAD, "supervisor"}),
    "reopening.withdrawn": (
        taken(scenes.withdrawing_reopening, "withdraw_reopening"),
        {"leader"},
    ),
    "reopening.void": (reopening_void, {"leader"}),
    "transfer.withdrawn": (
        taken(scenes.withdrawing_transfer, "withdraw_transfer"),
        {LEAD, OTHER},
    ),
    "transfer.void": (all_void, {LEAD, OTHER, "coordinator"}),
    "amendment.withdrawn": (
        taken(scenes.withdrawing_amendment, "withdraw_amendment"),
        {"leader"},
    ),
    "letter.withdrawn": (taken(scenes.withdrawing_letter, "withdraw_letter"), {LEAD}),
    "letter.void": (all_void, {HELPER}),
    "reminder.sign_off": (near_sign_off, {LEAD}),
    "reminder.due": (near_due, {LEAD, HELPER}),
    "reminder.milestone": (near_milestone, {LEAD}),
    "reminder.verification": (near_verification, {"supervisor"}),
    "reminder.report": (report_open, {LEAD, HELPER}),
    "reminder.report_missed": (report_missed, {LEAD, "supervisor"}),
    "reminder.review_late": (review_late, {"top", "leader"}),
}
