"""The lifecycles of a request for extension and of a letter that urges."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.supervision import rules
from coordination.supervision.states import ExtensionState, LetterState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step


class ExtensionLifecycle(Subject):
    """Asked by the head of the lead, decided by another one."""

    kind = "extension"
    creations = (
        Creation(
            "ask_extension",
            ExtensionState.ASKED,
            _("ask for an extension"),
            "extension.asked",
            ("reason",),
        ),
    )

    decided_by_id: int | None

    state = state_field(ExtensionState, ExtensionState.ASKED)
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @step(
        {"asked": ("granted", "refused")},
        rule=rules.may_decide_extension,
        label=_("Decide on the extension"),
        needs=(rules.grantable,),
        prose=("reason",),
        topic="extension.decided",
        primary=True,
    )
    def decide_extension(self, act: Act, *, granted: bool, reason: str) -> str:
        """Granted: the due date moves; refused: it stays."""
        self.decided_by_id, self.decided_at = act.actor.user_id, act.at
        return (ExtensionState.GRANTED if granted else ExtensionState.REFUSED).value

    @step({"asked": "refused"}, rule=consequence, label=_("Lapsed, as the task was closed"))
    def lapse(self, act: Act) -> None:
        """The task was verified or cancelled meanwhile; there is no date left to move."""


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
