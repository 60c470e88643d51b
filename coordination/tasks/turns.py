"""The turns of a task beside its straight way: suspended, transferred, reopened, cancelled."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks import rules
from coordination.tasks.dates import TaskDates
from coordination.tasks.states import TaskState
from workflow.door import Act
from workflow.lifecycle import consequence, step

# States in which somebody's limit may run.
RUNNING = ("assigned", "accepted", "in_progress", "disputed", "completed")


class TaskTurns(TaskDates):
    """What the leader orders, what both heads agree to, what an amendment takes out."""

    lead: Any
    lead_id: int | None
    claimed_by_id: int | None
    text: str
    verifying_id: int | None
    verified_by_id: int | None

    resume_state = models.CharField(max_length=20, blank=True, editable=False)
    assigned_on = models.DateField(null=True, editable=False)
    contest_until = models.DateField(null=True, editable=False)
    sign_off_until = models.DateField(null=True, editable=False)
    deemed = models.BooleanField(default=False, editable=False)
    verify_until = models.DateField(null=True, editable=False)
    suspended_on = models.DateField(null=True, editable=False)
    review_on = models.DateField(null=True, editable=False)
    reopened = models.PositiveSmallIntegerField(default=0, editable=False)
    contact = models.CharField(max_length=60, blank=True)
    grade = models.CharField(max_length=1, blank=True)
    parts_open = models.JSONField(default=list, editable=False)

    class Meta:
        abstract = True

    @step(
        {"assigned": "suspended", "accepted": "suspended", "in_progress": "suspended"},
        rule=rules.may_suspend,
        label=_("Suspend"),
        needs=(rules.review_ahead,),
        prose=("reason",),
        topic="task.suspended",
        grave=True,
    )
    def suspend(self, act: Act, *, review_on: date, **_why: str) -> None:
        """By ruling of the leader, with a day on which it is looked at again; clocks stand."""
        self.resume_state = act.source
        self.suspended_on, self.review_on = act.day, review_on

    @step(
        {"suspended": ("assigned", "accepted", "in_progress")},
        rule=rules.may_suspend,
        label=_("Resume"),
        prose=("reason",),
        topic="task.resumed",
        primary=True,
    )
    def resume(self, act: Act, *, sign_off_until: date, reason: str) -> str:
        """As before; dates move by the days it stood, but not past the upper level's hard date."""
        resumed, self.resume_state = self.resume_state, ""
        if self.suspended_on:
            stood = act.day - self.suspended_on
            self.due_on = self.within_upper(self.due_on + stood) if self.due_on else None
            self.contest_until = self.contest_until + stood if self.contest_until else None
        self.suspended_on = self.review_on = None
        if resumed == TaskState.ASSIGNED:
            self.sign_off_until = sign_off_until
        return resumed

    @step(
        {"suspended": "suspended"},
        rule=consequence,
        label=_("Review of the suspension is due"),
        topic="task.review_due",
    )
    def review_due(self, act: Act) -> None:
        """The day has come on which the suspension is looked at again."""

    @step(
        {"assigned": "assigned", "accepted": "assigned", "in_progress": "assigned"},
        rule=consequence,
        label=_("Lead transferred"),
        topic="task.assigned",
    )
    def transfer(
        self, act: Act, *, lead: Any, contest_until: date | None, sign_off_until: date
    ) -> None:
        """Both heads agreed: assigned to the new lead, with its own limits."""
        self._give_to(lead, act.day, contest_until)
        self.sign_off_until = sign_off_until

    @step(
        {
            "disputed": "disputed",
            "assigned": "assigned",
            "accepted": "accepted",
            "in_progress": "in_progress",
        },
        rule=consequence,
        label=_("Wording or due date changed"),
        topic="task.reworded",
    )
    def reword(self, act: Act, *, wording: str, due_on: date | None) -> None:
        """The outcome of a dispute changes the text or the date; the record keeps the old ones."""
        self.text, self.due_on = wording, due_on

    @step(
        {"verified": "in_progress"},
        rule=consequence,
        label=_("Reopen"),
        topic="task.reopened",
    )
    def reopen(self, act: Act) -> None:
        """The leader agreed that it was not done; the chain goes on."""
        self._unclaim()
        self.verified_by_id = None
        self.reopened += 1

    @step(
        {
            "draft": "cancelled",
            "assigned": "cancelled",
            "accepted": "cancelled",
            "in_progress": "cancelled",
            "disputed": "cancelled",
            "completed": "cancelled",
            "suspended": "cancelled",
            "divided": "cancelled",
        },
        rule=consequence,
        label=_("Cancelled by amendment of the plan"),
        topic="task.cancelled",
    )
    def cancel(self, act: Act, *, number: str) -> None:
        """Amendment ``number`` of the plan takes the task out."""
        self.resume_state = ""
        self.suspended_on = self.review_on = None

    @step(
        {state: state for state in RUNNING},
        rule=consequence,
        label=_("Limits counted anew"),
    )
    def move_limits(self, act: Act, **limits: date) -> None:
        """The calendar of working days was changed; no limit ends earlier than before."""
        for name, day in limits.items():
            setattr(self, name, day)

    @step(
        {state: state for state in (*RUNNING, "draft", "suspended")},
        rule=consequence,
        label=_("Taken over by the unit that follows"),
        topic="task.succeeded",
    )
    def succeed(self, act: Act, *, lead: Any) -> None:
        """The lead was merged or closed; its successor goes on where it stood."""
        self.lead = lead

    def _give_to(self, lead: Any, day: date, contest_until: date | None) -> None:
        self.lead, self.contact, self.deemed = lead, "", False
        self.assigned_on, self.contest_until = day, contest_until

    def _unclaim(self) -> None:
        self.claimed_by_id, self.grade = None, ""
        self.verifying_id, self.verify_until, self.parts_open = None, None, []
