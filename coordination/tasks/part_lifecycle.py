"""The small lifecycle of a cooperating unit's part."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks import rules
from coordination.tasks.states import CooperationState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, consequence, state_field, step


class CooperationLifecycle(Subject):
    """The part of one cooperating unit; the lead's own task is not touched by it."""

    kind = "cooperation"
    creations = (
        Creation("draft", CooperationState.DRAFT, _("name a cooperating unit")),
        Creation("add", CooperationState.PENDING, _("add a cooperating unit"), "part.sent"),
    )

    state = state_field(CooperationState, CooperationState.DRAFT)
    sign_off_until = models.DateField(null=True, editable=False)
    deemed = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @step({"draft": "pending"}, rule=consequence, label=_("Send the part"), topic="part.sent")
    def send(self, act: Act, *, sign_off_until: date) -> None:
        """The plan was issued: the unit is to confirm its part by ``sign_off_until``."""
        self.sign_off_until = sign_off_until

    @step({"pending": "pending"}, rule=consequence, label=_("Send the part again"))
    def send_again(self, act: Act, *, sign_off_until: date) -> None:
        """The task goes on after a suspension: the limit to confirm begins anew."""
        self.sign_off_until = sign_off_until

    @step(
        {"pending": "accepted"},
        rule=rules.may_take_part,
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
        {"accepted": "done"},
        rule=rules.may_take_part,
        label=_("Our part is done"),
        prose=("result",),
        topic="part.done",
    )
    def coop_done(self, act: Act, *, result: str) -> None:
        """The unit has done its part."""

    @step(
        {"draft": "released", "pending": "released", "accepted": "released", "done": "released"},
        rule=consequence,
        label=_("Release"),
        topic="part.released",
    )
    def release(self, act: Act) -> None:
        """The unit has no part any more, as the outcome of a dispute says."""

    @step({"pending": "pending"}, rule=consequence, label=_("Limits counted anew"))
    def move_limits(self, act: Act, *, sign_off_until: date) -> None:
        """The calendar of working days was changed; the limit ends no earlier than before."""
        self.sign_off_until = sign_off_until

    @step(
        {"draft": "draft", "pending": "pending", "accepted": "accepted"},
        rule=consequence,
        label=_("Taken over by the unit that follows"),
        topic="part.succeeded",
    )
    def succeed(self, act: Act, *, unit: Any) -> None:
        """The unit was merged or closed; its successor goes on with the part."""
        self.unit = unit
