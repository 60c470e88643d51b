"""Offers as the buttons of a page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coordination.steps import STEPS
from coordination.web.nouns import step_url
from workflow.errors import WrongState
from workflow.offers import Offer


def links_of(subject: Any, offers: Iterable[Offer]) -> list[dict[str, Any]]:
    """Buttons: a step that asks for nothing is a form of its own, others open theirs."""
    return [_link(subject, offer) for offer in offers]


def _link(subject: Any, offer: Offer) -> dict[str, Any]:
    form = STEPS[subject.kind][offer.step].form
    bare = all(field.widget.is_hidden for field in form.base_fields.values())
    url = step_url(subject, offer.step)
    return {
        "code": offer.step,
        "label": offer.label,
        "allowed": offer.allowed,
        "reason": " ".join(offer.reasons),
        "later": offer.code == WrongState.code,
        "url": url,
        "form_url": "" if bare else url,
        "primary": offer.primary,
        "danger": offer.grave,
        "confirm": _("%(step)s: this cannot be undone by yourself. Go on?") % {"step": offer.label}
        if offer.grave
        else "",
    }
