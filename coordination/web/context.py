"""What every page shows around its content: who acts, and where one can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.units.official import Official
from coordination.units.states import Duty


def official(request: HttpRequest) -> dict[str, Any]:
    """Navigation and the chosen post, for those who are signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    actor: Official = request.official  # type: ignore[attr-defined]
    return {
        "nav": _navigation(request.path),
        "acting": {
            "label": _acting(actor),
            "url": reverse("web:act_as"),
            "choices": [
                {
                    "value": hat.post_id,
                    "label": f"{hat.unit_name} · {Duty(hat.duty).label}",
                    "current": hat.post_id == actor.post_id,
                }
                for hat in actor.hats
            ],
        },
        "notices": {"url": reverse("web:notices"), "count": 0},
    }


def _acting(actor: Official) -> str:
    if actor.post_id is None:
        return _("no post")
    return f"{actor.unit_name} · {Duty(actor.hat).label}"


def _navigation(path: str) -> list[dict[str, Any]]:
    pages = [("web:desk", _("Desk")), ("web:plans", _("Plans")), ("web:disputes", _("Disputes"))]
    found = []
    for name, label in pages:
        url = reverse(name)
        active = path == url if name == "web:desk" else path.startswith(url)
        found.append({"label": label, "url": url, "active": active})
    return found
