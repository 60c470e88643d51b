"""A toy subject for the engine's tests: a parcel that is packed, sent, returned and received."""

from typing import Any

from django.db import models

from workflow.actor import Actor
from workflow.door import Act
from workflow.lifecycle import (
    Creation,
    Ref,
    Subject,
    consequence,
    length_checks,
    state_check,
    state_field,
    step,
)
from workflow.verdict import YES, Verdict, foreign, no


class ParcelState(models.TextChoices):
    PACKED = "packed", "Packed"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"


def may_send(parcel: "Parcel", actor: Actor) -> Verdict:
    if actor.unit != parcel.owner:
        return foreign("owner", "Only the owner sends.")
    return YES


def may_receive(parcel: "Parcel", actor: Actor) -> Verdict:
    return YES if actor.unit else no("unit", "Only somebody of a unit receives.")


def weighed(parcel: "Parcel", _actor: Actor, _data: Any) -> Verdict:
    return YES if parcel.weight else no("weighed", "The parcel was not weighed.")


def addressed(_parcel: "Parcel", _actor: Actor, data: Any) -> Verdict:
    if data is None or data.get("address"):
        return YES
    return no("addressed", "The parcel has no address.")


class Parcel(Subject):
    kind = "parcel"
    creations = (Creation("pack", ParcelState.PACKED, "pack"),)

    state = state_field(ParcelState, ParcelState.PACKED)
    owner = models.CharField(max_length=20)
    weight = models.PositiveIntegerField(default=0)
    address = models.CharField(max_length=40, blank=True)
    notes = models.JSONField(default=list)
    due = models.DateField(null=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    touched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_check(ParcelState, "parcel_state"),
            *length_checks("parcel", address=40),
        ]

    @step(
        {"packed": "sent"},
        rule=may_send,
        label="send",
        needs=(weighed, addressed),
        prose=("word",),
        topic="parcel.sent",
        primary=True,
    )
    def send(self, act: Act, *, address: str, word: str = "") -> None:
        self.address = address
        self.touched_at = act.at

    @step({"packed": "packed"}, rule=may_send, label="weigh")
    def weigh(self, act: Act, *, weight: int, **_more: Any) -> None:
        self.weight = weight

    @step({"sent": "packed"}, rule=may_send, label="call back")
    def call_back(self, act: Act) -> None:
        self.address = ""

    @step({"sent": "received"}, rule=may_receive, label="receive", grave=True)
    def receive(self, act: Act) -> None:
        self.touched_at = act.at

    @step({"received": ("packed", "sent")}, rule=consequence, label="reset")
    def reset(self, act: Act, *, to: str) -> str:
        return to


class LabelState(models.TextChoices):
    STUCK = "stuck", "Stuck"
    TORN = "torn", "Torn"


class Label(Subject):
    """A subject whose root is another one."""

    kind = "label"
    creations = (Creation("stick", LabelState.STUCK, "stick"),)

    state = state_field(LabelState, LabelState.STUCK)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT)

    class Meta:
        constraints = [state_check(LabelState, "label_state")]

    def root(self) -> Ref:
        return Ref(Parcel, self.parcel_id)

    @step({"stuck": "torn"}, rule=may_receive, label="tear")
    def tear(self, act: Act) -> None:
        """Nothing but the state changes."""
