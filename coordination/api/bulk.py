"""One step on many tasks: a result for each row, and one key for the whole."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from coordination.api.acting import filled
from coordination.api.bodies import Content, canonical, read_json
from coordination.api.callers import ACT
from coordination.api.endpoint import caller, endpoint
from coordination.api.meanwhile import newer
from coordination.api.nouns import NOUNS, action_of, needs_version, summary
from coordination.api.preconditions import key_of
from coordination.api.problems import Problem, content_of_refusal
from coordination.bulk import MOST, Outcome, take_each
from coordination.forms.json_schema import Errors, from_json, takes_files
from coordination.steps import STEPS
from coordination.units.official import Official
from coordination.units.sight import HIGHEST_ID
from workflow import clock, keys
from workflow.errors import Replay, Stale

HIGHEST_VERSION = 2**31 - 1
# Steps that can be taken on many tasks at once: those that need no files.
STEPS_IN_BULK = tuple(
    step for step, action in STEPS["task"].items() if not takes_files(action.form)
)


@endpoint("POST", scope=ACT)
def act_on_many(request: HttpRequest, step: str) -> HttpResponse:
    """Take a step on up to 50 tasks in one transaction; each row stands or falls alone."""
    if step not in STEPS_IN_BULK:
        raise Http404
    me = caller(request)
    given, errors = read_json(request)
    said = (lambda: request.body) if errors else (lambda: canonical(given))
    key = key_of(request, me.official.person_id, said)
    errors = errors or faults(given)
    try:
        with transaction.atomic():
            if key:
                (keys.recall(key) if errors else keys.claim(key, clock.now()))
            if errors:
                raise Problem("invalid", errors=errors)
            rows = _plain(_rows(request, me.official, step, given))
            if key:
                keys.store(key, {"rows": rows})
    except Replay as replay:
        rows = replay.answer["rows"]
    return JsonResponse({"rows": rows})


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as they are kept with the key, so that a replay says the very same."""
    plain: list[dict[str, Any]] = json.loads(json.dumps(rows, cls=DjangoJSONEncoder))
    return plain


def faults(given: Any) -> Errors:
    """What is wrong with the list itself, before any row is looked at."""
    if not isinstance(given, Mapping):
        return {"": [_("The body must be a JSON object.")]}
    errors: Errors = {
        name: [_("There is no such field.")] for name in given.keys() - {"items", "data"}
    }
    if not isinstance(given.get("data", {}), Mapping):
        errors["data"] = [_("This must be a JSON object.")]
    items = given.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= MOST:
        errors["items"] = [_("Name 1 to %(count)d tasks.") % {"count": MOST}]
    elif not all(_is_item(item) for item in items):
        errors["items"] = [_("Each task is named by its id and its version.")]
    elif len({item["id"] for item in items}) != len(items):
        errors["items"] = [_("Name each task once.")]
    return errors


def _is_item(item: Any) -> bool:
    if not isinstance(item, Mapping) or item.keys() - {"id", "version"}:
        return False
    return _counts(item.get("id"), HIGHEST_ID) and (
        "version" not in item or _counts(item["version"], HIGHEST_VERSION)
    )


def _counts(value: Any, highest: int) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and value == value // 1 and 1 <= value <= highest


def _rows(
    request: HttpRequest, actor: Official, step: str, given: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The result of each row in the order asked."""
    action = action_of("task", step)
    data, errors = from_json(action.form, given.get("data", {}))
    content = Content(data, bytes, errors=errors)
    items = {int(item["id"]): item for item in given["items"]}
    seen = NOUNS["tasks"][1](actor).filter(pk__in=list(items))
    done = take_each(
        [(task, _version(items[task.pk], task, step)) for task in seen],
        step,
        actor,
        lambda task: filled(action, task, actor, content),
    )
    return [_row(request, pk, done.get(pk)) for pk in items]


def _version(item: Mapping[str, Any], task: Any, step: str) -> int | None:
    """The version seen; a step that leaves the task's version alone needs none."""
    version: int | None = item.get("version")
    return task.version if version is None and not needs_version("task", step) else version


def _row(request: HttpRequest, pk: int, outcome: Outcome | None) -> dict[str, Any]:
    if outcome and outcome.answer:
        return {"id": pk, "status": 200, "answer": summary(dict(outcome.answer))}
    if outcome is None:
        problem = Problem("not_found").content()
    elif outcome.refused is None:
        problem = Problem("invalid", errors=outcome.errors).content()
    else:
        problem = content_of_refusal(outcome.refused)
        if isinstance(outcome.refused, Stale):
            problem |= newer(outcome.refused, outcome.version, request)
    return {"id": pk, "status": problem["status"], "problem": problem}
