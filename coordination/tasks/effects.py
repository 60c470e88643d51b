"""What the outcome of a dispute does to a task besides its lead; each within an act."""

from collections.abc import Sequence
from datetime import date

from coordination.tasks import limits
from coordination.tasks.actions import release_parts
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.states import Cause, CooperationState
from coordination.units.models import Unit
from workflow.door import Act


def reword(act: Act, task: Task, wording: str, due_on: date | None) -> None:
    """The task gets another wording or due date; what is empty stays."""
    act.follow(task, "reword", wording=wording or task.text, due_on=due_on or task.due_on)


def join_leads(act: Act, task: Task, units: Sequence[Unit], cause: Cause) -> None:
    """The units lead beside the accountable one; a part they had ends."""
    release_units(act, task, units)
    Assignment.objects.bulk_create(
        Assignment(task=task, unit=unit, accountable=False, since=act.at, cause=cause)
        for unit in units
    )


def add_parts(act: Act, task: Task, units: Sequence[Unit]) -> None:
    """The units cooperate from now on, and are to confirm their parts."""
    until = limits.limit_after(act.day, limits.PART_SIGN_OFF)
    parts = [Cooperation(task=task, unit=unit, sign_off_until=until) for unit in units]
    limits.arm_part_sign_off(act.create_all(parts, "add"))


def release_units(act: Act, task: Task, units: Sequence[Unit]) -> None:
    """The units have no part any more."""
    parts = Cooperation.objects.filter(task=task, unit__in=units)
    release_parts(act, list(parts.exclude(state=CooperationState.RELEASED).order_by("pk")))
