"""Steps of a case in its rounds: statements, consultation, proposal, answers, settlement."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes import outcome_rules as outcomes
from coordination.disputes import rules
from coordination.disputes.opening_steps import OpeningSteps
from coordination.disputes.states import Decided
from workflow.door import Act
from workflow.lifecycle import consequence, step


class RoundSteps(OpeningSteps):
    """N4.k to N6.k; the outcome under way stands in ``outcome``, ``new_lead``, ``terms``."""

    new_lead: Any
    duty: str

    round = models.PositiveSmallIntegerField(default=1, editable=False)
    outcome = models.CharField(max_length=20, blank=True)
    old_lead = models.CharField(max_length=20, blank=True)
    terms = models.JSONField(default=dict, editable=False)
    wording = models.TextField(blank=True, editable=False)
    division = models.TextField(blank=True, editable=False)
    decided = models.CharField(max_length=20, blank=True)
    skipping = models.JSONField(default=list, editable=False)

    class Meta:
        abstract = True

    @step(
        {"collecting": "consulting"},
        rule=consequence,
        label=_("Open the statements"),
        topic="dispute.opened",
    )
    def seal_open(self, act: Act, *, until: date) -> None:
        """All statements are in, or the limit has passed: everybody may read them."""
        self.due_on = until

    @step(
        {"consulting": "consulting"},
        rule=rules.may_chair,
        label=_("Record the consultation"),
        prose=("people", "agreed", "still_open"),
        topic="dispute.consulted",
    )
    def consult(self, act: Act, **_record: Any) -> None:
        """Whoever chairs the round records who met, what was agreed and what is open."""

    @step(
        {"consulting": "answering"},
        rule=rules.may_propose,
        label=_("Propose a settlement"),
        needs=(
            outcomes.agreeable,
            outcomes.duty_named,
            outcomes.lead_named,
            outcomes.units_named,
            outcomes.terms_given,
            outcomes.exchangeable,
        ),
        prose=("text", "wording", "division", "duty", "cited"),
        topic="dispute.proposed",
        primary=True,
    )
    def propose(self, act: Act, *, until: date, text: str, cited: str = "", **choice: Any) -> None:
        """Whoever chairs the round writes down what the heads are asked to agree to."""
        self._choose(**choice)
        self.due_on = until

    @step(
        {"answering": "collecting", "consulting": "collecting"},
        rule=consequence,
        label=_("Next round"),
        topic="dispute.next_round",
    )
    def next_round(self, act: Act, *, until: date) -> None:
        """Somebody objected, or nothing was proposed, and rounds are left."""
        self.round += 1
        self._choose()
        self.due_on = until

    @step(
        {"collecting": "collecting", "consulting": "consulting", "answering": "answering"},
        rule=rules.may_skip,
        label=_("Ask for the ruling without further rounds"),
        needs=(outcomes.not_skipping_yet,),
        topic="dispute.skip_asked",
        grave=True,
    )
    def skip(self, act: Act, *, unit_id: int) -> None:
        """A party's head asks; when all parties have, the case goes for ruling."""
        self.skipping = [*self.skipping, unit_id]

    @step(
        {
            "collecting": "opinions",
            "consulting": "opinions",
            "answering": "opinions",
        },
        rule=consequence,
        label=_("Ask the offices for their opinion"),
        topic="dispute.opinions_asked",
    )
    def ask_opinions(self, act: Act, *, until: date) -> None:
        """N7: consultation has ended without agreement; the offices named by the ground opine."""
        self._choose()
        self.due_on = until

    @step(
        {"answering": "executing"},
        rule=consequence,
        label=_("Settled"),
        topic="dispute.settled",
    )
    def settle(self, act: Act) -> None:
        """Nobody objects and who gains a burden consents."""
        self.decided, self.due_on = Decided.SETTLEMENT, None

    def _choose(
        self,
        outcome: str = "",
        new_lead: Any = None,
        old_lead: str = "",
        terms: dict[str, Any] | None = None,
        wording: str = "",
        division: str = "",
        duty: str = "",
    ) -> None:
        self.outcome, self.new_lead, self.old_lead = outcome, new_lead, old_lead
        self.terms, self.wording, self.division = terms or {}, wording, division
        self.duty = duty
