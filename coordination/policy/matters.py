"""A specimen of each kind of object, in memory only, to which every relation exists.

The lead of the task is asked, urged and reports; the contesting unit is asked in the dispute; the
proposed unit would lead after dispute or transfer. Nothing here was signed by who asks, but for
the tier ``own``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from coordination.disputes.models import Dispute
from coordination.plans.models import Plan
from coordination.policy.cases import CASES, SIGNER, SOMEBODY, Variants
from coordination.policy.roles import BODY, RELATIONS
from coordination.tasks.models import Task
from workflow.lifecycle import Subject, states_of, subjects

UNITS = {relation: number for number, relation in enumerate(RELATIONS, 1)}
PEOPLE = {SOMEBODY: SOMEBODY, SIGNER: SIGNER}
PLAN = 1

# Which unit stands in a column, by kind where it is not the same everywhere.
COLUMNS: dict[str, Any] = {
    "plan_id": PLAN,
    "body_id": BODY,
    "lead_id": "lead",
    "unit_id": "lead",
    "from_unit_id": "lead",
    "claimed_by_id": "lead",
    "contesting_id": "contesting",
    "objectors": ("contesting",),
    "proposed_id": "proposed",
    "to_unit_id": "proposed",
    "by_id": SIGNER,
    "release_by_id": SIGNER,
}
OF_KIND: dict[str, dict[str, Any]] = {
    "cooperation": {"unit_id": "cooperating"},
    "opinion": {"unit_id": "contesting"},
    "slot": {"unit_id": "contesting"},
}
OWN: Variants = {"": {}, "own": {"by_id": SOMEBODY}}
TEMPORARY: Variants = {
    "": {},
    "temporary lead": {
        "temporary_lead_id": "proposed",
        "working_units": ("lead", "cooperating", "proposed"),
    },
}
# Variants of an object in which others decide; ``own``: the actor signed the request himself.
TIERS: dict[tuple[str, str], Variants] = {
    ("extension", "decide_extension"): {
        "": {"beyond": False},
        "beyond": {"beyond": True},
        "own": {"beyond": False, "by_id": SOMEBODY},
        "own beyond": {"beyond": True, "by_id": SOMEBODY},
    },
    ("reopening", "decide_reopen"): OWN,
    ("reopening", "withdraw_reopening"): OWN,
    ("amendment", "decide_amendment"): OWN,
    ("letter", "withdraw_letter"): OWN,
    ("transfer", "decide_transfer"): {"": {}, "own": {"from_by_id": SOMEBODY}},
    ("cooperation", "confirm_release"): {"": {}, "own": {"release_by_id": SOMEBODY}},
    ("report", "edit"): {"": {}, "part": {"unit_id": "cooperating"}},
    ("task", "report"): TEMPORARY,
    ("task", "add_evidence"): TEMPORARY,
    **CASES,
}
# What is asked of other rows: which units, or which people.
RELATED: dict[str, dict[str, Any]] = {
    "task": {
        "signed_by": (),
        "units_with_a_part": ("lead", "cooperating", "former"),
        "working_units": ("lead", "cooperating"),
        "temporary_lead_id": None,
    },
    "dispute": {
        "party_ids": ("lead", "contesting", "proposed"),
        "signer_ids": (),
        "leaders": (),
    },
}


def kinds() -> list[type[Subject]]:
    """The subjects of the business."""
    return [model for model in subjects() if model._meta.app_label == "coordination"]


def matters(model: type[Subject], step: str) -> Iterator[tuple[str, str, Any]]:
    """Each state, each tier in which others decide, and the object as it is then."""
    for tier, more in TIERS.get((model.kind, step), {"": {}}).items():
        for state in states_of(model):
            yield str(state), tier, _specimen(model, str(state), more)


def values_in(
    more: Mapping[str, Any], units: Mapping[str, int], people: Mapping[int, int]
) -> dict[str, Any]:
    """The attributes that ``more`` names, with ids of ``units`` and ``people`` in their places.

    What is asked of other rows becomes a function that answers so.
    """
    asked = {name for related in RELATED.values() for name in related}
    found: dict[str, Any] = {}
    for name, value in more.items():
        told = _ids(name, value, units, people)
        found[name] = (lambda *_asked, told=told: told) if name in asked else told
    return found


def _ids(name: str, value: Any, units: Mapping[str, int], people: Mapping[int, int]) -> Any:
    if isinstance(value, tuple):
        ids = [units[each] if isinstance(each, str) else people[each] for each in value]
        return ids if name == "objectors" else set(ids)
    if name.endswith("_id") and isinstance(value, str):
        return units[value]
    return people[value] if name.endswith("by_id") else value


def _specimen(model: type[Subject], state: str, more: Mapping[str, Any]) -> Any:
    told = {**COLUMNS, **OF_KIND.get(model.kind, {}), **RELATED.get(model.kind, {}), **more}
    values = values_in(told, UNITS, PEOPLE)
    columns = {f.attname for f in model._meta.concrete_fields}
    found: Any = model(**{name: values[name] for name in columns & set(values)})
    found.__dict__ |= {"id": 1, "state": state}
    found.__dict__ |= {name: values[name] for name in RELATED.get(model.kind, {})}
    holders: dict[str, Any] = {"task": Task, "dispute": Dispute}
    for name, holder in holders.items():
        if any(f.name == name for f in model._meta.concrete_fields):
            setattr(found, name, _specimen(holder, state, {}))
    if any(f.name == "plan" for f in model._meta.concrete_fields):
        found.plan = Plan(pk=PLAN)
    return found
