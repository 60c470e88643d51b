"""The shapes of what the thin views answer, as JSON Schema for the OpenAPI document."""

from typing import Any

from coordination.api.problems import CODES
from coordination.steps import STEPS
from coordination.units.states import Duty

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
ANYTHING: Schema = {"type": "object", "additionalProperties": True}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}


def ref(name: str) -> Schema:
    """A component by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(of: Schema) -> Schema:
    """A list of one shape."""
    return {"type": "array", "items": of}


def either(*shapes: Schema) -> Schema:
    """One of several shapes."""
    return {"oneOf": list(shapes)}


def record(optional: Schema | None = None, **properties: Schema) -> Schema:
    """An object of exactly these properties, all there but for the ``optional`` ones."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


NOTHING: Schema = {"type": "null"}
RULE = record(code=TEXT, reason=TEXT)
STEP_NAMES = sorted({step for table in STEPS.values() for step in table})
SUMMARY = {
    "kind": {"type": "string", "enum": [*STEPS]},
    "id": NUMBER,
    "version": NUMBER,
    "state": TEXT,
}

OFFER: dict[str, Schema] = {
    "step": {"type": "string", "enum": STEP_NAMES},
    "label": TEXT,
    "allowed": TRUTH,
    "code": TEXT,
    "rules": array(RULE),
    "version": NUMBER,
    "needs_version": TRUTH,
    "targets": array(TEXT),
    "primary": TRUTH,
    "grave": TRUTH,
    "files": TRUTH,
    "fields": ANYTHING,
}

SHAPES: dict[str, Schema] = {
    "Answer": record(**SUMMARY, step=TEXT, url=TEXT),
    "Problem": record(
        {
            "current": ref("Current"),
            "meanwhile": array(ref("HistoryLine")),
            "request_id": TEXT,
        },
        type=TEXT,
        title=TEXT,
        status=NUMBER,
        code={"type": "string", "enum": list(CODES)},
        detail=TEXT,
        rules=array(RULE),
        errors={"type": "object", "additionalProperties": array(TEXT)},
    ),
    "Current": record(**SUMMARY),
    "Offer": record(**OFFER),
    "DryRun": record(
        **OFFER,
        errors={"type": "object", "additionalProperties": array(TEXT)},
        effect=either(ref("Effect"), NOTHING),
    ),
    "Effect": record(state=TEXT, version=NUMBER, changes=array(ref("EffectLine"))),
    "EffectLine": record(
        kind=TEXT,
        id={"type": ["integer", "null"]},
        step=TEXT,
        label=TEXT,
        source=TEXT,
        target=TEXT,
        changes=ANYTHING,
    ),
    "Offers": record(results=array(ref("Offer"))),
    "HistoryLine": record(
        version=NUMBER,
        step=TEXT,
        label=TEXT,
        source=TEXT,
        target=TEXT,
        actor=TEXT,
        unit=either(record(code=TEXT, name=TEXT), NOTHING),
        on_behalf_of=TEXT,
        prepared_by=TEXT,
        at=MOMENT,
        data=ANYTHING,
        changes=ANYTHING,
        hash=TEXT,
        texts=TEXTS,
        digests=TEXTS,
        sealed=TRUTH,
    ),
    "History": record(
        next={"type": ["string", "null"], "format": "uri"}, results=array(ref("HistoryLine"))
    ),
    "BulkRow": either(
        record(id=NUMBER, status={"const": 200}, answer=ref("Answer")),
        record(id=NUMBER, status={"type": "integer", "minimum": 400}, problem=ref("Problem")),
    ),
    "BulkRows": record(rows=array(ref("BulkRow"))),
    "Precedent": record(
        dispute=NUMBER,
        url=TEXT,
        title=TEXT,
        ground=TEXT,
        outcome=TEXT,
        decided=TEXT,
        decided_on={"type": "string", "format": "date"},
        units=array(record(id=NUMBER, code=TEXT, name=TEXT)),
        score={"type": "number"},
        reason=TEXT,
    ),
    "Precedents": record(results=array(ref("Precedent"))),
    "Post": record(
        acting_unit=TEXT,
        unit_code=TEXT,
        unit_name=TEXT,
        duty={"type": "string", "enum": list(Duty.values)},
        on_behalf_of=TEXT,
        signs=TRUTH,
    ),
    "Me": record(
        username=TEXT,
        full_name=TEXT,
        acting=either(ref("Post"), NOTHING),
        posts=array(ref("Post")),
        scopes=array({"type": "string", "enum": ["read", "act"]}),
    ),
}
