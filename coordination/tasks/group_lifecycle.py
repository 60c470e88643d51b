"""What becomes of a line that names a group of units: shares of its units, or cooperation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks import rules
from coordination.tasks.states import GroupChoice
from workflow.door import Act
from workflow.lifecycle import Subject, consequence, step


class TaskGroups(Subject):
    """The choice of the drafters, and the issue of a container whose shares bear the duty."""

    lead: Any
    assigned_on: date | None
    resume_state: str

    group = models.CharField(max_length=20, choices=GroupChoice.choices, blank=True, editable=False)

    class Meta:
        abstract = True

    @step(
        {"draft": "draft"},
        rule=rules.may_draft,
        label=_("Divide among the units of the group"),
        needs=(rules.names_a_group, rules.several_units, rules.opinions_decided),
    )
    def divide(self, act: Act, *, units: Sequence[Any]) -> None:
        """Each unit gets a share of its own; the line becomes their container, without lead."""
        self.group, self.lead = GroupChoice.DIVIDED, None

    @step(
        {"draft": "draft"},
        rule=rules.may_draft,
        label=_("Let the units of the group cooperate"),
        needs=(rules.names_a_group, rules.lead_undisputed),
    )
    def take_collective(self, act: Act, *, units: Sequence[Any]) -> None:
        """One unit stays accountable; those of the group cooperate."""
        self.group = GroupChoice.COOPERATING

    @step(
        {
            "disputed": "divided",
            "assigned": "divided",
            "accepted": "divided",
            "in_progress": "divided",
        },
        rule=consequence,
        label=_("Split into parts"),
        topic="task.split",
    )
    def split(self, act: Act) -> None:
        """The outcome of a dispute: parts with leads of their own; this one contains them."""
        self.group, self.lead, self.resume_state = GroupChoice.DIVIDED, None, ""

    @step({"draft": "divided"}, rule=consequence, label=_("Assign to the units of the group"))
    def issue_divided(self, act: Act, *, on: date) -> None:
        """The container has no lead and no clock; its shares are assigned with it."""
        self.assigned_on = on
