"""What a step would do with given data: taken for trial within a transaction, and undone."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from coordination.api.acting import carry_out
from coordination.api.bodies import Content
from coordination.api.nouns import action_of
from coordination.api.problems import Problem
from coordination.forms.json_schema import Schema, field_schema, from_json, said_fields
from coordination.reports.timeline import label_of_step
from coordination.units.official import Official
from workflow import door
from workflow.changes import Change
from workflow.errors import Refusal

Effect = dict[str, Any]
# Of these the old and new values are told; what happens in a case is told by its steps.
OPEN_KINDS = {"plan", "task", "cooperation", "report", "extension", "letter", "transfer"}


def data_parameters(form: type[forms.Form]) -> dict[str, Schema]:
    """The step's data as the query says it: lists and rows as JSON, files not at all."""
    return {name: field_schema(field) for name, field in said_fields(form).items()}


def rehearse(subject: Any, step: str, actor: Official, asked: Mapping[str, Any]) -> Effect:
    """The effect of the step with the data ``asked``, or why it would be refused."""
    data, errors = from_json(action_of(subject.kind, step).form, asked)
    content = Content(data, bytes, errors=errors)
    try:
        with door.rehearsal() as made:
            carry_out(subject, step, actor, content, subject.version)
    except Refusal as refused:
        return {
            "allowed": False,
            "code": refused.code,
            "rules": [{"code": v.code, "reason": str(v.reason)} for v in refused.verdicts],
        }
    except Problem as problem:
        told = problem.content()
        return {"allowed": False, "code": told["code"], "errors": told["errors"]}
    return {"effect": _told(subject, made)}


def _told(subject: Any, made: list[Change]) -> Effect:
    own = [c for c in made if (c.record["kind"], c.record["subject_id"]) == _name(subject)]
    last = own[-1].record if own else None
    return {
        "state": last["target"] if last else subject.present_state,
        "version": last["version"] if last else subject.version,
        "changes": [_line(change) for change in made],
    }


def _name(subject: Any) -> tuple[str, int]:
    return subject.kind, subject.pk


def _line(change: Change) -> dict[str, Any]:
    """One change; what would be made has no id yet."""
    row = change.record
    facts = json.loads(row["facts"]) if row["kind"] in OPEN_KINDS else {}
    return {
        "kind": row["kind"],
        "id": None if change.created else row["subject_id"],
        "step": row["step"],
        "label": label_of_step(row["kind"], row["step"]),
        "source": row["source"],
        "target": row["target"],
        "changes": facts.get("changes", {}),
    }
