"""The small lifecycle of a cooperating unit's part."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks import part_rules, rules
from coordination.tasks.states import CooperationState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step


class CooperationLifecycle(Subject):
    """The part of one cooperating unit; the lead's own task is not touched by it.

    Its two limits run from the day on which it was sent: ``sign_off_until`` to confirm,
    ``contest_until`` to object. After ``silent_after`` the lead need not wait any longer for
    what it asked for on ``asked_on``. ``barred``: an objection was decided, so the part stands.
    """

    kind = "cooperation"
    creations = (
        Creation("draft", CooperationState.DRAFT, _("name a cooperating unit")),
        Creation("add", CooperationState.PENDING, _("add a cooperating unit"), "part.sent"),
    )

    state = state_field(CooperationState, CooperationState.DRAFT)
    duty = models.TextField(_("what the unit is to do"), blank=True)
    due_on = models.DateField(_("due"), null=True)
    sign_off_until = models.DateField(null=True, editable=False)
    contest_until = models.DateField(null=True, editable=False)
    deemed = models.BooleanField(default=False, editable=False)
    barred = models.BooleanField(default=False, editable=False)
    asked_on = models.DateField(null=True, editable=False)
    asked_until = models.DateField(null=True, editable=False)
    asked_text = models.TextField(blank=True, editable=False)
    silent_after = models.DateField(null=True, editable=False)
    release_reason = models.TextField(blank=True, editable=False)
    release_by_id: int | None

    class Meta:
        abstract = True

    @step({"draft": "pending"}, rule=consequence, label=_("Send the part"), topic="part.sent")
    def send(self, act: Act, *, sign_off_until: date, contest_until: date) -> None:
        """The plan was issued: the unit is to confirm its part, or may object, in time."""
        self.sign_off_until, self.contest_until = sign_off_until, contest_until

    @step(
        {"pending": "pending", "accepted": "accepted", "contested": "contested"},
        rule=consequence,
        label=_("The part goes on"),
    )
    def go_on(self, act: Act, *, stood: int, sign_off_until: date) -> None:
        """After a suspension of ``stood`` days: what was to be confirmed is so anew."""
        if act.source == CooperationState.PENDING:
            self.sign_off_until = sign_off_until
        pause = timedelta(days=stood)
        self.contest_until = self.contest_until + pause if self.contest_until else None
        self.silent_after = self.silent_after + pause if self.silent_after else None

    @step(
        {"draft": "draft", "pending": "pending", "accepted": "accepted"},
        rule=part_rules.may_word,
        label=_("Set what the unit is to do"),
        needs=(part_rules.wording_open, part_rules.not_claimed),
        prose=("duty",),
        topic="part.worded",
    )
    def edit(
        self,
        act: Act,
        *,
        duty: str,
        due_on: date | None,
        sign_off_until: date,
        contest_until: date,
    ) -> None:
        """What the unit is to do, and by when; sent anew, so that its limits begin anew."""
        self.duty, self.due_on = duty, due_on
        if act.source != CooperationState.DRAFT:
            self.contest_until = contest_until
        if act.source == CooperationState.PENDING:
            self.sign_off_until = sign_off_until

    @step(
        {"pending": "accepted"},
        rule=part_rules.may_take_part,
        label=_("Confirm our part"),
        needs=(rules.within_sign_off,),
        topic="part.accepted",
        primary=True,
    )
    def coop_accept(self, act: Act) -> None:
        """The unit takes its part."""

    @step(
        {"pending": "accepted"},
        rule=consequence,
        label=_("Receipt of the part deemed"),
        topic="part.deemed",
    )
    def coop_deemed(self, act: Act) -> None:
        """The unit did not confirm its part by the limit."""
        self.deemed = True

    @step(
        {"pending": "contested", "accepted": "contested"},
        rule=part_rules.may_contest,
        label=_("Contest our part"),
        needs=(part_rules.within_window, part_rules.not_barred, part_rules.not_claimed),
        prose=("facts", "basis", "cited", "wish_duty"),
        topic="part.contested",
        grave=True,
    )
    def contest(self, act: Act, **_grounds: str) -> None:
        """A dispute about the part alone is opened; the lead goes on with the task."""

    @step(
        dict.fromkeys(("contested", "accepted", "done", "released"), "accepted"),
        rule=consequence,
        label=_("The part stands"),
        prose=("duty",),
        topic="part.resolved",
    )
    def coop_resolve(self, act: Act, *, duty: str = "", barred: bool = False) -> None:
        """Maintained, adjusted to ``duty``, given back by a review, or not contested any more."""
        self.duty, self.barred = duty or self.duty, barred

    @step(
        {"pending": "pending", "accepted": "accepted", "contested": "contested"},
        rule=part_rules.may_ask,
        label=_("Ask for the part"),
        needs=(part_rules.under_way, part_rules.day_ahead),
        prose=("text",),
        topic="part.asked",
    )
    def coop_ask(self, act: Act, *, until: date, text: str, silent_after: date) -> None:
        """The lead asks for the part; the first request starts the clock, later ones remind."""
        if self.asked_on is None:
            self.asked_on, self.silent_after = act.day, silent_after
        self.asked_until, self.asked_text = until, text

    @step(
        {"accepted": "done"},
        rule=part_rules.may_take_part,
        label=_("Our part is done"),
        needs=(part_rules.not_finished,),
        prose=("result",),
        topic="part.done",
    )
    def coop_done(self, act: Act, *, result: str) -> None:
        """The unit has done its part."""

    @step(
        {"done": "accepted"},
        rule=part_rules.may_take_part,
        label=_("Take our part up again"),
        needs=(part_rules.not_relied_on,),
        prose=("reason",),
        topic="part.reopened",
    )
    def coop_reopen(self, act: Act, *, reason: str) -> None:
        """The unit said it was done too early; the lead has not claimed yet."""

    @step(
        {"done": "accepted"},
        rule=consequence,
        label=_("Part taken up again"),
        topic="part.taken_up",
    )
    def take_up_again(self, act: Act) -> None:
        """The verifier found this part wanting; the unit works on it again."""

    @step(
        {"pending": "pending", "accepted": "accepted"},
        rule=part_rules.may_ask,
        label=_("Propose to release the unit"),
        needs=(part_rules.release_not_proposed, part_rules.not_finished),
        prose=("reason",),
        topic="part.release_proposed",
        grave=True,
    )
    def propose_release(self, act: Act, *, reason: str) -> None:
        """The lead can do without the unit; the coordinator is to confirm it."""
        self.release_reason, self.release_by_id = reason, act.actor.user_id

    @step(
        {"pending": ("pending", "released"), "accepted": ("accepted", "released")},
        rule=part_rules.may_confirm_release,
        label=_("Decide on the release"),
        needs=(part_rules.release_proposed,),
        prose=("reason",),
        topic="part.release_decided",
        primary=True,
    )
    def confirm_release(self, act: Act, *, granted: bool, reason: str) -> str:
        """The coordinator confirms the release by agreement, or does not."""
        if granted:
            return CooperationState.RELEASED.value
        self.release_reason, self.release_by_id = "", None
        return act.source

    @step(
        {
            "pending": "released",
            "accepted": "released",
            "contested": "released",
            "done": "released",
        },
        rule=consequence,
        label=_("Release"),
        topic="part.released",
    )
    def release(self, act: Act) -> None:
        """The unit has no part any more, as a dispute, a change of lead or an amendment says."""

    @step({"draft": "released"}, rule=consequence, label=_("Take the unit off the draft"))
    def drop(self, act: Act) -> None:
        """The draft was dropped or divided; the unit never knew of its part."""

    @step(
        {"pending": "pending", "accepted": "accepted"},
        rule=consequence,
        label=_("Limits counted anew"),
    )
    def move_limits(self, act: Act, **limits: date) -> None:
        """The calendar of working days was changed; no limit ends earlier than before."""
        for name, day in limits.items():
            setattr(self, name, day)

    @step(
        {each: each for each in ("draft", "pending", "accepted", "contested")},
        rule=consequence,
        label=_("Taken over by the unit that follows"),
        topic="part.succeeded",
    )
    def succeed(self, act: Act, *, unit: Any) -> None:
        """The unit was merged or closed; its successor goes on with the part."""
        self.unit = unit
