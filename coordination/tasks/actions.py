"""The verbs of tasks. Web, API, commands and tests call these; each opens the one door."""

from datetime import date
from typing import Any

from coordination.plans.models import Plan
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.rules import CONTEST_WORKING_DAYS
from coordination.tasks.states import Cause, CooperationState, TaskState
from coordination.units.calendar import add_working_days
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import door
from workflow.door import Act
from workflow.keys import Key


def issue_plan(plan: Plan, *, actor: Official, version: int | None, key: Key | None = None) -> None:
    """Issue the plan and assign all its tasks, set-based, in one transaction.

    Raises the refusals of the door: no task, or a task without a lead.
    """
    with door.act(actor, key) as act:
        taken = act.take(plan)
        drafts = Task.objects.filter(plan=plan, state=TaskState.DRAFT)
        act.step(
            taken,
            "issue",
            version=version,
            issued_on=act.day,
            tasks=drafts.count(),
            missing=drafts.filter(lead__isnull=True).count(),
        )
        tasks = act.take_all(Task, list(drafts.order_by("pk").values_list("pk", flat=True)))
        until = add_working_days(act.day, CONTEST_WORKING_DAYS)
        act.follow_all(tasks, "issue", lambda _task: {"on": act.day, "contest_until": until})
        Assignment.objects.bulk_create(
            Assignment(task=task, unit_id=task.lead_id, since=act.at, cause=Cause.PLAN)
            for task in tasks
            if task.lead_id
        )
        parts = Cooperation.objects.filter(
            task__plan=plan, state=CooperationState.DRAFT, task__state=TaskState.ASSIGNED
        )
        act.follow_all(list(parts.order_by("pk")), "send")


def assign_lead(
    task: Task, *, actor: Official, version: int | None, lead: Unit, key: Key | None = None
) -> None:
    """Name the lead of a draft."""
    _step(task, "assign_lead", actor, version, key, lead=lead)


def drop_task(task: Task, *, actor: Official, version: int | None, key: Key | None = None) -> None:
    """Take a draft out of its plan."""
    _step(task, "drop", actor, version, key)


def accept_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    contact: str,
    note: str = "",
    key: Key | None = None,
) -> None:
    """The lead accepts and names a contact."""
    _step(task, "accept", actor, version, key, contact=contact, note=note)


def start_task(
    task: Task, *, actor: Official, version: int | None, breakdown: str, key: Key | None = None
) -> None:
    """The lead files its plan of work and starts."""
    _step(task, "start", actor, version, key, breakdown=breakdown)


def verify_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    how: str,
    finding: str,
    key: Key | None = None,
) -> None:
    """A supervisor of another unit verifies the claim and closes the task."""
    _step(task, "verify", actor, version, key, unit_id=actor.unit_id, how=how, finding=finding)


def return_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    limit: date,
    key: Key | None = None,
) -> None:
    """A supervisor returns the claim with what is missing, until ``limit``."""
    _step(task, "return", actor, version, key, reason=reason, limit=limit)


def accept_part(
    part: Cooperation, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """A cooperating unit confirms its part."""
    _step(part, "coop_accept", actor, version, key)


def finish_part(
    part: Cooperation,
    *,
    actor: Official,
    version: int | None,
    result: str,
    key: Key | None = None,
) -> None:
    """A cooperating unit says that its part is done."""
    _step(part, "coop_done", actor, version, key, result=result)


def change_lead(act: Act, task: Task, lead: Unit, cause: Cause, *, keep_old: bool) -> None:
    """Within an act: the dispute is resolved with a new lead.

    The old lead cooperates from now on, or is released; the new lead's own part ends, for it
    now leads. Closes the old assignment first, then opens the new one.
    """
    old_id = task.lead_id
    until = add_working_days(act.day, CONTEST_WORKING_DAYS)
    act.follow(task, "resolve", lead=lead, contest_until=until)
    Assignment.objects.filter(task=task, until__isnull=True).update(until=act.at)
    Assignment.objects.create(task=task, unit=lead, since=act.at, cause=cause)
    active = Cooperation.objects.filter(task=task).exclude(state=CooperationState.RELEASED)
    for part in active.filter(unit=lead):
        act.follow(part, "release")
    if keep_old and old_id and not active.filter(unit_id=old_id).exists():
        act.create(Cooperation(task=task, unit_id=old_id), "add")


def _step(
    subject: Any, name: str, actor: Official, version: int | None, key: Key | None, **data: Any
) -> None:
    with door.act(actor, key) as act:
        act.step(act.take(subject), name, version=version, **data)
