"""What the clock says before and after a limit: reminders, each a record of its own.

A reminder that comes late speaks only where there is still something ahead to speak of; said is
said once, as its row is unique. The task's own version does not move.
"""

from collections.abc import Callable
from datetime import date, timedelta

from coordination.supervision.models import Reminder
from coordination.supervision.states import URGEABLE, About
from coordination.tasks import periods, reminders
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from workflow import deadlines, door
from workflow.actor import SYSTEM
from workflow.door import Act
from workflow.models import Deadline

ONE = timedelta(days=1)
OVER = (TaskState.VERIFIED, TaskState.CANCELLED)


def _sign_off(task: Task, _said_on: date) -> date | None:
    return task.sign_off_until if task.present_state == TaskState.ASSIGNED else None


def _due(task: Task, _said_on: date) -> date | None:
    return task.due_on if task.present_state in URGEABLE else None


def _milestone(task: Task, said_on: date) -> date | None:
    if task.present_state not in URGEABLE:
        return None
    ahead = task.milestones.filter(reached_on__isnull=True, due_on__gt=said_on)
    return ahead.order_by("due_on").values_list("due_on", flat=True).first()


def _verification(task: Task, _said_on: date) -> date | None:
    return task.verify_until if task.present_state == TaskState.COMPLETED else None


# The rule of a limit -> what it speaks of, and the day it speaks of, if there still is one.
SPOKEN: dict[str, tuple[About, Callable[[Task, date], date | None]]] = {
    reminders.SIGN_OFF: (About.SIGN_OFF, _sign_off),
    reminders.DUE: (About.DUE, _due),
    reminders.MILESTONE: (About.MILESTONE, _milestone),
    reminders.VERIFICATION: (About.VERIFICATION, _verification),
}


def remind(deadline: Deadline) -> None:
    """The clock: a limit is near."""
    about, day_of = SPOKEN[deadline.rule]
    with door.act(SYSTEM) as act:
        task = act.take(Task(pk=deadline.subject_id))
        day = day_of(task, deadline.due_on)
        if day and day >= act.day:
            _say(act, task, about, day, deadline)


def report_opens(deadline: Deadline) -> None:
    """The clock: a period of reports opens for the units that work on the task."""
    with door.act(SYSTEM) as act:
        task = act.take(Task(pk=deadline.subject_id))
        first = periods.period_of(task.report_cycle, deadline.due_on + ONE)
        last = periods.last_day(task.report_cycle, first)
        if last >= act.day and _owes_report(task, first):
            _say(act, task, About.REPORT, last, deadline)


def report_closes(deadline: Deadline) -> None:
    """The clock: a period has ended; what is missing is noted, and the next one is watched.

    The watch goes on until the task is over; it is silent while no work is under way.
    """
    with door.act(SYSTEM) as act:
        task = act.take(Task(pk=deadline.subject_id))
        first = periods.period_of(task.report_cycle, deadline.due_on)
        last = periods.last_day(task.report_cycle, first)
        if last != deadline.due_on or task.present_state in OVER:
            return
        begun = task.started_on and task.started_on < reminders.opens_on(last)
        if begun and _owes_report(task, first):
            _say(act, task, About.REPORT_MISSED, last, deadline)
        reminders.arm_period(task, last + ONE)


def review_rises(deadline: Deadline) -> None:
    """The clock: nobody has looked at a suspension again; it goes one tier up."""
    with door.act(SYSTEM) as act:
        task = act.take(Task(pk=deadline.subject_id))
        if task.present_state == TaskState.SUSPENDED and task.review_on:
            _say(act, task, About.REVIEW_LATE, task.review_on, deadline)


def _owes_report(task: Task, first: date) -> bool:
    working = TaskState.IN_PROGRESS in (task.present_state, task.resume_state)
    if not working or task.present_state == TaskState.SUSPENDED:
        return False
    return not task.reports.filter(unit=task.lead_id, period=first).exists()


def _say(act: Act, task: Task, about: About, day: date, deadline: Deadline) -> None:
    said = Reminder(task=task, about=about, day=day, planned_on=deadline.due_on, at=act.at)
    act.create(said, f"remind_{about.value}", day=day)


def start() -> None:
    """Have the clock call these."""
    for rule in SPOKEN:
        deadlines.on(rule, remind)
    deadlines.on(reminders.REPORT_OPENS, report_opens)
    deadlines.on(reminders.REPORT_CLOSES, report_closes)
