"""A step's form as JSON Schema, and JSON as the data of a step's form.

The Django form is the one definition: what the schema cannot say, the form still asks.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from coordination.forms.rows import RowsField
from coordination.units.sight import HIGHEST_ID

Schema = dict[str, Any]
Errors = dict[str, list[str]]

NO_NUL = r"^[^\u0000]*$"
SAYS_SOMETHING = r"^[^\u0000]*[^\s\u0000-\u0020\u007f-\u00a0][^\u0000]*$"
NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def asked_fields(form: type[forms.Form] | forms.Form) -> dict[str, forms.Field]:
    """The fields a person fills in; version and key travel in headers."""
    fields = form.fields if isinstance(form, forms.Form) else form.base_fields
    return {name: field for name, field in fields.items() if not field.widget.is_hidden}


def said_fields(form: type[forms.Form] | forms.Form) -> dict[str, forms.Field]:
    """The asked fields that are no files: what JSON can carry."""
    fields = asked_fields(form).items()
    return {name: field for name, field in fields if not isinstance(field, forms.FileField)}


def takes_files(form: type[forms.Form]) -> bool:
    """Whether the step may be given files."""
    return any(isinstance(field, forms.FileField) for field in asked_fields(form).values())


def schema_of(form: type[forms.Form] | forms.Form, *, files: bool = False) -> Schema:
    """The JSON Schema of what a form asks.

    ``files``: with its files, as a multipart body carries them. A form that stands for a
    subject names the choices of its rows; its class only says that they are numbers.
    """
    fields = asked_fields(form) if files else said_fields(form)
    return _object(fields, choices=isinstance(form, forms.Form))


def field_schema(field: forms.Field) -> Schema:
    """What a value of the field looks like in JSON."""
    for kind, describe in KINDS:
        if isinstance(field, kind):
            return describe(field)
    raise TypeError(f"no JSON Schema for {type(field).__name__}")


def from_json(form: type[forms.Form], given: Any) -> tuple[dict[str, Any], Errors]:
    """The form's data from a JSON object, and what is wrong with its names and types."""
    if not isinstance(given, Mapping):
        return {}, {"": [_("The body must be a JSON object.")]}
    expected = _expected(form)
    data: dict[str, Any] = {}
    errors: Errors = {}
    for name, value in given.items():
        if name not in expected:
            errors[name] = [_("There is no such field.")]
            continue
        required, schema = expected[name]
        if value is None and not required:
            continue
        if fault := type_fault(schema, value):
            errors[name] = [fault]
        else:
            data[name] = _said(value)
    return data, errors


@cache
def _expected(form: type[forms.Form]) -> dict[str, tuple[bool, Schema]]:
    """Whether each field is required, and its type; titles are not looked at."""
    fields = said_fields(form).items()
    return {name: (field.required, field_schema(field)) for name, field in fields}


def _said(value: Any) -> Any:
    """A JSON value as a form says it: texts, and lists and rows of them."""
    if isinstance(value, Mapping):
        return {name: _said(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_said(each) for each in value]
    return str(int(value)) if isinstance(value, float) else str(value)


def type_fault(schema: Schema, value: Any) -> str:
    """Why a JSON value is not of the schema's type; empty where it is."""
    wanted = schema["type"]
    if isinstance(wanted, list):  # or nothing
        return "" if value is None else type_fault(schema | {"type": wanted[0]}, value)
    if wanted == "string":
        if not isinstance(value, str):
            return _("This must be a text.")
        return _text_fault(schema, value)
    if wanted == "array":
        return _list_fault(schema, value)
    if wanted == "object":
        return _object_fault(schema, value)
    if isinstance(value, bool) != (wanted == "boolean"):
        return _("This has the wrong type.")
    return _number_fault(schema, value) if wanted == "integer" else ""


def _number_fault(schema: Schema, value: Any) -> str:
    if not isinstance(value, int | float) or value != value // 1:
        return _("This must be a whole number.")
    within = schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return "" if within else _("This number is out of range.")


def _list_fault(schema: Schema, value: Any) -> str:
    if not isinstance(value, list):
        return _("This must be a list.")
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return _("This list is too short or too long.")
    faults = ((n, type_fault(schema["items"], each)) for n, each in enumerate(value, 1))
    return next((f"{n}: {fault}" for n, fault in faults if fault), "")


def _object_fault(schema: Schema, value: Any) -> str:
    if not isinstance(value, Mapping):
        return _("This must be a JSON object.")
    wrong = [*(value.keys() - schema["properties"].keys())]
    wrong += [name for name in schema.get("required", ()) if name not in value]
    if wrong:
        return _("Missing or unknown: %(names)s.") % {"names": ", ".join(sorted(wrong))}
    faults = ((n, type_fault(schema["properties"][n], each)) for n, each in value.items())
    return next((f"{name}: {fault}" for name, fault in faults if fault), "")


def _text_fault(schema: Schema, value: str) -> str:
    if "enum" in schema and value not in schema["enum"]:
        return _("This is none of the choices.")
    if len(value) > schema.get("maxLength", len(value)):
        return _("This text is too long.")
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return _("This text is empty or not in the right form.")
    return ""


def _object(fields: Mapping[str, forms.Field], *, choices: bool) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {name: _described(field, choices=choices) for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.required]
    return schema | {"required": required} if required else schema


def _described(field: forms.Field, *, choices: bool) -> Schema:
    schema = field_schema(field)
    if choices and isinstance(field, forms.ModelChoiceField):
        rows: Any = field.choices
        one = schema.get("items", schema)
        one["oneOf"] = [
            {"const": choice.value, "title": str(label)} for choice, label in rows if choice
        ]
    if choices and isinstance(field, RowsField) and field.names is not None:
        named = [{"const": key, "title": text} for key, text in field.names]
        schema["items"]["properties"][field.of]["oneOf"] = named
    if not field.required and "type" in schema and not isinstance(field, forms.FileField):
        schema = _or_nothing(schema)
    if field.label:
        schema["title"] = str(field.label)
    if field.help_text:
        schema["description"] = str(field.help_text)
    return schema


def _or_nothing(schema: Schema) -> Schema:
    wide = schema | {"type": [schema["type"], "null"]}
    if "enum" in schema:
        wide["enum"] = [*schema["enum"], None]
    if "oneOf" in schema:
        wide["oneOf"] = [*schema["oneOf"], {"const": None}]
    return wide


def _text(field: Any) -> Schema:
    schema: Schema = {"type": "string", "pattern": SAYS_SOMETHING if field.required else NO_NUL}
    if field.max_length:
        schema["maxLength"] = field.max_length
    return schema


def _number(field: Any) -> Schema:
    bounds = {"minimum": field.min_value, "maximum": field.max_value}
    return {"type": "integer"} | {name: n for name, n in bounds.items() if n is not None}


def _decimal(_field: Any) -> Schema:
    """A text, for a JSON number would be rounded on its way."""
    return {"type": "string", "pattern": NUMBER}


def _choice(field: Any) -> Schema:
    return {"type": "string", "enum": [str(value) for value, _label in field.choices if value]}


def _row(_field: Any) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": HIGHEST_ID}


def _several_rows(field: Any) -> Schema:
    return {"type": "array", "items": _row(field), "minItems": int(field.required)}


def _table(field: Any) -> Schema:
    one = _object(field.columns, choices=False)
    if field.of:
        one["properties"] = {field.of: _row(field), **one["properties"]}
        one["required"] = [field.of, *one.get("required", ())]
    fewest = int(field.required)
    return {"type": "array", "items": one, "minItems": fewest, "maxItems": field.most}


def _day(_field: Any) -> Schema:
    return {"type": "string", "format": "date", "pattern": DAY}


def _truth(_field: Any) -> Schema:
    return {"type": "boolean"}


def _files(_field: Any) -> Schema:
    return {"type": "array", "items": {"type": "string", "format": "binary"}}


# The first that fits counts: a choice of rows is a choice too.
KINDS: list[tuple[type[forms.Field], Callable[[Any], Schema]]] = [
    (RowsField, _table),
    (forms.FileField, _files),
    (forms.ModelMultipleChoiceField, _several_rows),
    (forms.ModelChoiceField, _row),
    (forms.ChoiceField, _choice),
    (forms.BooleanField, _truth),
    (forms.DateField, _day),
    (forms.DecimalField, _decimal),
    (forms.IntegerField, _number),
    (forms.CharField, _text),
]
