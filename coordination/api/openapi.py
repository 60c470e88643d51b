"""The OpenAPI document: one concrete path for every step, and every answer there can be."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import include, path
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

from coordination.api import bulk, history, precedents
from coordination.api.effects import data_parameters
from coordination.api.listing import Reading
from coordination.api.nouns import NOUNS, needs_version
from coordination.api.parameters import ID
from coordination.api.problems import CODES, MEDIA_TYPE
from coordination.api.reading import READINGS
from coordination.api.shapes import SHAPES, ref
from coordination.bulk import MOST
from coordination.forms.json_schema import Schema, schema_of, takes_files
from coordination.steps import STEPS, Action
from coordination.units.sight import HIGHEST_ID
from workflow.lifecycle import steps_of, subject_of

ROOT = "/api/v1"
SIGNED = ("unauthenticated", "not_allowed")
READ = (*SIGNED, "not_found", "invalid")
REFUSED = ("illegal_transition", "unmet_conditions", "in_progress")
WRITE_DRY = (*READ, "in_progress")
WRITE = (*READ, *REFUSED, "too_large", "unsupported_media_type", "duplicate_key")
VERSION_TAG = r'^(W/)?"[0-9]{1,9}"$'


def build(reading: Any) -> dict[str, Any]:
    """The document in the language now active; ``reading`` are the addresses of the lists."""
    generator = SchemaGenerator(patterns=[path("api/v1/", include(reading))])  # type: ignore[no-untyped-call]
    base: Any = generator.get_schema(public=True)  # type: ignore[no-untyped-call]
    told: dict[str, Schema] = base["components"]["schemas"]
    for shape in told.values():
        if "properties" in shape:
            shape["additionalProperties"] = False
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Zongheng 纵横",
            "version": "1",
            "description": _(
                "Read what you may see; act by steps. Errors are problems (RFC 9457) with a "
                "stable code. An address asked by a method it does not know answers 405."
            ),
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "paths": dict(_paths()),
        "components": {
            "schemas": {**told, **SHAPES},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
        },
    }


def _paths() -> Iterable[tuple[str, Any]]:
    for plural, view in READINGS.items():
        yield from _lists(plural, view)
    yield f"{ROOT}/evidence/{{id}}/content/", _get("evidence_content", _("The file"), _file(), ONE)
    asked = _queries(precedents.PARAMETERS)
    words = _("Decided cases that are alike")
    yield f"{ROOT}/precedents/", _get("precedents_like", words, _json("Precedents"), asked)
    yield f"{ROOT}/me/", _get("me", _("Who calls"), _json("Me"), problems=(*SIGNED, "invalid"))
    for step in bulk.STEPS_IN_BULK:
        yield f"{ROOT}/tasks/steps/{step}/", _bulk(step, STEPS["task"][step])
    for plural, (kind, _visible) in NOUNS.items():
        thing = f"{ROOT}/{plural}/{{id}}"
        for step, action in STEPS[kind].items():
            yield f"{thing}/steps/{step}/", _step(plural, kind, step, action)
            asked = [*ONE, *_queries(data_parameters(action.form))]
            dry = _json("DryRun", tag=True)
            once = _get(f"{plural}_offer_{step}", _label(kind, step), dry, asked, WRITE_DRY)
            yield f"{thing}/offers/{step}/", once
        words = _("Every step as it stands now")
        yield f"{thing}/offers/", _get(f"{plural}_offers", words, _json("Offers", tag=True), ONE)
        cursor = [*ONE, *_queries(history.PARAMETERS)]
        words = _("What happened")
        yield f"{thing}/history/", _get(f"{plural}_history", words, _json("History"), cursor)
    told = _get("schema", _("This document"), _json_of({"type": "object"}), problems=())
    yield f"{ROOT}/schema/", {"get": told["get"] | {"security": []}}


def _lists(plural: str, view: type[Reading]) -> Iterable[tuple[str, Any]]:
    name = view.serializer_class.__name__  # type: ignore[union-attr]
    listed = _json(f"Paginated{name}List")
    words = (view.__doc__ or "").strip()
    yield f"{ROOT}/{plural}/", _get(f"{plural}_list", words, listed, _queries(view.parameters()))
    moves = plural not in ("units", "duties", "notices", "claims", "verifications")
    yield f"{ROOT}/{plural}/{{id}}/", _get(f"{plural}_one", words, _json(name, tag=moves), ONE)


def _get(
    name: str,
    summary: Any,
    answer: Schema,
    parameters: Iterable[Schema] = (),
    problems: Iterable[str] = READ,
) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": str(summary),
            "tags": [name.split("_", 1)[0]],
            "parameters": [*parameters, ACTING],
            "responses": {"200": answer, **_problems(problems)},
        }
    }


def _step(plural: str, kind: str, step: str, action: Action) -> dict[str, Any]:
    versioned = needs_version(kind, step)
    problems = (*WRITE, "stale_version", *(("precondition_required",) if versioned else ()))
    content = {"application/json": {"schema": schema_of(action.form)}}
    if takes_files(action.form):
        content["multipart/form-data"] = {"schema": schema_of(action.form, files=True)}
    return {
        "post": {
            "operationId": f"{plural}_{step}",
            "summary": str(_label(kind, step)),
            "description": str(getattr(action.form, "hint", "")),
            "tags": [plural],
            "parameters": [*ONE, _if_match(required=versioned), KEY, ACTING],
            "requestBody": {"required": True, "content": content},
            "responses": {"200": _json("Answer", tag=True), **_problems(problems)},
        }
    }


def _bulk(step: str, action: Action) -> dict[str, Any]:
    item: Schema = {
        "type": "object",
        "properties": {
            "id": ID,
            "version": {"type": "integer", "minimum": 1, "maximum": bulk.HIGHEST_VERSION},
        },
        "required": ["id"],
        "additionalProperties": False,
    }
    body: Schema = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": item, "minItems": 1, "maxItems": MOST},
            "data": {"type": "object", "description": _("As of the step on one task.")},
        },
        "required": ["items"],
        "additionalProperties": False,
    }
    return {
        "post": {
            "operationId": f"tasks_bulk_{step}",
            "summary": _("%(step)s, many tasks") % {"step": _label("task", step)},
            "description": str(getattr(action.form, "hint", "")),
            "tags": ["tasks"],
            "parameters": [KEY, ACTING],
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {"200": _json("BulkRows"), **_problems((*WRITE,))},
        }
    }


def _label(kind: str, step: str) -> Any:
    declared = steps_of(subject_of(kind)).get(step)
    return STEPS[kind][step].label or (declared.label if declared else step)


def _queries(parameters: Mapping[str, Schema]) -> list[Schema]:
    return [{"name": name, "in": "query"} | _carried(shape) for name, shape in parameters.items()]


def _carried(shape: Schema) -> Schema:
    """Lists and rows stand in a query as JSON."""
    if shape["type"] == "array":
        return {"content": {"application/json": {"schema": shape}}}
    return {"schema": shape}


def _if_match(*, required: bool) -> Schema:
    shape = {"type": "string", "pattern": VERSION_TAG}
    words = _("The version acted on, as the entity tag of the thing.")
    found = {"name": "If-Match", "in": "header", "schema": shape, "description": words}
    return found | {"required": required}


def _json(name: str, *, tag: bool = False) -> Schema:
    answer = _json_of(ref(name))
    if tag:
        answer["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
    return answer


def _json_of(shape: Schema) -> Schema:
    return {"description": "OK", "content": {"application/json": {"schema": shape}}}


def _file() -> Schema:
    shape = {"type": "string", "format": "binary"}
    return {"description": "OK", "content": {"application/octet-stream": {"schema": shape}}}


def _problems(codes: Iterable[str]) -> dict[str, Schema]:
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(CODES[code][0], []).append(code)
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in names),
            "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
        }
        for status, names in sorted(by_status.items())
    }


ONE: list[Schema] = [
    {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 0, "maximum": HIGHEST_ID},
    }
]
KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
ACTING: Schema = {
    "name": "Acting-Unit",
    "in": "header",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9/_-]{1,60}$"},
}
