"""What may be done with a thing now, why not where not, and what is asked for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from coordination.api.effects import data_parameters, rehearse
from coordination.api.endpoint import caller, endpoint
from coordination.api.nouns import action_of, fetch, needs_version
from coordination.api.parameters import read_parameters
from coordination.api.preconditions import etag
from coordination.forms.json_schema import schema_of, takes_files
from coordination.steps import STEPS, label_of, refusal
from coordination.units.official import Official
from workflow.errors import NotAllowed
from workflow.lifecycle import steps_of


@endpoint()
def offers(request: HttpRequest, plural: str, pk: int) -> HttpResponse:
    """Every step of the thing: allowed or not, with all rules in the way and the data asked."""
    read_parameters(request, {})
    actor = caller(request).official
    subject = fetch(plural, actor, pk)
    rows = [offer(subject, step, actor) for step in STEPS[subject.kind]]
    return JsonResponse({"results": rows}, headers={"ETag": etag(subject.version)})


@endpoint()
def dry_run(request: HttpRequest, plural: str, pk: int, step: str) -> HttpResponse:
    """One step as it stands now, with the choices of its data; nothing is changed.

    With the step's data in the query, or where it asks for none, its effect is told, or every
    reason why it would be refused. A step that is not the caller's is refused as when taken.
    """
    actor = caller(request).official
    subject = fetch(plural, actor, pk)
    action = action_of(subject.kind, step)
    refused = refusal(subject, step, actor, subject.version)
    if isinstance(refused, NotAllowed):
        raise refused
    known = data_parameters(action.form)
    asked = read_parameters(request, known)
    found = offer(subject, step, actor) | {"errors": {}, "effect": None}
    if asked or (found["allowed"] and not known):
        found |= rehearse(subject, step, actor, asked)
    found["fields"] = schema_of(action.form(subject=subject, actor=actor))
    return JsonResponse(found, headers={"ETag": etag(subject.version)})


def offer(subject: Any, step: str, actor: Official) -> dict[str, Any]:
    """A step as it stands for the actor."""
    refused = refusal(subject, step, actor, subject.version)
    declared = steps_of(subject.__class__).get(step)
    form = action_of(subject.kind, step).form
    verdicts = refused.verdicts if refused else ()
    targets = declared.moves.get(subject.present_state, ()) if declared else ()
    return {
        "step": step,
        "label": str(label_of(subject, step)),
        "allowed": refused is None,
        "code": refused.code if refused else "",
        "rules": [{"code": each.code, "reason": str(each.reason)} for each in verdicts],
        "version": subject.version,
        "needs_version": needs_version(subject.kind, step),
        "targets": [targets] if isinstance(targets, str) else list(targets),
        "primary": bool(declared and declared.primary),
        "grave": bool(declared and declared.grave),
        "files": takes_files(form),
        "fields": schema_of(form),
    }
