"""The state of a dispute and of each slot in it (round x unit x kind).

viewflow decides who is asked next (``flow``); what the case *is* stands here and changes by
the door only.
"""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes import rules
from coordination.disputes.states import Decided, DisputeState, SlotState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step


class DisputeLifecycle(Subject):
    """Statements, proposal, answers; another round, or a ruling; closed or withdrawn."""

    kind = "dispute"
    creations = (Creation("file", DisputeState.COLLECTING, _("file the dispute"), "dispute.filed"),)

    state = state_field(DisputeState, DisputeState.COLLECTING)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    outcome = models.CharField(max_length=20, blank=True)
    old_lead = models.CharField(max_length=20, blank=True)
    decided = models.CharField(max_length=20, blank=True)
    duty: str

    class Meta:
        abstract = True

    @step(
        {"collecting": "consulting"},
        rule=consequence,
        label=_("Open the statements"),
        topic="dispute.opened",
    )
    def seal_open(self, act: Act) -> None:
        """All statements are in, or the limit has passed: everybody may read them."""

    @step(
        {"consulting": "answering"},
        rule=rules.may_propose,
        label=_("Propose a settlement"),
        needs=(
            rules.outcome_fits,
            rules.new_lead_named,
            rules.new_lead_heard,
            rules.duty_named,
        ),
        prose=("text", "duty"),
        topic="dispute.proposed",
        primary=True,
    )
    def propose(
        self,
        act: Act,
        *,
        outcome: str,
        new_lead: Any = None,
        old_lead: str = "",
        duty: str = "",
        **_text: Any,
    ) -> None:
        """The coordinator writes down what the heads are asked to agree to."""
        self._decide(outcome, new_lead, old_lead, duty)

    @step(
        {"answering": "collecting"},
        rule=consequence,
        label=_("Next round"),
        topic="dispute.next_round",
    )
    def next_round(self, act: Act) -> None:
        """Somebody objected and rounds are left."""
        self.round += 1
        self._decide("", None, "", "")

    @step(
        {"answering": "ruling"},
        rule=consequence,
        label=_("Submit for ruling"),
        topic="dispute.for_ruling",
    )
    def submit_file(self, act: Act) -> None:
        """The last round failed too: the leader in charge rules."""

    @step(
        {"answering": "closed"},
        rule=consequence,
        label=_("Settled"),
        topic="dispute.settled",
    )
    def settle(self, act: Act) -> None:
        """Nobody objects and who gains a burden consents."""
        self.decided = Decided.SETTLEMENT

    @step(
        {"ruling": "closed"},
        rule=rules.may_rule,
        label=_("Rule"),
        needs=(
            rules.outcome_fits,
            rules.new_lead_named,
            rules.new_lead_heard,
            rules.duty_named,
            rules.inside_power,
        ),
        prose=("reasons", "duty"),
        topic="dispute.ruled",
        primary=True,
        grave=True,
    )
    def rule(
        self,
        act: Act,
        *,
        outcome: str,
        new_lead: Any = None,
        old_lead: str = "",
        duty: str = "",
        **_why: Any,
    ) -> None:
        """The leader decides, for this task only and with reasons."""
        self._decide(outcome, new_lead, old_lead, duty)
        self.decided = Decided.RULING

    @step(
        {
            "collecting": "withdrawn",
            "consulting": "withdrawn",
            "answering": "withdrawn",
            "ruling": "withdrawn",
        },
        rule=rules.may_withdraw,
        label=_("Withdraw the objection"),
        prose=("reason",),
        topic="dispute.withdrawn",
        grave=True,
    )
    def withdraw(self, act: Act, *, reason: str) -> None:
        """The contesting unit takes its objection back; the task goes on as before."""

    @step(
        {"collecting": "void", "consulting": "void", "answering": "void", "ruling": "void"},
        rule=consequence,
        label=_("Void: nothing is left to dispute"),
        topic="dispute.void",
    )
    def void(self, act: Act) -> None:
        """The task was taken out, or the part ended; there is nothing left to dispute."""

    def _decide(self, outcome: str, new_lead: Any, old_lead: str, duty: str) -> None:
        self.outcome, self.new_lead = outcome, new_lead
        self.old_lead, self.duty = old_lead, duty

    @step(
        {each: each for each in ("collecting", "consulting", "answering", "ruling")},
        rule=consequence,
        label=_("Taken over by the unit that follows"),
        topic="dispute.succeeded",
    )
    def succeed(self, act: Act, *, old: Any, new: Any) -> None:
        """A party was merged or closed; its successor enters in its place."""
        for role in ("contesting", "lead", "proposed", "new_lead"):
            if getattr(self, f"{role}_id") == old.pk:
                setattr(self, role, new)


class SlotLifecycle(Subject):
    """One unit asked in one round for a statement, or for its answer to the proposal."""

    kind = "slot"
    creations = (Creation("ask", SlotState.ASKED, _("ask a party"), "dispute.asked"),)

    state = state_field(SlotState, SlotState.ASKED)
    stance = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True

    @step(
        {"asked": "given", "given": "given"},
        rule=rules.may_state,
        label=_("Give our statement"),
        needs=(rules.within_limit,),
        prose=("text", "basis"),
        primary=True,
    )
    def state_(self, act: Act, *, stance: str, **_text: Any) -> None:
        """The head states the unit's position; until the opening the last one counts."""
        self.stance = stance

    @step(
        {"asked": "opened"},
        rule=rules.may_answer,
        label=_("Answer the proposal"),
        needs=(rules.within_limit,),
        prose=("text",),
        topic="dispute.answered",
        primary=True,
    )
    def answer(self, act: Act, *, stance: str, **_text: Any) -> None:
        """The head agrees or objects; open at once, and the first answer is final."""
        self.stance = stance

    @step({"asked": "silent"}, rule=consequence, label=_("No answer by the limit"))
    def fall_silent(self, act: Act) -> None:
        """The limit has passed: silence is recorded as silence."""

    @step(
        {"given": "opened", "silent": "unheard"},
        rule=consequence,
        label=_("Open the statement"),
    )
    def open(self, act: Act) -> None:
        """The statements of a round become readable, all at one moment."""

    @step(
        {"asked": "lapsed", "given": "lapsed", "silent": "lapsed"},
        rule=consequence,
        label=_("No longer asked"),
    )
    def lapse(self, act: Act) -> None:
        """The case ended before the slot was needed."""

    @step({"asked": "asked", "given": "given"}, rule=consequence, label=_("Limits counted anew"))
    def move_limits(self, act: Act, *, due_on: date) -> None:
        """The calendar of working days was changed; the limit ends no earlier than before."""
        self.due_on = due_on

    @step(
        {each: each for each in ("asked", "given", "silent", "opened", "unheard")},
        rule=consequence,
        label=_("Taken over by the unit that follows"),
    )
    def succeed(self, act: Act, *, unit: Any) -> None:
        """The party was merged or closed; its successor is asked, and was heard, in its place."""
        self.unit = unit
