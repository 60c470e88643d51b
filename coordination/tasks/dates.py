"""The dates of a task that move: its due date, and the hard date set by the upper level."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks import date_rules as rules
from workflow.door import Act
from workflow.lifecycle import Subject, consequence, step

OPEN = {
    "draft": "draft",
    "assigned": "assigned",
    "accepted": "accepted",
    "in_progress": "in_progress",
    "disputed": "disputed",
    "suspended": "suspended",
}
OWED = {state: state for state in ("assigned", "accepted", "in_progress")}


class TaskDates(Subject):
    """``upper_due_on`` is the hard date of the upper level; ``waived_until`` lets dates pass it.

    No date moves beyond the later of the two.
    """

    due_on: date | None

    original_due_on = models.DateField(null=True, editable=False)
    extensions = models.PositiveSmallIntegerField(default=0, editable=False)
    upper_due_on = models.DateField(null=True, editable=False)
    waived_until = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def latest_due(self) -> date | None:
        """The day beyond which the due date cannot move; ``None`` where nothing forbids it."""
        if self.upper_due_on is None:
            return None
        return max(self.upper_due_on, self.waived_until or self.upper_due_on)

    def within_upper(self, day: date) -> date:
        """The day itself, or the last one that the upper level allows."""
        return min(day, self.latest_due or day)

    @step(
        OWED,
        rule=consequence,
        label=_("Due date moved"),
        needs=(rules.not_past_upper,),
        topic="task.rescheduled",
    )
    def reschedule(self, act: Act, *, due_on: date) -> None:
        """An extension was granted; the original date is kept and the moves are counted."""
        self.original_due_on = self.original_due_on or self.due_on
        self.due_on = due_on
        self.extensions += 1

    @step(
        OPEN,
        rule=rules.may_set_upper_due,
        label=_("Enter the upper level's hard date"),
        needs=(rules.upper_date_ahead,),
        prose=("basis",),
        topic="task.upper_due",
    )
    def set_upper_due(self, act: Act, *, upper_due_on: date, **_basis: Any) -> None:
        """The upper level's date binds: a later due date moves to it, and waivers end."""
        self.upper_due_on, self.waived_until = upper_due_on, None
        if self.due_on and self.due_on > upper_due_on:
            self.original_due_on = self.original_due_on or self.due_on
            self.due_on = upper_due_on

    @step(
        OPEN,
        rule=rules.may_waive_upper,
        label=_("Waive the upper level's hard date"),
        needs=(rules.upper_set, rules.waived_later),
        prose=("reason",),
        topic="task.upper_waived",
        grave=True,
    )
    def waive_upper(self, act: Act, *, waived_until: date, **_reason: Any) -> None:
        """The leader answers for passing the hard date, up to a day, with the reason."""
        self.waived_until = waived_until
