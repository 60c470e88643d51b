"""The body of a write: one JSON object, or a form with files where the step takes files."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from coordination.api.problems import Problem
from coordination.forms.content import content_of
from coordination.forms.json_schema import Errors, asked_fields, from_json, takes_files
from coordination.forms.rows import RowsField

JSON, MULTIPART = "application/json", "multipart/form-data"
# What a form says besides its files.
BESIDES = 2 * 1024 * 1024


@dataclass
class Content:
    """What a step was given; ``said`` gives the content as bytes, equal for equal requests."""

    data: dict[str, Any]
    said: Callable[[], bytes]
    files: "MultiValueDict[str, Any]" = field(default_factory=MultiValueDict)
    errors: Errors = field(default_factory=dict)


def read_content(request: HttpRequest, form: type[forms.Form]) -> Content:
    """The step's data; raises problems for a foreign media type and for too large a body."""
    if request.content_type == MULTIPART and takes_files(form):
        return _read_form(request, form)
    given, errors = read_json(request)
    if errors:
        return Content({}, lambda: request.body, errors=errors)
    data, errors = from_json(form, given)
    return Content(data, lambda: canonical(given), errors=errors)


def read_json(request: HttpRequest) -> tuple[Any, Errors]:
    """The JSON of the body, or why it is none; an empty body is the empty object."""
    if request.content_type != JSON and (request.content_type or request.body):
        raise Problem("unsupported_media_type")
    try:
        text = request.body.decode()
        if not text:
            return {}, {}
        given = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
        json.dumps(given, ensure_ascii=False).encode()  # half characters cannot be kept
    except (ValueError, RecursionError):
        return None, {"": [_("The body cannot be read as JSON.")]}
    return given, {}


def canonical(given: Any) -> bytes:
    """JSON in one form: the order of names and the spaces between them say nothing."""
    return json.dumps(given, sort_keys=True, separators=(",", ":")).encode()


def _read_form(request: HttpRequest, form: type[forms.Form]) -> Content:
    limit = settings.EVIDENCE_ACT_MAX_BYTES + BESIDES
    if int(request.headers.get("Content-Length") or 0) > limit:
        raise Problem("too_large")
    fields = asked_fields(form)
    names = {name for name, each in fields.items() if isinstance(each, forms.FileField)}
    texts = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    texts.pop("csrfmiddlewaretoken", None)
    given = {
        name: _nested(fields.get(name), text) for name, text in texts.items() if name not in names
    }
    data, errors = from_json(form, given)
    for name in (names & texts.keys()) | (request.FILES.keys() - names):
        errors[name] = [_("Files belong into the fields of files, and nothing else does.")]
    post, files = request.POST, request.FILES
    return Content(data, lambda: content_of(post, files), files, errors)


def _nested(field: forms.Field | None, text: str) -> Any:
    """Rows stand in a form as JSON; what is none is told as of the wrong type."""
    if not isinstance(field, RowsField):
        return text
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return text


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
