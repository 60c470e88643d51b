"""What every page shows around its content: who acts, and where one can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.units.official import Hat, Official
from coordination.units.states import ADMINISTRATORS, Duty


def official(request: HttpRequest) -> dict[str, Any]:
    """Navigation and the chosen post, for those who are signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    actor: Official = request.official  # type: ignore[attr-defined]
    return {
        "nav": _navigation(request.path, actor),
        "acting": {
            "label": _acting(actor),
            "url": reverse("web:act_as"),
            "choices": [
                {
                    "value": hat.post_id,
                    "label": hat_label(hat),
                    "current": hat.post_id == actor.post_id,
                }
                for hat in actor.hats
            ],
        },
        "notices": {"url": reverse("web:notices"), "count": 0},
    }


def _acting(actor: Official) -> str:
    return hat_label(actor.worn) if actor.worn else _("no post")


def hat_label(hat: Hat) -> str:
    """A post in words; one in which the person stands in says for whom."""
    post = f"{hat.unit_name} · {Duty(hat.duty).label}"
    if not hat.principal:
        return post
    return _("For %(person)s (%(post)s)") % {"person": hat.principal_name, "post": post}


def _navigation(path: str, actor: Official) -> list[dict[str, Any]]:
    pages = [
        ("web:desk", _("Desk")),
        ("web:plans", _("Plans")),
        ("web:disputes", _("Disputes")),
        ("web:duties", _("Basis of duties")),
    ]
    if actor.for_unit:
        pages.append(("web:unsigned", _("To be signed")))
    if actor.hat in ADMINISTRATORS:
        pages.append(("web:people", _("Administration")))
    found = []
    for name, label in pages:
        url = reverse(name)
        active = path == url if name == "web:desk" else path.startswith(url)
        found.append({"label": label, "url": url, "active": active})
    return found
