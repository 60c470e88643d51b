"""Steps of a case before the first round: admission, urgency, and who stands aside."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.consultation.models import Opinion
from coordination.disputes import opening_rules as opening
from coordination.disputes import rules
from coordination.disputes.states import Decided, Outcome, Phase, Profile, Urgency
from workflow.door import Act
from workflow.lifecycle import Subject, consequence, step

UNDECIDED = ("filed", "collecting", "consulting", "answering", "opinions", "filing", "ruling")
STAY = {state: state for state in UNDECIDED}
BEFORE_ANSWERS = {"filed": "filed", "collecting": "collecting"}


class OpeningSteps(Subject):
    """N1 to N3. ``due_on`` is the last day of whatever the case waits for now.

    Before the plan is issued (``phase``) a case comes from an ``opinion`` on the draft.
    """

    outcome: str
    decided: str
    max_rounds: int
    limits: dict[str, Any]
    objectors: list[int]

    phase = models.CharField(
        max_length=10, choices=Phase.choices, default=Phase.ISSUED, editable=False
    )
    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, null=True, editable=False, related_name="dispute"
    )
    profile = models.CharField(max_length=10, choices=Profile.choices, default=Profile.NORMAL)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, blank=True)
    due_on = models.DateField(null=True, editable=False)
    admission_left = models.PositiveSmallIntegerField(null=True, editable=False)
    completion_until = models.DateField(null=True, editable=False)
    refused_for = models.CharField(max_length=20, blank=True, editable=False)
    handed_over = models.JSONField(default=list, editable=False)
    tier = models.CharField(max_length=10, blank=True, editable=False)

    class Meta:
        abstract = True

    @step(
        {"filed": "admitted"},
        rule=rules.may_coordinate,
        label=_("Admit the objection"),
        needs=(opening.not_incomplete,),
        topic="dispute.admitted",
        primary=True,
    )
    def admit(self, act: Act) -> None:
        """N2: the coordinator takes the objection up."""
        self.due_on = self.completion_until = self.admission_left = None

    @step(
        {"filed": "admitted"},
        rule=consequence,
        label=_("Deemed admitted"),
        topic="dispute.deemed_admitted",
    )
    def admit_deemed(self, act: Act) -> None:
        """Nobody decided by the limit."""
        self.due_on = self.completion_until = self.admission_left = None

    @step(
        {"filed": "filed"},
        rule=rules.may_coordinate,
        label=_("Ask for completion"),
        needs=(opening.not_asked_to_complete,),
        prose=("text",),
        topic="dispute.completion_asked",
    )
    def ask_complete(self, act: Act, *, until: date, left: int, **_text: str) -> None:
        """Asked once; the clock of the admission stands meanwhile, ``left`` days being left."""
        self.completion_until = self.due_on = until
        self.admission_left = left

    @step(
        {"filed": "filed"},
        rule=rules.may_complete,
        label=_("Complete the objection"),
        needs=(opening.asked_to_complete,),
        prose=("facts", "basis"),
        topic="dispute.completed",
        primary=True,
    )
    def complete(self, act: Act, *, until: date, **_text: str) -> None:
        """The contesting head adds what was missing; the clock of the admission goes on."""
        self.completion_until, self.due_on = None, until

    @step({"filed": "filed"}, rule=consequence, label=_("Nothing was added by the limit"))
    def completion_lapse(self, act: Act, *, until: date) -> None:
        """The objection is judged as it stands."""
        self.completion_until, self.due_on = None, until

    @step(
        {"filed": "closed"},
        rule=rules.may_coordinate,
        label=_("Refuse to admit"),
        needs=(opening.not_incomplete,),
        prose=("reason",),
        topic="dispute.refused",
        grave=True,
    )
    def refuse(self, act: Act, *, ground: str, **_reason: str) -> None:
        """For a listed ground that a machine cannot judge; no bar, not counted."""
        self.outcome, self.decided = Outcome.INADMISSIBLE, Decided.REFUSAL
        self.refused_for, self.due_on = ground, None

    @step(
        {"filed": "filed"},
        rule=rules.may_decide_urgency,
        label=_("Decide on the urgent limits"),
        needs=(opening.urgency_asked, opening.urgency_in_time),
        prose=("reason",),
        topic="dispute.urgency_decided",
        primary=True,
    )
    def set_urgent(
        self, act: Act, *, granted: bool, limits: dict[str, Any], until: date | None, **_why: str
    ) -> None:
        """The coordinator's head decides; granted, the limits are stamped anew, once."""
        self.urgency = Urgency.GRANTED if granted else Urgency.REFUSED
        if granted:
            self.profile, self.limits = Profile.URGENT, limits
            self.max_rounds, self.due_on = len(limits["rounds"]), until
            if self.completion_until:
                self.completion_until = until
                self.admission_left = min(self.admission_left or 0, limits["admission"])

    @step(
        {"admitted": "collecting"},
        rule=consequence,
        label=_("Notify the parties"),
    )
    def notify(self, act: Act, *, until: date) -> None:
        """N3: the parties are named, their clocks run."""
        self.due_on = until

    @step(
        BEFORE_ANSWERS,
        rule=rules.may_join,
        label=_("Join as a further objecting unit"),
        needs=(opening.not_party_yet, opening.before_consultation),
        prose=("text",),
        topic="dispute.joined",
    )
    def join_objection(self, act: Act, *, unit_id: int, **_text: str) -> None:
        """The head of a cooperating unit objects too; it becomes a party of this case."""
        self.objectors = [*self.objectors, unit_id]

    @step(
        STAY,
        rule=rules.may_hand_over,
        label=_("Stand aside"),
        prose=("reason",),
        topic="dispute.handed_over",
    )
    def hand_over(self, act: Act, *, duty: str, tier: str, **_reason: str) -> None:
        """Whoever is barred hands the case to another holder of the function, or one tier up."""
        self.handed_over = [*self.handed_over, duty]
        self.tier = tier

    @step(
        STAY,
        rule=rules.may_decide_urgency,
        label=_("Name a temporary lead"),
        needs=(opening.temporary_lead_allowed, opening.no_temporary_lead),
        prose=("reason",),
        topic="dispute.temporary_lead",
    )
    def temp_lead(self, act: Act, **_data: Any) -> None:
        """The named unit does what the lead does until the outcome; the accountable row stays."""
