"""The lifecycles of a request for extension and of a letter that urges."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.supervision import rules
from coordination.supervision import undo_rules as undo
from coordination.supervision.states import About, LetterState, ReminderState, RequestState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step

REMINDERS = {
    About.SIGN_OFF.value: _("Receipt is due soon"),
    About.DUE.value: _("The due date is near"),
    About.MILESTONE.value: _("A milestone is near"),
    About.VERIFICATION.value: _("The verification is due soon"),
    About.REPORT.value: _("The report of the period is due"),
    About.REPORT_MISSED.value: _("No report for the period"),
    About.REVIEW_LATE.value: _("The review of the suspension is late"),
}


class ExtensionLifecycle(Subject):
    """Asked by the head of the lead, decided by another one."""

    kind = "extension"
    creations = (
        Creation(
            "ask_extension",
            RequestState.ASKED,
            _("ask for an extension"),
            "extension.asked",
            ("reason",),
        ),
    )

    decided_by_id: int | None

    state = state_field(RequestState, RequestState.ASKED)
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @step(
        {"asked": ("granted", "refused")},
        rule=rules.may_decide_extension,
        label=_("Decide on the extension"),
        needs=(rules.grantable, rules.waived),
        prose=("reason",),
        topic="extension.decided",
        primary=True,
    )
    def decide_extension(self, act: Act, *, granted: bool, reason: str) -> str:
        """Granted: the due date moves; refused: it stays."""
        self.decided_by_id, self.decided_at = act.actor.user_id, act.at
        return (RequestState.GRANTED if granted else RequestState.REFUSED).value

    @step(
        {"asked": "withdrawn"},
        rule=undo.may_withdraw_extension,
        label=_("Withdraw the request"),
        topic="extension.withdrawn",
        grave=True,
    )
    def withdraw_extension(self, act: Act) -> None:
        """The unit takes its request back before it is decided."""

    @step(
        {"asked": "asked"},
        rule=consequence,
        label=_("The due date passed before the decision"),
        topic="extension.undecided",
    )
    def go_up(self, act: Act) -> None:
        """Nobody decided in time: those above are told; it can still be decided."""

    @step(
        {"asked": "void"},
        rule=consequence,
        label=_("Void, as the task ended for it"),
        topic="extension.void",
    )
    def lapse(self, act: Act) -> None:
        """The task was verified, cancelled or given to another lead."""


class LetterLifecycle(Subject):
    """Sent, and answered or not."""

    kind = "letter"
    creations = (Creation("urge", LetterState.SENT, _("urge"), "letter.sent", ("text",)),)

    state = state_field(LetterState, LetterState.SENT)
    reply = models.TextField(blank=True, editable=False)
    replied_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, editable=False
    )

    class Meta:
        abstract = True

    @step(
        {"sent": "answered", "unanswered": "answered"},
        rule=rules.may_reply,
        label=_("Answer the letter"),
        prose=("reply",),
        topic="letter.answered",
        primary=True,
    )
    def reply_urge(self, act: Act, *, reply: str) -> None:
        """The unit answers; also late."""
        self.reply, self.replied_at = reply, act.at

    @step(
        {"sent": "sent", "unanswered": "unanswered"},
        rule=consequence,
        label=_("Taken over by the unit that follows"),
    )
    def succeed(self, act: Act, *, unit: Any) -> None:
        """The unit was merged or closed; its successor answers."""
        self.unit = unit

    @step(
        {"sent": "unanswered"},
        rule=consequence,
        label=_("No answer to the letter by the limit"),
        topic="letter.unanswered",
    )
    def reply_lapse(self, act: Act) -> None:
        """The limit has passed: the next letter may be of a higher level."""

    @step(
        {"sent": "withdrawn"},
        rule=undo.may_withdraw_letter,
        label=_("Take the letter back"),
        needs=(undo.just_sent,),
        prose=("reason",),
        topic="letter.withdrawn",
        grave=True,
    )
    def withdraw_letter(self, act: Act, *, reason: str) -> None:
        """Sent by mistake: it counts for nothing, neither as letter nor for its level."""

    @step(
        {"sent": "void", "unanswered": "void"},
        rule=consequence,
        label=_("Void, as the unit has no part any more"),
        topic="letter.void",
    )
    def lapse(self, act: Act) -> None:
        """The task was verified or cancelled, or the unit has no part in it any more."""


class ReminderLifecycle(Subject):
    """Said by the clock, once; the task's own version stays."""

    kind = "reminder"
    creations = tuple(
        Creation(f"remind_{about}", ReminderState.SENT, label, f"reminder.{about}")
        for about, label in REMINDERS.items()
    )

    state = state_field(ReminderState, ReminderState.SENT)

    class Meta:
        abstract = True
