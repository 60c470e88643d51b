"""Offers as the buttons of a page."""

from collections.abc import Iterable
from typing import Any

from coordination.steps import STEPS
from coordination.web.nouns import step_url
from coordination.web.ways_out import ways_out
from workflow.errors import WrongState
from workflow.offers import Offer


def links_of(subject: Any, offers: Iterable[Offer]) -> list[dict[str, Any]]:
    """Buttons: a light step that asks for nothing is a form of its own, others open their page.

    A grave one is never taken from the button: its page tells the effect first.
    """
    return [_link(subject, offer) for offer in offers]


def _link(subject: Any, offer: Offer) -> dict[str, Any]:
    form = STEPS[subject.kind][offer.step].form
    bare = all(field.widget.is_hidden for field in form.base_fields.values())
    url = step_url(subject, offer.step)
    opens = not bare or (offer.grave and offer.allowed)
    return {
        "code": offer.step,
        "label": offer.label,
        "allowed": offer.allowed,
        "reason": " ".join(offer.reasons),
        "later": offer.code == WrongState.code,
        "url": url,
        "form_url": url if opens else "",
        "ways": [] if offer.allowed else ways_out([offer.code], subject, step=offer.step),
        "primary": offer.primary,
        "danger": offer.grave,
    }
