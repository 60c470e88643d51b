"""The verbs of suspension, reopening and direct transfer."""

from datetime import date
from typing import Any

from django.conf import settings

from coordination.disputes.rounds import void_idle
from coordination.supervision import turn_rules as rules
from coordination.supervision.models import Reopening, Transfer
from coordination.supervision.states import EXTENDABLE
from coordination.tasks import limits, reminders
from coordination.tasks.actions import change_lead
from coordination.tasks.asking import Ask
from coordination.tasks.date_actions import follow_due
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.parts import let_parts_go_on
from coordination.tasks.states import Cause, CooperationState, TaskState
from coordination.units.calendar import add_working_days
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.actor import SYSTEM
from workflow.keys import Key
from workflow.models import Deadline

REVIEW = "review"
REVIEW_RISE = "review_rise"

ASK_REOPEN = Ask(
    "ask_reopen", rules.may_ask_reopen, (TaskState.VERIFIED,), (rules.no_reopening_asked,)
)
ASK_TRANSFER = Ask(
    "ask_transfer",
    rules.may_ask_transfer,
    EXTENDABLE,
    (rules.no_transfer_asked, rules.lead_changes_left, rules.other_unit),
)


def suspend_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    number: str,
    reason: str,
    review_on: date,
    key: Key | None = None,
) -> None:
    """The leader suspends by ruling ``number``; what was to be signed waits."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        data: dict[str, Any] = {"number": number, "reason": reason, "review_on": review_on}
        act.step(taken, "suspend", version=version, **data)
        limits.lift_sign_off(taken)
        for part in _pending_parts(taken):
            deadlines.lift(part, limits.PART_SIGN_OFF)
        deadlines.arm(taken, REVIEW, review_on)


def resume_task(
    task: Task, *, actor: Official, version: int | None, reason: str, key: Key | None = None
) -> None:
    """The leader lets the task go on; what was to be signed is so from today."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        until = limits.limit_after(act.day, limits.SIGN_OFF)
        stood = act.day - (taken.suspended_on or act.day)
        act.step(taken, "resume", version=version, sign_off_until=until, reason=reason)
        follow_due(taken, stood)
        deadlines.lift(taken, REVIEW, REVIEW_RISE)
        if taken.present_state == TaskState.ASSIGNED:
            limits.arm_sign_off([taken])
        let_parts_go_on(act, taken, stood.days)


def review_due(deadline: Deadline) -> None:
    """The clock: the suspension is to be looked at again."""
    with door.act(SYSTEM) as act:
        task = act.take(Task(pk=deadline.subject_id))
        if task.present_state == TaskState.SUSPENDED:
            act.follow(task, "review_due")
            rises = add_working_days(act.day, settings.REVIEW_RISE_DAYS)
            deadlines.arm(task, REVIEW_RISE, rises)


def _pending_parts(task: Task) -> list[Cooperation]:
    pending = Cooperation.objects.filter(task=task, state=CooperationState.PENDING)
    return list(pending.order_by("pk"))


def ask_reopen(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    finding: str,
    reason: str,
    key: Key | None = None,
) -> Reopening:
    """A supervisor asks the leader to reopen a verified task."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        ASK_REOPEN.check_version(taken, actor, version)
        ASK_REOPEN.check(taken, actor, {})
        data = {"finding": finding, "reason": reason}
        asked = Reopening(task=taken, by_id=actor.person_id, asked_at=act.at, **data)
        return act.create(asked, "ask_reopen", **data)


def decide_reopen(
    reopening: Reopening,
    *,
    actor: Official,
    version: int | None,
    granted: bool,
    reason: str,
    key: Key | None = None,
) -> None:
    """The leader decides; where granted the task is under way again."""
    with door.act(actor, key) as act:
        taken = act.take(reopening)
        act.step(taken, "decide_reopen", version=version, granted=granted, reason=reason)
        if granted:
            task = act.follow(act.take(Task(pk=taken.task_id)), "reopen")
            follow_due(task)
            reminders.arm_period(task, act.day)


def ask_transfer(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    to_unit: Unit,
    keep_old: bool,
    reason: str,
    key: Key | None = None,
) -> Transfer:
    """The coordinator proposes another lead; both heads are asked."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        ASK_TRANSFER.check_version(taken, actor, version)
        data = {"to_unit": to_unit, "keep_old": keep_old, "reason": reason}
        ASK_TRANSFER.check(taken, actor, data)
        old: Any = taken.lead  # an issued task has one
        asked = Transfer(task=taken, from_unit=old, by_id=actor.person_id, asked_at=act.at, **data)
        return act.create(asked, "ask_transfer", **data)


def consent_transfer(
    transfer: Transfer,
    *,
    actor: Official,
    version: int | None,
    agreed: bool,
    note: str = "",
    key: Key | None = None,
) -> None:
    """The head of one of the two units agrees, or does not."""
    with door.act(actor, key) as act:
        act.step(act.take(transfer), "consent_transfer", version=version, agreed=agreed, note=note)


def decide_transfer(
    transfer: Transfer,
    *,
    actor: Official,
    version: int | None,
    granted: bool,
    reason: str,
    key: Key | None = None,
) -> None:
    """The coordinator decides; where granted the lead changes in the same transaction."""
    with door.act(actor, key) as act:
        taken = act.take(transfer)
        act.step(taken, "decide_transfer", version=version, granted=granted, reason=reason)
        if granted:
            task = act.take(Task(pk=taken.task_id))
            change_lead(act, task, taken.to_unit, Cause.TRANSFER, keep_old=taken.keep_old)
            void_idle(act, task)
