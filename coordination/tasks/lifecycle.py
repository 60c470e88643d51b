"""The lifecycle of a task, and the small one of a cooperating unit's part.

Read from top to bottom it is table 3.3 of the specification: draft, assigned, accepted,
in progress, completed, verified; disputed stands beside them, and the duty goes on there.
"""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks import rules
from coordination.tasks.states import CooperationState, TaskState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step


class TaskLifecycle(Subject):
    """Six states from assignment to verification, and draft and cancelled around them."""

    kind = "task"
    creations = (Creation("draft", TaskState.DRAFT, _("draft the task")),)

    lead: Any
    claimed_by: Any
    verified_by_id: int | None

    state = state_field(TaskState, TaskState.DRAFT)
    resume_state = models.CharField(max_length=20, blank=True, editable=False)
    assigned_on = models.DateField(null=True, editable=False)
    contest_until = models.DateField(null=True, editable=False)
    contact = models.CharField(max_length=60, blank=True)
    rework = models.PositiveSmallIntegerField(default=0, editable=False)
    grade = models.CharField(max_length=1, blank=True)

    class Meta:
        abstract = True

    @step({"draft": "draft"}, rule=rules.may_draft, label=_("Name the lead unit"))
    def assign_lead(self, act: Act, *, lead: Any) -> None:
        """A draft gets, or changes, its one accountable lead."""
        self.lead = lead

    @step({"draft": "cancelled"}, rule=rules.may_draft, label=_("Drop"), grave=True)
    def drop(self, act: Act) -> None:
        """A draft is taken out of the plan."""

    @step({"draft": "assigned"}, rule=consequence, label=_("Assign"), topic="task.assigned")
    def issue(self, act: Act, *, on: date, contest_until: date) -> None:
        """The plan was issued: the lead is to accept, or to object by ``contest_until``."""
        self.assigned_on, self.contest_until = on, contest_until

    @step(
        {"assigned": "accepted", "disputed": "disputed"},
        rule=rules.may_accept,
        label=_("Accept"),
        needs=(rules.to_be_accepted,),
        prose=("note",),
        topic="task.accepted",
        primary=True,
    )
    def accept(self, act: Act, *, contact: str, note: str = "") -> None:
        """The lead takes the task and names whom to talk to; a dispute does not hinder it."""
        self.contact = contact
        if self.resume_state:
            self.resume_state = TaskState.ACCEPTED

    @step(
        {"assigned": "disputed", "accepted": "disputed", "in_progress": "disputed"},
        rule=rules.may_contest,
        label=_("Contest responsibility"),
        needs=(rules.within_window, rules.proposed_other),
        prose=("facts", "basis"),
        topic="task.contested",
        grave=True,
    )
    def contest(self, act: Act, **_grounds: Any) -> None:
        """A dispute is opened; the duty stays with the lead until it is decided."""
        self.resume_state = act.source

    @step(
        {"accepted": "in_progress", "disputed": "disputed"},
        rule=rules.may_start,
        label=_("File the plan of work and start"),
        needs=(rules.to_be_started,),
        prose=("breakdown",),
        topic="task.started",
        primary=True,
    )
    def start(self, act: Act, *, breakdown: str) -> None:
        """The lead has broken the task down and begins, also while disputed."""
        if self.resume_state:
            self.resume_state = TaskState.IN_PROGRESS

    @step(
        {"in_progress": "completed"},
        rule=rules.may_claim,
        label=_("Claim completion"),
        needs=(rules.evidence_given, rules.parts_done),
        prose=("result",),
        topic="task.claimed",
    )
    def claim(self, act: Act, *, grade: str, evidence: Any, **_more: Any) -> None:
        """The lead says that the task is done, and shows it."""
        self.claimed_by, self.grade = self.lead, grade

    @step(
        {"completed": "verified"},
        rule=rules.may_verify,
        label=_("Verify and close"),
        prose=("finding",),
        topic="task.verified",
        primary=True,
    )
    def verify(self, act: Act, *, unit_id: int, **_finding: Any) -> None:
        """A supervisor of another unit has checked the claim; the task is closed."""
        self.verified_by_id = unit_id

    @step(
        {"completed": "in_progress"},
        rule=rules.may_return,
        label=_("Return for rework"),
        prose=("reason",),
        topic="task.returned",
    )
    def return_(self, act: Act, *, limit: date, **_reason: Any) -> None:
        """The claim does not hold; the lead goes on until ``limit``."""
        self.rework += 1
        self.claimed_by, self.grade = None, ""

    @step(
        {"disputed": ("assigned", "accepted", "in_progress")},
        rule=consequence,
        label=_("Dispute resolved"),
        topic="task.resolved",
    )
    def resolve(
        self, act: Act, *, lead: Any = None, contest_until: date | None = None, **_c: Any
    ) -> str:
        """Maintained: as before. A new ``lead``: assigned anew, with a new sign-off."""
        resumed, self.resume_state = self.resume_state, ""
        if lead is None:
            return resumed
        self.lead, self.contact = lead, ""
        self.assigned_on, self.contest_until = act.day, contest_until
        return TaskState.ASSIGNED.value


class CooperationLifecycle(Subject):
    """The part of one cooperating unit; the lead's own task is not touched by it."""

    kind = "cooperation"
    creations = (
        Creation("draft", CooperationState.DRAFT, _("name a cooperating unit")),
        Creation("add", CooperationState.PENDING, _("add a cooperating unit"), "part.sent"),
    )

    state = state_field(CooperationState, CooperationState.DRAFT)

    class Meta:
        abstract = True

    @step({"draft": "pending"}, rule=consequence, label=_("Send the part"), topic="part.sent")
    def send(self, act: Act) -> None:
        """The plan was issued: the unit is to confirm its part."""

    @step(
        {"pending": "accepted"},
        rule=rules.may_take_part,
        label=_("Confirm our part"),
        topic="part.accepted",
        primary=True,
    )
    def coop_accept(self, act: Act) -> None:
        """The unit takes its part."""

    @step(
        {"accepted": "done"},
        rule=rules.may_take_part,
        label=_("Our part is done"),
        prose=("result",),
        topic="part.done",
    )
    def coop_done(self, act: Act, *, result: str) -> None:
        """The unit has done its part."""

    @step(
        {"draft": "released", "pending": "released", "accepted": "released", "done": "released"},
        rule=consequence,
        label=_("Release"),
        topic="part.released",
    )
    def release(self, act: Act) -> None:
        """The unit has no part any more, as the outcome of a dispute says."""
