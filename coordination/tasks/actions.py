"""The verbs of tasks. Web, API, commands and tests call these; each opens the one door."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coordination.plans.models import Plan
from coordination.tasks import limits
from coordination.tasks.models import Assignment, Cooperation, Indicator, Milestone, Task
from coordination.tasks.rules import CONTEST_WORKING_DAYS
from coordination.tasks.states import Cause, CooperationState, ReportCycle, TaskState
from coordination.units.calendar import add_working_days
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import deadlines, door
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
        given = {
            "on": act.day,
            "contest_until": add_working_days(act.day, CONTEST_WORKING_DAYS),
            "sign_off_until": limits.limit_after(act.day, limits.SIGN_OFF),
        }
        act.follow_all(tasks, "issue", lambda _task: given)
        limits.arm_sign_off(tasks)
        Assignment.objects.bulk_create(
            Assignment(task=task, unit_id=task.lead_id, since=act.at, cause=Cause.PLAN)
            for task in tasks
            if task.lead_id
        )
        drafted = Cooperation.objects.filter(
            task__plan=plan, state=CooperationState.DRAFT, task__state=TaskState.ASSIGNED
        )
        parts = list(drafted.order_by("pk"))
        sent = {"sign_off_until": limits.limit_after(act.day, limits.PART_SIGN_OFF)}
        act.follow_all(parts, "send", lambda _part: sent)
        limits.arm_part_sign_off(parts)


def assign_lead(
    task: Task, *, actor: Official, version: int | None, lead: Unit, key: Key | None = None
) -> None:
    """Name the lead of a draft; a part drafted for that unit is part of the lead now."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "assign_lead", version=version, lead=lead)
        drafted = Cooperation.objects.filter(task=taken, unit=lead, state=CooperationState.DRAFT)
        release_parts(act, list(drafted))


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
    """The lead accepts and names a contact; the sign-off clock stops."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "accept", version=version, contact=contact, note=note)
        deadlines.lift(taken, limits.SIGN_OFF)


def start_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    breakdown: str,
    milestones: Sequence[tuple[str, date]],
    cycle: str = ReportCycle.MONTH.value,
    measures: Mapping[int, str] | None = None,
    key: Key | None = None,
) -> None:
    """The lead files its plan of work with ``milestones`` (what, by when) and starts.

    ``measures`` gives indicators, by their ids, the unit of measure that they lack.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(
            taken,
            "start",
            version=version,
            breakdown=breakdown,
            steps="\n".join(f"{due.isoformat()} {title}" for title, due in milestones),
            milestones=[due for _title, due in milestones],
            cycle=cycle,
            measures=measures or {},
        )
        # A new lead states its own dates: those of the former plan of work end with it.
        Milestone.objects.filter(task=taken).delete()
        Milestone.objects.bulk_create(
            Milestone(task=taken, position=n, title=title, due_on=due)
            for n, (title, due) in enumerate(milestones, 1)
        )
        for pk, measure in (measures or {}).items():
            Indicator.objects.filter(task=taken, pk=pk, measure="").update(measure=measure)


def begin_verification(
    task: Task, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """A supervisor begins to check the claim; it can no longer be withdrawn."""
    _step(task, "begin_verification", actor, version, key, unit_id=actor.unit_id)


def withdraw_claim(
    task: Task, *, actor: Official, version: int | None, reason: str, key: Key | None = None
) -> None:
    """The lead takes the claim back before it is being checked."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "withdraw_claim", version=version, reason=reason)
        deadlines.lift(taken, limits.VERIFICATION)


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
    with door.act(actor, key) as act:
        taken = act.take(task)
        data = {"unit_id": actor.unit_id, "how": how, "finding": finding}
        act.step(taken, "verify", version=version, **data)
        deadlines.lift(taken, limits.VERIFICATION)
        end_requests(act, taken)


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
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "return", version=version, reason=reason, limit=limit)
        deadlines.lift(taken, limits.VERIFICATION)


def accept_part(
    part: Cooperation, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """A cooperating unit confirms its part; its sign-off clock stops."""
    with door.act(actor, key) as act:
        taken = act.take(part)
        act.step(taken, "coop_accept", version=version)
        deadlines.lift(taken, limits.PART_SIGN_OFF)


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


def resolve(act: Act, task: Task) -> None:
    """Within an act: the dispute is over and the lead stays; what was to be signed is so again."""
    until = limits.limit_after(act.day, limits.SIGN_OFF)
    act.follow(task, "resolve", sign_off_until=until)
    if task.present_state == TaskState.ASSIGNED:
        limits.arm_sign_off([task])


def change_lead(act: Act, task: Task, lead: Unit, cause: Cause, *, keep_old: bool) -> None:
    """Within an act: a dispute is resolved, or both heads agreed, with a new lead.

    The old lead cooperates from now on, or is released; the new lead's own part ends, for it
    now leads. Closes the old assignment first, then opens the new one.
    """
    old_id = task.lead_id
    act.follow(
        task,
        "transfer" if cause == Cause.TRANSFER else "resolve",
        lead=lead,
        contest_until=add_working_days(act.day, CONTEST_WORKING_DAYS),
        sign_off_until=limits.limit_after(act.day, limits.SIGN_OFF),
    )
    deadlines.lift(task, limits.SIGN_OFF)
    limits.arm_sign_off([task])
    Assignment.objects.filter(task=task, until__isnull=True).update(until=act.at)
    Assignment.objects.create(task=task, unit=lead, since=act.at, cause=cause)
    active = Cooperation.objects.filter(task=task).exclude(state=CooperationState.RELEASED)
    release_parts(act, list(active.filter(unit=lead)))
    if keep_old and old_id and not active.filter(unit_id=old_id).exists():
        until = limits.limit_after(act.day, limits.PART_SIGN_OFF)
        part = Cooperation(task=task, unit_id=old_id, sign_off_until=until)
        limits.arm_part_sign_off([act.create(part, "add")])


def release_parts(act: Act, parts: Sequence[Cooperation]) -> None:
    """Within an act: the units have no part any more, and no clock runs for them."""
    for part in parts:
        act.follow(part, "release")
        deadlines.lift(part, limits.PART_SIGN_OFF)


def cancel_tasks(act: Act, tasks: Sequence[Task], number: str) -> None:
    """Within an act: amendment ``number`` takes the tasks out; nobody has a part any more."""
    act.follow_all(tasks, "cancel", lambda _task: {"number": number})
    parts = Cooperation.objects.filter(task__in=tasks).exclude(state=CooperationState.RELEASED)
    release_parts(act, list(parts.order_by("pk")))
    Assignment.objects.filter(task__in=tasks, until__isnull=True).update(until=act.at)
    for task in tasks:
        deadlines.lift(task)
        end_requests(act, task)


def end_requests(act: Act, task: Task) -> None:
    """Within an act: the task is closed; what was asked about its date or lead lapses."""
    for extension in task.extension_requests.filter(state="asked"):
        act.follow(extension, "lapse")
    for transfer in task.transfers.filter(state__in=["asked", "consented"]):
        act.follow(transfer, "lapse")


def _step(
    subject: Any, name: str, actor: Official, version: int | None, key: Key | None, **data: Any
) -> None:
    with door.act(actor, key) as act:
        act.step(act.take(subject), name, version=version, **data)
