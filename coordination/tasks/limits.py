"""The limits of tasks and parts: armed by verbs, fired by the clock, lifted when met.

Days come from ``settings.TASK_LIMIT_DAYS``. A limit that passes unmet has a consequence by the
system itself, in a transaction of its own.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from coordination.units.calendar import add_working_days
from workflow import clock, deadlines, door
from workflow.actor import SYSTEM
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
    _arm(tasks, SIGN_OFF)


def arm_part_sign_off(parts: Sequence[Cooperation]) -> None:
    """Start the sign-off clock of parts that were sent."""
    _arm(parts, PART_SIGN_OFF)


def _arm(subjects: Sequence[Task] | Sequence[Cooperation], rule: str) -> None:
    by_day: dict[date, list[Subject]] = {}
    for subject in subjects:
        if subject.sign_off_until:
            by_day.setdefault(subject.sign_off_until, []).append(subject)
    for due_on, group in by_day.items():
        deadlines.arm_all(group, rule, due_on, counted_from(clock.today(), rule))


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
