"""The lifecycle of a task; that of a cooperating unit's part stands in ``part_lifecycle``,
the turns beside the straight way in ``turns``, the moving of dates in ``dates``, the choice for a
group in ``group_lifecycle``.

Read from top to bottom it is table 3.3 of the specification: draft, assigned, accepted,
in progress, completed, verified; disputed stands beside them, and the duty goes on there.
"""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks import contest_rules as contesting
from coordination.tasks import indicator_rules, part_rules, rules
from coordination.tasks.group_lifecycle import TaskGroups
from coordination.tasks.states import DueKind, TaskState
from coordination.tasks.turns import TaskTurns
from workflow.door import Act
from workflow.lifecycle import Creation, consequence, state_field, step


class TaskLifecycle(TaskTurns, TaskGroups):
    """Six states from assignment to verification, and draft and cancelled around them."""

    kind = "task"
    creations = (Creation("draft", TaskState.DRAFT, _("draft the task")),)

    title: str
    text: str
    due_text: str
    due_kind: str

    state = state_field(TaskState, TaskState.DRAFT)
    report_cycle = models.CharField(max_length=10, blank=True, editable=False)
    started_on = models.DateField(null=True, editable=False)
    rework = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @step(
        {"draft": "draft"},
        rule=rules.may_draft,
        label=_("Name the lead unit"),
        needs=(rules.may_have_lead, rules.lead_undisputed),
    )
    def assign_lead(self, act: Act, *, lead: Any) -> None:
        """A draft gets, or changes, its one accountable lead."""
        self.lead = lead

    @step(
        {"draft": "draft"},
        rule=rules.may_draft,
        label=_("Edit the draft"),
        needs=(
            rules.lead_undisputed,
            indicator_rules.targets_measured,
            indicator_rules.dates_ahead,
            indicator_rules.dates_in_plan,
            indicator_rules.dates_in_task,
        ),
        prose=("text",),
    )
    def edit(
        self, act: Act, *, title: str, text: str, due_on: date | None, indicators: Any
    ) -> None:
        """Wording, due date and indicators of a draft change together."""
        self.title, self.text = title, text
        if due_on != self.due_on:
            self.due_on, self.due_text, self.due_kind = due_on, "", DueKind.DATE if due_on else ""

    @step(
        {"draft": "cancelled"},
        rule=rules.may_draft,
        label=_("Drop"),
        needs=(rules.opinions_decided,),
        grave=True,
    )
    def drop(self, act: Act) -> None:
        """A draft is taken out of the plan."""

    @step({"draft": "cancelled"}, rule=consequence, label=_("Not taken into the plan for now"))
    def defer(self, act: Act) -> None:
        """By ruling the plan is issued without the item."""

    @step({"draft": "assigned"}, rule=consequence, label=_("Assign"), topic="task.assigned")
    def issue(self, act: Act, *, on: date, contest_until: date, sign_off_until: date) -> None:
        """The lead is to accept by ``sign_off_until``, or to object by ``contest_until``."""
        self.assigned_on, self.contest_until = on, contest_until
        self.sign_off_until = sign_off_until

    @step(
        {"assigned": "accepted", "disputed": "disputed"},
        rule=rules.may_accept,
        label=_("Accept"),
        needs=(rules.to_be_accepted, rules.within_sign_off),
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
        {"assigned": "accepted"},
        rule=consequence,
        label=_("Receipt deemed"),
        topic="task.deemed",
    )
    def deemed_receipt(self, act: Act) -> None:
        """The sign-off limit passed in silence; the right to object ends with its own limit."""
        self.deemed = True

    @step(
        {"assigned": "disputed", "accepted": "disputed", "in_progress": "disputed"},
        rule=rules.may_contest,
        label=_("Contest responsibility"),
        needs=(
            contesting.within_window,
            contesting.no_case_to_receive,
            contesting.not_barred,
            contesting.ground_new,
            rules.proposed_other,
        ),
        prose=("facts", "basis", "cited", "urgent"),
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
        needs=(
            rules.to_be_started,
            rules.milestones_cover,
            indicator_rules.milestones_ahead,
            indicator_rules.milestones_in_plan,
            rules.indicators_measured,
            indicator_rules.own_indicators,
        ),
        prose=("breakdown", "steps"),
        topic="task.started",
        primary=True,
    )
    def start(self, act: Act, *, cycle: str, **_plan: Any) -> None:
        """The lead has broken the task down and begins, also while disputed."""
        self.report_cycle, self.started_on = cycle, act.day
        if self.resume_state:
            self.resume_state = TaskState.IN_PROGRESS

    @step(
        {"in_progress": "completed"},
        rule=rules.may_claim,
        label=_("Claim completion"),
        needs=(
            indicator_rules.own_indicators,
            indicator_rules.all_reported,
            indicator_rules.proofs_given,
            rules.evidence_given,
            part_rules.parts_done,
        ),
        prose=("result", "notes"),
        topic="task.claimed",
    )
    def claim(
        self,
        act: Act,
        *,
        grade: str,
        evidence: Any,
        verify_until: date,
        parts_open: Any = (),
        **_more: Any,
    ) -> None:
        """The lead says that the task is done, and shows it; the supervisor's clock runs.

        ``parts_open`` are the parts that were not done although the lead asked for them.
        """
        self.claimed_by_id, self.grade = self.lead_id, grade
        self.verify_until, self.parts_open = verify_until, list(parts_open)

    @step(
        {"completed": "in_progress"},
        rule=rules.may_withdraw_claim,
        label=_("Withdraw the claim"),
        needs=(rules.not_begun,),
        prose=("reason",),
        topic="task.claim_withdrawn",
        grave=True,
    )
    def withdraw_claim(self, act: Act, *, reason: str) -> None:
        """The lead takes its claim back before anybody has begun to check it."""
        self._unclaim()

    @step(
        {"completed": "completed"},
        rule=rules.may_verify,
        label=_("Begin verification"),
        needs=(rules.not_begun_here,),
        topic="task.verification_begun",
        primary=True,
    )
    def begin_verification(self, act: Act, *, unit_id: int) -> None:
        """The checking unit is named; from now on the claim cannot be withdrawn."""
        self.verifying_id = unit_id

    @step(
        {"completed": "completed"},
        rule=consequence,
        label=_("Verification is late"),
        topic="task.verification_late",
    )
    def verification_late(self, act: Act) -> None:
        """The supervisor's limit has passed; those above it are told."""

    @step(
        {"completed": "verified"},
        rule=rules.may_verify,
        label=_("Verify and close"),
        needs=(
            rules.begun_here,
            indicator_rules.own_indicators,
            indicator_rules.all_found,
            indicator_rules.all_confirmed,
        ),
        prose=("finding", "notes"),
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
        needs=(indicator_rules.own_indicators, indicator_rules.missing_named),
        prose=("reason", "notes"),
        topic="task.returned",
    )
    def return_(self, act: Act, *, limit: date, **_reason: Any) -> None:
        """The claim does not hold; the lead goes on until ``limit``."""
        self.rework += 1
        self._unclaim()

    @step(
        {"in_progress": "in_progress"},
        rule=consequence,
        label=_("Returned repeatedly"),
        topic="task.returned_again",
    )
    def returned_again(self, act: Act, *, rework: int) -> None:
        """The work came back more than once; the leader in charge is told."""

    @step(
        {"disputed": ("assigned", "accepted", "in_progress")},
        rule=consequence,
        label=_("Dispute resolved"),
        topic="task.resolved",
    )
    def resolve(
        self,
        act: Act,
        *,
        sign_off_until: date,
        lead: Any = None,
        contest_until: date | None = None,
    ) -> str:
        """Maintained: as before. A new ``lead``: assigned anew, with a new sign-off."""
        resumed, self.resume_state = self.resume_state, ""
        if lead is not None:
            self._give_to(lead, act.day, contest_until)
            resumed = TaskState.ASSIGNED.value
        if resumed == TaskState.ASSIGNED:
            self.sign_off_until = sign_off_until
        return resumed
