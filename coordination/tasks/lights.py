"""The light of a task: derived from its due date, never a state. A light has its word."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
        late = ngettext("%(days)d day overdue", "%(days)d days overdue", -left)
        return Light("red", late % {"days": -left})
    return Light("yellow" if timedelta(days=left) <= SOON else "green", days_left(left))


def days_left(count: int) -> str:
    """How many days are left, in words."""
    return ngettext("%(days)d day left", "%(days)d days left", count) % {"days": count}
