"""Offers promise what the door would do, and say why not."""

import pytest

from tests.toy.models import Parcel
from tests.workflow.parcels import NOBODY, OTHER, OWNER, packed, sent, step
from workflow import door
from workflow.errors import Refusal
from workflow.lifecycle import steps_of
from workflow.offers import Offer, offers

pytestmark = pytest.mark.django_db


def by_name(parcel: Parcel, actor: object) -> dict[str, Offer]:
    return {offer.step: offer for offer in offers(parcel, actor)}


def test_allowed_steps_come_first_primary_ones_before_the_others() -> None:
    found = offers(packed(), OWNER)
    assert [(offer.step, offer.allowed) for offer in found] == [
        ("send", True),
        ("weigh", True),
        ("call_back", False),
        ("receive", False),
    ]
    assert found[0].primary
    assert found[-1].grave


def test_a_step_of_another_state_tells_the_states_in_which_it_is_possible() -> None:
    offer = by_name(packed(), OWNER)["receive"]
    assert (offer.allowed, offer.code) == (False, "illegal_transition")
    assert "Sent" in offer.reasons[0]


def test_unmet_conditions_are_named_all() -> None:
    offer = by_name(packed(weight=0), OWNER)["send"]
    assert (offer.allowed, offer.code) == (False, "weighed")
    assert offer.reasons == ("The parcel was not weighed.",)


def test_steps_of_another_function_and_consequences_are_left_out() -> None:
    assert set(by_name(sent(), OTHER)) == {"receive"}


def test_a_step_of_the_function_is_refused_with_the_reason_in_its_state_only() -> None:
    assert by_name(sent(), NOBODY)["receive"].reasons == ("Only somebody of a unit receives.",)
    assert by_name(packed(), NOBODY) == {}


@pytest.mark.parametrize("actor", [OWNER, OTHER, NOBODY], ids=lambda actor: actor.name)
@pytest.mark.parametrize("state", ["packed", "sent", "received", "light"])
def test_the_door_does_what_the_offers_promise(state: str, actor: object) -> None:
    """Every step of every state: taken where it was offered, refused where it was not."""
    data = {"send": {"address": "x"}, "weigh": {"weight": 2}, "reset": {"to": "sent"}}
    for name in steps_of(Parcel):
        parcel = packed(weight=0) if state == "light" else packed()
        if state in {"sent", "received"}:
            parcel = step(parcel, "send", address="x")
        if state == "received":
            parcel = step(parcel, "receive")
        offer = by_name(parcel, actor).get(name)
        try:
            step(parcel, name, actor, **data.get(name, {}))
        except Refusal:
            taken = False
        else:
            taken = True
        assert taken == bool(offer and offer.allowed), name


def test_offers_change_nothing() -> None:
    parcel = packed()
    before = dict(parcel.__dict__)
    offers(parcel, OWNER)
    assert dict(parcel.__dict__) == before
    with door.act(OWNER) as act:
        assert act.take(parcel).version == parcel.version
