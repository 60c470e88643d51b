"""The light of a task: derived from its due date, never a state. A light has its word."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from coordination.tasks.states import TaskState

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Light:
    """``colour`` is green, yellow, red or grey; ``word`` says why."""

    colour: str
    word: str


def light_of(task: Any, today: date) -> Light:
    """Green on the way, yellow within seven days of the due date, red past it, grey if closed."""
    if task.state in (TaskState.VERIFIED, TaskState.CANCELLED):
        return Light("grey", _("closed"))
    if task.due_on is None:
        return Light("green", _("no date"))
    left = (task.due_on - today).days
    if task.state == TaskState.COMPLETED:
        return Light("green", _("claimed"))
    if left < 0:
        return Light("red", _("%(days)d days overdue") % {"days": -left})
    if timedelta(days=left) <= SOON:
        return Light("yellow", _("%(days)d days left") % {"days": left})
    return Light("green", _("%(days)d days left") % {"days": left})
