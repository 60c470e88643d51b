"""What can be acted upon: how each thing is found, and what an answer says of it."""

from typing import Any

from django.http import Http404, JsonResponse

from coordination.ahead import AHEAD
from coordination.api.preconditions import etag
from coordination.approvals import queries as approvals
from coordination.consultation import queries as consultation
from coordination.disputes import queries as disputes
from coordination.plans import queries as plans
from coordination.progress import queries as progress
from coordination.steps import STEPS, Action
from coordination.supervision import queries as supervision
from coordination.tasks import queries as tasks
from coordination.units.official import Official
from coordination.units.sight import Visible, seen, seen_in
from workflow.door import Act

NOUNS: dict[str, tuple[str, Visible]] = {
    "plans": ("plan", plans.visible_to),
    "tasks": ("task", tasks.visible_to),
    "cooperations": ("cooperation", tasks.visible_parts),
    "opinions": ("opinion", consultation.visible_to),
    "reports": ("report", progress.visible_reports),
    "evidence": ("evidence", progress.visible_evidence),
    "extensions": ("extension", supervision.visible_extensions),
    "letters": ("letter", supervision.visible_letters),
    "reopenings": ("reopening", supervision.visible_reopenings),
    "transfers": ("transfer", supervision.visible_transfers),
    "amendments": ("amendment", approvals.visible_to),
    "disputes": ("dispute", disputes.visible_to),
    "slots": ("slot", disputes.visible_slots),
}
PLURAL = {kind: plural for plural, (kind, _visible) in NOUNS.items()}


# Each of these is the root of its own steps.
ROOTS = ("plans", "tasks")


def fetch(plural: str, actor: Official, pk: int) -> Any:
    """The thing, if the actor may see it; otherwise it does not exist (404)."""
    if plural not in NOUNS:
        raise Http404
    return _found(seen(NOUNS[plural][1], actor, pk))


def fetch_in(act: Act, plural: str, actor: Official, pk: int, step: str) -> Any:
    """The same of the root of a step, locked as soon as it is seen, with what the step asks."""
    kind, visible = NOUNS[plural]
    return _found(seen_in(act, visible, actor, pk, AHEAD.get((kind, step), ())))


def _found(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def action_of(kind: str, step: str) -> Action:
    """The step's form and verb; an unknown step does not exist (404)."""
    found = STEPS[kind].get(step)
    if found is None:
        raise Http404
    return found


def needs_version(kind: str, step: str) -> bool:
    """Whether the step asks for ``If-Match``.

    Slots are answered by many at once, each its own; a report or a letter does not speak of
    the version of its task.
    """
    return kind != "slot" and STEPS[kind][step].versioned


def summary(answer: dict[str, Any]) -> dict[str, Any]:
    """What a step answers: the thing it moved or made, as it is now."""
    named = {name: answer[name] for name in ("kind", "id", "step", "version", "state")}
    return named | {"url": f"/api/v1/{PLURAL[answer['kind']]}/{answer['id']}/"}


def acted(answer: dict[str, Any]) -> JsonResponse:
    """The answer of a step, the same whether it is taken now or was taken before."""
    told = summary(answer)
    headers = {"ETag": etag(told["version"]), "Content-Location": told["url"]}
    return JsonResponse(told, headers=headers)
