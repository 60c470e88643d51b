"""Steps of a case from the ruling file to its end."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes import decision_rules as decisions
from coordination.disputes import outcome_rules as outcomes
from coordination.disputes import rules
from coordination.disputes.opening_steps import STAY
from coordination.disputes.round_steps import RoundSteps
from coordination.disputes.states import Decided, Outcome
from workflow.door import Act
from workflow.lifecycle import consequence, step

DECIDED_BY_RULING = (
    outcomes.rulable,
    outcomes.duty_named,
    outcomes.lead_named,
    outcomes.units_named,
    outcomes.terms_given,
    outcomes.exchangeable,
    outcomes.units_heard,
    outcomes.inside_power,
    outcomes.units_living,
    outcomes.third_change,
)


class DecisionSteps(RoundSteps):
    """N8 to N12: file, ruling, execution, receipt, review, closing."""

    objectors = models.JSONField(default=list, editable=False)
    heard = models.BooleanField(default=False, editable=False)
    returned = models.BooleanField(default=False, editable=False)
    days_lost = models.PositiveSmallIntegerField(default=0, editable=False)
    lapsed_on = models.DateField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    review_until = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    @step(
        {
            "opinions": "filing",
            "collecting": "filing",
            "consulting": "filing",
            "answering": "filing",
        },
        rule=consequence,
        label=_("Prepare the ruling file"),
        topic="dispute.filing",
    )
    def prepare_file(self, act: Act, *, until: date) -> None:
        """N8: the file is generated; the parties may correct its facts."""
        self._choose()
        self.due_on = until

    @step(
        {"filing": "ruling"},
        rule=rules.may_coordinate,
        label=_("Submit for ruling"),
        needs=(decisions.facts_heard,),
        prose=("issues", "advice", "draft"),
        topic="dispute.for_ruling",
        primary=True,
    )
    def submit_file(self, act: Act, *, until: date, tier: str, **_text: str) -> None:
        """The coordinator submits the file with its advice and the draft of a ruling."""
        self.due_on, self.tier = until, tier

    @step(
        {"filing": "ruling"},
        rule=consequence,
        label=_("The file goes for ruling as generated"),
        topic="dispute.file_lapsed",
    )
    def file_lapse(self, act: Act, *, until: date, tier: str) -> None:
        """The coordinator let the limit pass; its office's head is told."""
        self.due_on, self.tier = until, tier

    @step(
        {"answering": "ruling"},
        rule=consequence,
        label=_("Agreed; the change needs the special meeting"),
        topic="dispute.for_ruling",
    )
    def to_top(self, act: Act, *, until: date, tier: str) -> None:
        """The third change of lead goes to the top even when agreed, with the consents."""
        self.due_on, self.tier = until, tier

    @step(
        {"ruling": "ruling"},
        rule=rules.may_rule,
        label=_("Hear a unit"),
        needs=(decisions.not_heard_yet, decisions.unit_unheard),
        prose=("reason",),
        topic="dispute.hearing",
    )
    def hear(self, act: Act, *, until: date, **_data: Any) -> None:
        """The one hearing of a case: a unit that was never a party gets its window."""
        self.heard, self.due_on = True, until

    @step(
        {"ruling": "executing"},
        rule=rules.may_rule,
        label=_("Rule"),
        needs=(decisions.windows_over, *DECIDED_BY_RULING),
        prose=("reasons", "dissent", "wording", "division", "duty"),
        topic="dispute.ruled",
        primary=True,
        grave=True,
    )
    def rule(self, act: Act, *, reasons: str, dissent: str = "", **choice: Any) -> None:
        """The leader decides, for this task only and with reasons."""
        self._choose(**choice)
        self.decided, self.due_on = Decided.RULING, None

    @step(
        {"ruling": "ruling"},
        rule=consequence,
        label=_("The ruling goes one tier up"),
        topic="dispute.escalated",
    )
    def escalate(self, act: Act, *, until: date, tier: str, lapsed_on: date) -> None:
        """The leader let the limit pass; the days lost from then on are offered to the lead."""
        self.tier, self.due_on, self.lapsed_on = tier, until, lapsed_on

    @step(
        {"ruling": "executing"},
        rule=consequence,
        label=_("Not ruled upon"),
        topic="dispute.no_ruling",
    )
    def lapse_ruling(self, act: Act) -> None:
        """The top tier let its limit pass: the division stands, and nothing is barred."""
        self._choose(Outcome.NO_RULING)
        self.decided, self.due_on = Decided.LAPSE, None

    @step(
        {"executing": "ruling"},
        rule=consequence,
        label=_("Cannot be carried out; back to the ruling"),
        topic="dispute.sent_back",
    )
    def send_back(self, act: Act, *, until: date, tier: str, rules: list[str]) -> None:
        """N10 checks the conditions once more; ``rules`` are those that no longer hold."""
        self.returned, self.decided, self.due_on, self.tier = True, "", until, tier

    @step(
        {"executing": ("receipt", "closed")},
        rule=consequence,
        label=_("Carried out"),
        topic="dispute.carried_out",
    )
    def carry_out(self, act: Act, *, receipt: date | None, lost: int) -> str:
        """N10 is done; a ruling is received and may be reviewed until ``receipt``."""
        self.ended_on, self.days_lost, self.due_on = act.day, lost, receipt
        return "receipt" if receipt else "closed"

    @step(
        {"receipt": "receipt"},
        rule=rules.may_ask_review,
        label=_("Ask for a review of the ruling"),
        needs=(decisions.review_in_time, decisions.review_once),
        prose=("reason",),
        topic="dispute.review_asked",
        grave=True,
    )
    def ask_review(self, act: Act, *, until: date, **_data: Any) -> None:
        """Once for each party; all are decided together within the limit of the first."""
        self.review_until = self.review_until or until
        self.due_on = self.review_until

    @step(
        {"receipt": "closed"},
        rule=rules.may_review,
        label=_("Decide on the review"),
        needs=(
            decisions.review_asked,
            decisions.review_possible,
            decisions.part_can_return,
            *(decisions.unless_it_stands(rule) for rule in DECIDED_BY_RULING),
        ),
        prose=("reasons", "dissent", "wording", "division", "duty"),
        topic="dispute.reviewed",
        primary=True,
        grave=True,
    )
    def decide_review(
        self, act: Act, *, stands: bool, reasons: str, dissent: str = "", **choice: Any
    ) -> None:
        """The same tier decides: the ruling stands, or a new one is carried out."""
        self.review_until = self.due_on = None
        if not stands:
            self._choose(**choice)
            self.decided = Decided.REVIEW

    @step({"receipt": "closed"}, rule=consequence, label=_("Close"), topic="dispute.closed")
    def close(self, act: Act) -> None:
        """N12: received or deemed so; a review that nobody decided leaves the ruling as it is."""
        self.review_until = self.due_on = None

    @step(
        {"closed": "closed", "receipt": "receipt"},
        rule=consequence,
        label=_("The letter is to be looked at again"),
        topic="dispute.letter_due",
    )
    def letter_due(self, act: Act) -> None:
        """The day of the reminder has come."""

    @step(
        {state: ("withdrawn", state) for state in (*STAY, "joined")},
        rule=rules.may_withdraw,
        label=_("Withdraw the objection"),
        prose=("reason",),
        topic="dispute.withdrawn",
        grave=True,
    )
    def withdraw(self, act: Act, *, unit_id: int, reason: str) -> str:
        """A unit takes its objection back; with the last one the task goes on as before."""
        self.objectors = [each for each in self.objectors if each != unit_id]
        if self.objectors:
            return act.source
        self.due_on, self.ended_on = None, act.day
        return "withdrawn"

    @step(
        dict.fromkeys((*STAY, "joined", "receipt"), "void"),
        rule=consequence,
        label=_("Void: nothing is left to dispute"),
        topic="dispute.void",
    )
    def void(self, act: Act) -> None:
        """The task was taken out, or the part ended; there is nothing left to dispute."""
        self.due_on, self.ended_on = None, act.day
