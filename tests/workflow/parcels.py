"""Parcels in the states the tests start from."""

from typing import Any

from tests.toy.models import Label, Parcel
from workflow import door
from workflow.actor import Actor

OWNER = Actor(1, "li", unit="U1", hat="handler")
OTHER = Actor(2, "wang", unit="U2", hat="handler")
NOBODY = Actor(3, "zhao")


def packed(**more: Any) -> Parcel:
    with door.act(OWNER) as act:
        return act.create(Parcel(**{"owner": "U1", "weight": 3, **more}), "pack")


def packed_many(number: int) -> list[Parcel]:
    with door.act(OWNER) as act:
        return act.create_all([Parcel(owner="U1", weight=n) for n in range(1, number + 1)], "pack")


def step(parcel: Parcel, name: str, actor: Actor = OWNER, **data: Any) -> Parcel:
    """The step at the parcel's present version."""
    with door.act(actor) as act:
        row = act.take(parcel)
        return act.step(row, name, version=row.version, **data)


def sent(**more: Any) -> Parcel:
    return step(packed(**more), "send", address="East Road 1")


def labelled(parcel: Parcel) -> Label:
    with door.act(OWNER) as act:
        return act.create(Label(parcel=act.take(parcel)), "stick")
