"""The query of a reading address: known names only, each of its type."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.api.problems import Problem
from coordination.forms.json_schema import NO_NUL, Errors, Schema, type_fault
from coordination.units.sight import HIGHEST_ID

PAGE_SIZE: Schema = {"type": "integer", "minimum": 1, "maximum": 200}
CURSOR: Schema = {"type": "string", "maxLength": 400, "pattern": NO_NUL}
ID: Schema = {"type": "integer", "minimum": 1, "maximum": HIGHEST_ID}
WORDS: Schema = {"type": "string", "maxLength": 100, "pattern": NO_NUL}
TRUTH: Schema = {"type": "boolean"}


def one_of(choices: Any) -> Schema:
    """One of a list of codes."""
    return {"type": "string", "enum": [str(code) for code in choices]}


def read_parameters(request: HttpRequest, known: Mapping[str, Schema]) -> dict[str, Any]:
    """The parameters by name; raises the problem naming every one that is not in order."""
    errors: Errors = {}
    found: dict[str, Any] = {}
    for name, values in request.GET.lists():
        schema = known.get(name)
        if schema is None:
            errors[name] = [_("There is no such parameter.")]
        elif len(values) != 1:
            errors[name] = [_("Name this parameter once.")]
        else:
            found[name] = _typed(schema, values[0])
            fault = type_fault(schema, found[name])
            if fault:
                errors[name] = [fault]
    if errors:
        raise Problem("invalid", errors=errors)
    return found


def _typed(schema: Schema, text: str) -> Any:
    if schema["type"] == "integer" and re.fullmatch("-?[0-9]{1,20}", text):
        return int(text)
    if schema["type"] == "boolean" and text in ("true", "false"):
        return text == "true"
    if schema["type"] == "array":
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text
