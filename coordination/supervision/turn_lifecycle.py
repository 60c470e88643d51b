"""The lifecycles of a request to reopen a task, and of a direct transfer of its lead."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.supervision import turn_rules as rules
from coordination.supervision import undo_rules as undo
from coordination.supervision.states import RequestState, TransferState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step


class ReopeningLifecycle(Subject):
    """Asked by a supervisor, decided by the leader in charge."""

    kind = "reopening"
    creations = (
        Creation(
            "ask_reopen",
            RequestState.ASKED,
            _("ask for reopening"),
            "reopening.asked",
            ("finding", "reason"),
        ),
    )

    decided_by_id: int | None

    state = state_field(RequestState, RequestState.ASKED)

    class Meta:
        abstract = True

    @step(
        {"asked": ("granted", "refused")},
        rule=rules.may_decide_reopen,
        label=_("Decide on the reopening"),
        needs=(rules.reopenable,),
        prose=("reason",),
        topic="reopening.decided",
        primary=True,
    )
    def decide_reopen(self, act: Act, *, granted: bool, reason: str) -> str:
        """Granted: the task is under way again; refused: it stays closed."""
        self.decided_by_id = act.actor.user_id
        return (RequestState.GRANTED if granted else RequestState.REFUSED).value

    @step(
        {"asked": "withdrawn"},
        rule=undo.may_withdraw_reopening,
        label=_("Withdraw the request"),
        topic="reopening.withdrawn",
        grave=True,
    )
    def withdraw_reopening(self, act: Act) -> None:
        """The supervisor takes the request back before it is decided."""

    @step(
        {"asked": "void"},
        rule=consequence,
        label=_("Void, as the task ended for it"),
        topic="reopening.void",
    )
    def lapse(self, act: Act) -> None:
        """The task is not the verified one any more that was spoken of."""


class TransferLifecycle(Subject):
    """Asked by the coordinator, agreed to by both heads, decided by the coordinator."""

    kind = "transfer"
    creations = (
        Creation(
            "ask_transfer",
            TransferState.ASKED,
            _("ask for a direct transfer"),
            "transfer.asked",
            ("reason",),
        ),
    )

    from_unit_id: int
    from_by_id: int | None
    to_by_id: int | None
    decided_by_id: int | None

    state = state_field(TransferState, TransferState.ASKED)

    class Meta:
        abstract = True

    @step(
        {"asked": ("asked", "consented", "refused")},
        rule=rules.may_consent_transfer,
        label=_("Answer the proposed transfer"),
        prose=("note",),
        topic="transfer.answered",
        primary=True,
    )
    def consent_transfer(self, act: Act, *, agreed: bool, note: str = "") -> str:
        """A head agrees in writing, or does not; one refusal ends it."""
        if not agreed:
            return TransferState.REFUSED.value
        actor: Any = act.actor
        if self.from_unit_id in actor.signs:
            self.from_by_id = actor.user_id
        else:
            self.to_by_id = actor.user_id
        both = self.from_by_id and self.to_by_id
        return (TransferState.CONSENTED if both else TransferState.ASKED).value

    @step(
        {"consented": ("carried_out", "refused"), "asked": ("refused",)},
        rule=rules.may_decide_transfer,
        label=_("Decide on the transfer"),
        needs=(rules.both_consented, rules.transferable),
        prose=("reason",),
        topic="transfer.decided",
    )
    def decide_transfer(self, act: Act, *, granted: bool, reason: str) -> str:
        """Carried out at once, or dropped."""
        self.decided_by_id = act.actor.user_id
        return (TransferState.CARRIED_OUT if granted else TransferState.REFUSED).value

    @step(
        {"asked": "withdrawn", "consented": "withdrawn"},
        rule=undo.may_withdraw_transfer,
        label=_("Withdraw the proposal"),
        topic="transfer.withdrawn",
        grave=True,
    )
    def withdraw_transfer(self, act: Act) -> None:
        """The coordinator takes the proposal back before it is decided."""

    @step(
        {"asked": "void", "consented": "void"},
        rule=consequence,
        label=_("Void, as the task ended for it"),
        topic="transfer.void",
    )
    def lapse(self, act: Act) -> None:
        """The task was verified or cancelled, or has another lead already."""
