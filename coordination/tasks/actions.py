"""The verbs of tasks. Web, API, commands and tests call these; each opens the one door."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coordination.plans.models import Plan
from coordination.tasks import ends, limits, reminders
from coordination.tasks.indicators import Indicator, PlannedValue
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.parts import send_parts
from coordination.tasks.periods import period_of
from coordination.tasks.queries import (
    drafted_parts,
    undecided_groups,
    with_open_opinions,
    without_lead,
)
from coordination.tasks.rules import CONTEST_WORKING_DAYS
from coordination.tasks.states import Cause, CooperationState, GroupChoice, ReportCycle, TaskState
from coordination.units.calendar import add_working_days
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import deadlines, door, rows
from workflow.door import Act
from workflow.keys import Key


def issue_plan(plan: Plan, *, actor: Official, version: int | None, key: Key | None = None) -> None:
    """Issue the plan and assign all its tasks, set-based, in one transaction.

    Raises the refusals of the door: no task, a task without a lead, a group of units of which
    it is still open whether they share the task or cooperate in it, an undecided opinion.
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
            missing=without_lead(drafts).count(),
            undecided=list(undecided_groups(drafts)),
            opinions=list(with_open_opinions(drafts)),
        )
        drafted = act.take_all(Task, list(drafts.order_by("pk").values_list("pk", flat=True)))
        containers = [task for task in drafted if task.group == GroupChoice.DIVIDED]
        tasks = [task for task in drafted if task.group != GroupChoice.DIVIDED]
        act.follow_all(containers, "issue_divided", lambda _task: {"on": act.day})
        given = {
            "on": act.day,
            "contest_until": add_working_days(act.day, CONTEST_WORKING_DAYS),
            "sign_off_until": limits.limit_after(act.day, limits.SIGN_OFF),
        }
        act.follow_all(tasks, "issue", lambda _task: given)
        limits.arm_sign_off(tasks)
        limits.arm_first_due(tasks)
        Assignment.objects.bulk_create(
            Assignment(task=task, unit_id=task.lead_id, since=act.at, cause=Cause.PLAN)
            for task in tasks
            if task.lead_id
        )
        named = Cooperation.objects.filter(
            task__plan=plan, state=CooperationState.DRAFT, task__state=TaskState.ASSIGNED
        )
        parts = list(named.order_by("pk"))
        sent = limits.part_limits(act.day)
        act.follow_all(parts, "send", lambda _part: sent)
        limits.arm_part_sign_off(parts)


def assign_lead(
    task: Task, *, actor: Official, version: int | None, lead: Unit, key: Key | None = None
) -> None:
    """Name the lead of a draft; a part drafted for that unit is part of the lead now."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "assign_lead", version=version, lead=lead)
        release_parts(act, drafted_parts(taken, lead))


def edit_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    title: str,
    text: str,
    due_on: date | None,
    indicators: Sequence[Mapping[str, Any]],
    key: Key | None = None,
) -> None:
    """Change a draft's wording, due date and indicators; ``indicators`` replace those before.

    Each has text, comparator, baseline, target, measure, due_on, proof and proof_required.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        data: dict[str, Any] = {"title": title, "text": text, "due_on": due_on}
        act.step(taken, "edit", version=version, indicators=indicators, **data)
        Indicator.objects.filter(task=taken).delete()
        Indicator.objects.bulk_create(Indicator(task=taken, **row) for row in indicators)


def drop_task(task: Task, *, actor: Official, version: int | None, key: Key | None = None) -> None:
    """Take a draft out of its plan, with the shares and parts that were drafted in it."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "drop", version=version)
        drop_shares(act, list(taken.children.filter(state=TaskState.DRAFT)))
        release_parts(act, living_parts([taken]))


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
        limits.lift_sign_off(taken)


def start_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    breakdown: str,
    milestones: Sequence[tuple[str, date]],
    cycle: str = ReportCycle.MONTH.value,
    measures: Mapping[int, str] | None = None,
    planned: Sequence[Mapping[str, Any]] = (),
    duties: Mapping[int, tuple[str, date | None]] | None = None,
    key: Key | None = None,
) -> None:
    """The lead files its plan of work with ``milestones`` (what, by when) and starts.

    ``measures`` gives indicators, by their ids, the unit of measure that they lack; ``planned``
    rows have indicator (its id), by (a day in the period) and value; ``duties`` says, by the ids
    of their parts, what cooperating units are to do and by when.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        planned_before = bool(taken.report_cycle)
        days = [due for _title, due in milestones]
        watched = reminders.of_plan_of_work(cycle, act.day, days)
        values = [
            {
                "indicator": row["indicator"],
                "period": period_of(cycle, row["by"]),
                "value": row["value"],
            }
            for row in planned
        ]
        act.step(
            taken,
            "start",
            version=version,
            breakdown=breakdown,
            steps="\n".join(f"{due.isoformat()} {title}" for title, due in milestones),
            milestones=days,
            cycle=cycle,
            measures=measures or {},
            planned=values,
        )
        if planned_before:
            _end_plan_of_work(taken)
        rows.put(
            [
                Milestone(task=taken, position=n, title=title, due_on=due)
                for n, (title, due) in enumerate(milestones, 1)
            ]
        )
        for pk, measure in (measures or {}).items():
            Indicator.objects.filter(task=taken, pk=pk, measure="").update(measure=measure)
        rows.put(
            [
                PlannedValue(
                    indicator_id=row["indicator"], period=row["period"], value=row["value"]
                )
                for row in values
            ]
        )
        send_parts(act, taken, duties or {})
        deadlines.arm_rules(taken, watched)


def _end_plan_of_work(task: Task) -> None:
    """A new lead states its own dates: those of the former plan of work end with it."""
    Milestone.objects.filter(task=task).delete()
    PlannedValue.objects.filter(indicator__task=task).delete()
    deadlines.lift(task, reminders.MILESTONE)


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
    """Within an act: a dispute is resolved or reviewed, or both heads agreed, with a new lead.

    The old lead cooperates from now on, or is released; the new lead's own part ends, for it
    now leads. Closes the old assignment first, then opens the new one.
    """
    old_id = task.lead_id
    act.follow(
        task,
        "resolve" if task.present_state == TaskState.DISPUTED else "transfer",
        lead=lead,
        contest_until=add_working_days(act.day, CONTEST_WORKING_DAYS),
        sign_off_until=limits.limit_after(act.day, limits.SIGN_OFF),
    )
    limits.lift_sign_off(task)
    limits.arm_sign_off([task])
    Assignment.objects.filter(task=task, until__isnull=True).update(until=act.at)
    Assignment.objects.create(task=task, unit=lead, since=act.at, cause=cause)
    active = Cooperation.objects.filter(task=task).exclude(state=CooperationState.RELEASED)
    release_parts(act, list(active.filter(unit=lead)))
    if keep_old and old_id and not active.filter(unit_id=old_id).exists():
        part = Cooperation(task=task, unit_id=old_id, **limits.part_limits(act.day))
        limits.arm_part_sign_off([act.create(part, "add")])
    ends.ended(act, [task])


def release_parts(act: Act, parts: Sequence[Cooperation]) -> None:
    """Within an act: the units have no part any more, and no clock runs for them."""
    for part in parts:
        drafted = part.present_state == CooperationState.DRAFT
        act.follow(part, "drop" if drafted else "release")
        deadlines.lift(part, limits.PART_SIGN_OFF)


def drop_shares(act: Act, shares: Sequence[Task]) -> None:
    """Within an act: drafted shares of a container go, with their parts."""
    taken = act.take_all(Task, [share.pk for share in shares])
    act.follow_all(taken, "drop")
    release_parts(act, living_parts(taken))


def living_parts(tasks: Sequence[Task]) -> list[Cooperation]:
    """The parts of the tasks that were not released."""
    parts = Cooperation.objects.filter(task__in=tasks).exclude(state=CooperationState.RELEASED)
    return list(parts.order_by("pk"))


def cancel_tasks(act: Act, tasks: Sequence[Task], number: str) -> None:
    """Within an act: amendment ``number`` takes the tasks out; nobody has a part any more."""
    act.follow_all(tasks, "cancel", lambda _task: {"number": number})
    release_parts(act, living_parts(tasks))
    Assignment.objects.filter(task__in=tasks, until__isnull=True).update(until=act.at)
    for task in tasks:
        deadlines.lift(task)
    ends.ended(act, tasks)


def _step(
    subject: Any, name: str, actor: Official, version: int | None, key: Key | None, **data: Any
) -> None:
    with door.act(actor, key) as act:
        act.step(act.take(subject), name, version=version, **data)
