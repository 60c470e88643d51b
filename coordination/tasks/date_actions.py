"""The verbs of the hard date, and what moves with a due date that moved."""

from datetime import date, timedelta

from django.db.models import F

from coordination.tasks import limits
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Task
from coordination.units.official import Official
from workflow import door
from workflow.keys import Key


def set_upper_due(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    upper_due_on: date,
    basis: str,
    key: Key | None = None,
) -> None:
    """The coordinator enters the upper level's hard date, with the document that sets it."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        before = taken.due_on
        data = {"upper_due_on": upper_due_on, "basis": basis}
        act.step(taken, "set_upper_due", version=version, **data)
        if taken.due_on != before and taken.assigned_on:
            follow_due(taken)


def waive_upper(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    waived_until: date,
    reason: str,
    key: Key | None = None,
) -> None:
    """The leader lets dates pass the hard one, up to ``waived_until``, and says why."""
    with door.act(actor, key) as act:
        data = {"waived_until": waived_until, "reason": reason}
        act.step(act.take(task), "waive_upper", version=version, **data)


def follow_due(task: Task, stood: timedelta = timedelta()) -> None:
    """Within an act: open milestones and reminders go with the due date.

    ``stood``: the days by which the milestones move; none lies beyond the due date, and the last
    one stands on it.
    """
    ahead = Milestone.objects.filter(task=task, reached_on__isnull=True)
    if stood:
        ahead.update(due_on=F("due_on") + stood)
    if task.due_on:
        ahead.filter(due_on__gt=task.due_on).update(due_on=task.due_on)
        last = Milestone.objects.filter(task=task).order_by("position").last()
        if last and last.reached_on is None and last.due_on != task.due_on:
            Milestone.objects.filter(pk=last.pk).update(due_on=task.due_on)
    limits.arm_due([task])
    limits.arm_milestones(task)
