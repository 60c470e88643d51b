"""The limits of tasks and parts: armed by verbs, fired by the clock, lifted when met.

Days come from ``settings.TASK_LIMIT_DAYS``. A limit that passes unmet has a consequence by the
system itself, in a transaction of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings

from coordination.tasks import reminders
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from coordination.units.calendar import add_working_days, calendar_around
from workflow import clock, deadlines, door
from workflow.actor import SYSTEM
from workflow.deadlines import Limit
from workflow.lifecycle import Subject
from workflow.models import Deadline

SIGN_OFF = "sign_off"
PART_SIGN_OFF = "part_sign_off"
PART_CONTEST = "part_contest"
PART_SILENCE = "part_silence"
VERIFICATION = "verification"


def limit_after(day: date, name: str) -> date:
    """The last day of the limit ``name`` that begins on ``day``."""
    return add_working_days(day, settings.TASK_LIMIT_DAYS[name])


def part_limits(day: date) -> dict[str, date]:
    """The limits of a part that is sent on ``day``: to confirm it, and to object."""
    return {
        "sign_off_until": limit_after(day, PART_SIGN_OFF),
        "contest_until": limit_after(day, PART_CONTEST),
    }


def counted_from(day: date, name: str) -> deadlines.Counted:
    """How the limit ``name`` that begins on ``day`` is counted."""
    return deadlines.Counted(day, settings.TASK_LIMIT_DAYS[name])


def arm_sign_off(tasks: Sequence[Task]) -> None:
    """Start the sign-off clock of tasks whose lead is to accept."""
    limits = _limits(tasks)
    deadlines.arm_each(limits, SIGN_OFF, counted_from(clock.today(), SIGN_OFF))
    reminders.arm(limits, reminders.SIGN_OFF)


def arm_part_sign_off(parts: Sequence[Cooperation]) -> None:
    """Start the sign-off clock of parts that were sent."""
    counted = counted_from(clock.today(), PART_SIGN_OFF)
    deadlines.arm_each(_limits(parts), PART_SIGN_OFF, counted)


def arm_due(tasks: Sequence[Task]) -> None:
    """Have the due dates of tasks recalled before they come; older reminders are taken back."""
    for task in tasks:
        deadlines.lift(task, reminders.DUE)
    arm_first_due(tasks)


def arm_first_due(tasks: Iterable[Task]) -> None:
    """The same for tasks that have no reminder yet."""
    reminders.arm([(task, task.due_on) for task in tasks if task.due_on], reminders.DUE)


def arm_milestones(task: Task) -> None:
    """Have the milestones not yet reached recalled before they come."""
    deadlines.lift(task, reminders.MILESTONE)
    ahead = Milestone.objects.filter(task=task, reached_on__isnull=True)
    reminders.arm([(task, each.due_on) for each in ahead], reminders.MILESTONE)


def verification_limits(day: date) -> list[Limit]:
    """The supervisor's clock for a claim of ``day``, first its end. One calendar read."""
    count = settings.TASK_LIMIT_DAYS[VERIFICATION]
    calendar = calendar_around([day], count + max(settings.REMINDER_DAYS[VERIFICATION], default=0))
    until = calendar.add(day, count)
    end = Limit(VERIFICATION, until, counted_from(day, VERIFICATION))
    return [end, *reminders.before_verification(until, calendar)]


def lift_sign_off(task: Task) -> None:
    """Receipt was given or is contested, or the task stands still or is no more."""
    deadlines.lift(task, SIGN_OFF, reminders.SIGN_OFF)


def lift_verification(task: Task) -> None:
    """The claim was decided upon, or is no more."""
    deadlines.lift(task, VERIFICATION, reminders.VERIFICATION)


def _limits(subjects: Iterable[Task] | Iterable[Cooperation]) -> list[tuple[Subject, date]]:
    return [(each, each.sign_off_until) for each in subjects if each.sign_off_until]


def sign_off_due(deadline: Deadline) -> None:
    """The clock: nobody accepted, nobody objected; receipt is deemed."""
    with door.act(SYSTEM) as act:
        task = act.take(Task(pk=deadline.subject_id))
        if task.present_state == TaskState.ASSIGNED:
            act.follow(task, "deemed_receipt")


def part_sign_off_due(deadline: Deadline) -> None:
    """The clock: the cooperating unit did not confirm its part; receipt is deemed."""
    with door.act(SYSTEM) as act:
        seen = Cooperation.objects.get(pk=deadline.subject_id)
        part = act.take(seen)
        if part.present_state == CooperationState.PENDING:
            act.follow(part, "coop_deemed")


def verification_due(deadline: Deadline) -> None:
    """The clock: nobody has decided on the claim; the supervisor and the leader are told."""
    with door.act(SYSTEM) as act:
        task = act.take(Task(pk=deadline.subject_id))
        if task.present_state == TaskState.COMPLETED:
            act.follow(task, "verification_late")
