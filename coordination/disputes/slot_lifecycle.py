"""The state of each slot in a case (round x unit x kind): one unit asked for one thing."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes import rules
from coordination.disputes.states import SlotKind, SlotState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step


class SlotLifecycle(Subject):
    """A unit is asked for its statement, answer, opinion, correction of facts, or receipt."""

    kind = "slot"
    creations = (Creation("ask", SlotState.ASKED, _("ask a unit"), "dispute.asked"),)

    asked_for: str

    state = state_field(SlotState, SlotState.ASKED)
    stance = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True

    @step(
        {"asked": ("given", "opened"), "given": "given"},
        rule=rules.may_state,
        label=_("Give our statement"),
        needs=(rules.within_limit,),
        prose=("text", "basis", "cited"),
        primary=True,
    )
    def state_(self, act: Act, *, stance: str, **_text: Any) -> str:
        """The head states the position; sealed and revisable, but in a window open at once."""
        self.stance = stance
        window = self.asked_for == SlotKind.WINDOW
        return (SlotState.OPENED if window else SlotState.GIVEN).value

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

    @step(
        {"asked": "opened"},
        rule=rules.may_give_opinion,
        label=_("Give our opinion"),
        needs=(rules.within_limit,),
        prose=("text", "basis"),
        topic="dispute.opinion_given",
        primary=True,
    )
    def give_opinion(self, act: Act, *, stance: str, **_text: Any) -> None:
        """N7: the office opines, for this task only."""
        self.stance = stance

    @step(
        {"asked": "opened"},
        rule=rules.may_confirm_facts,
        label=_("Confirm or correct the facts"),
        needs=(rules.within_limit,),
        prose=("text",),
        primary=True,
    )
    def confirm_facts(self, act: Act, *, stance: str, **_text: Any) -> None:
        """N8: a party corrects what the file says of the facts."""
        self.stance = stance

    @step(
        {"asked": "opened"},
        rule=rules.may_receive,
        label=_("Sign for the ruling"),
        needs=(rules.within_limit,),
        primary=True,
    )
    def receive(self, act: Act) -> None:
        """N11: a party has received the ruling."""

    @step({"asked": "silent"}, rule=consequence, label=_("No answer by the limit"))
    def fall_silent(self, act: Act) -> None:
        """The limit has passed: silence is recorded as silence."""

    @step(
        {"asked": "silent"},
        rule=consequence,
        label=_("No opinion by the limit"),
        topic="dispute.opinion_missing",
    )
    def opinion_lapse(self, act: Act) -> None:
        """The office gave none; the file says so, and the office's head is told."""

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
        """The case ended, or went on, before the slot was needed."""

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
