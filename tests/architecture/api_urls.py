"""The addresses of the API in the same district: lists, single things, offers and histories."""

from typing import Any

from django.urls import reverse

from coordination.api.nouns import NOUNS
from coordination.api.reading import READINGS
from coordination.duties.models import DutyEntry
from coordination.notifications.models import Notice
from coordination.progress.models import Evidence
from coordination.steps import STEPS
from coordination.tasks.claims import Claim, Verification
from coordination.units.models import Unit
from workflow.lifecycle import subject_of

MODELS: dict[str, Any] = {"units": Unit, "evidence": Evidence, "notices": Notice}
MODELS |= {"claims": Claim, "verifications": Verification, "duties": DutyEntry}
MODELS |= {plural: subject_of(kind) for plural, (kind, _visible) in NOUNS.items()}


def api_urls() -> dict[str, list[str]]:
    """Every address of the API that can be looked at, for everything there is, by route."""
    pks = {
        plural: list(MODELS[plural].objects.order_by("pk").values_list("pk", flat=True))
        for plural in READINGS
    }
    found = {plural: [reverse(f"api:{plural}") + "?page_size=200"] for plural in READINGS}
    for plural, ids in pks.items():
        found[f"{plural}-one"] = [reverse(f"api:{plural}-one", args=[pk]) for pk in ids]
    things = [(plural, pk) for plural in NOUNS for pk in pks[plural]]
    for route in ("offers", "history"):
        found[route] = [reverse(f"api:{route}", args=thing) for thing in things]
    found["offer"] = [
        reverse("api:offer", args=[*thing, step])
        for thing in things[::3]
        for step in STEPS[NOUNS[thing[0]][0]]
    ]
    found["precedents"] = [
        f"{reverse('api:precedents')}?{name}={pk}"
        for name, plural in (("task", "tasks"), ("dispute", "disputes"))
        for pk in pks[plural]
    ]
    found["content"] = [reverse("api:content", args=[pk]) for pk in pks["evidence"]]
    found |= {name: [reverse(f"api:{name}")] for name in ("me", "schema", "docs")}
    return found
