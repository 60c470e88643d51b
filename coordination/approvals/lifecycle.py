"""The lifecycle of an amendment of a plan."""

from django.utils.translation import gettext_lazy as _

from coordination.approvals import rules
from coordination.approvals.states import AmendmentState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, state_field, step


class AmendmentLifecycle(Subject):
    """Proposed by the coordinator, approved by the leader in charge."""

    kind = "amendment"
    creations = (
        Creation(
            "amend",
            AmendmentState.PROPOSED,
            _("propose an amendment"),
            "amendment.proposed",
            ("reason",),
        ),
    )

    decided_by_id: int | None

    state = state_field(AmendmentState, AmendmentState.PROPOSED)

    class Meta:
        abstract = True

    @step(
        {"proposed": ("approved", "refused")},
        rule=rules.may_decide,
        label=_("Decide on the amendment"),
        needs=(rules.still_cancellable,),
        prose=("reason",),
        topic="amendment.decided",
        primary=True,
        grave=True,
    )
    def decide_amendment(self, act: Act, *, granted: bool, reason: str) -> str:
        """Approved: its tasks are cancelled in the same transaction."""
        self.decided_by_id = act.actor.user_id
        return (AmendmentState.APPROVED if granted else AmendmentState.REFUSED).value

    @step(
        {"proposed": "withdrawn"},
        rule=rules.may_withdraw,
        label=_("Withdraw the amendment"),
        topic="amendment.withdrawn",
        grave=True,
    )
    def withdraw_amendment(self, act: Act) -> None:
        """The coordinator takes the proposal back before it is decided."""
