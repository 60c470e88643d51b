"""A specimen of each kind of object, in memory only, to which every relation exists.

The lead of the task is asked, urged and reports; the contesting unit is asked in the dispute; the
proposed unit would lead after dispute or transfer. Nothing here was signed by who asks, but for
the tier ``own``.
"""

from collections.abc import Iterator
from typing import Any

from coordination.disputes.states import SlotKind
from coordination.plans.models import Plan
from coordination.policy.roles import BODY, RELATIONS
from coordination.tasks.models import Task
from workflow.lifecycle import Subject, states_of, subjects

UNITS = {relation: number for number, relation in enumerate(RELATIONS, 1)}
PLAN, SOMEBODY, SIGNER = 1, 1, 2

# Which unit stands in a column, by kind where it is not the same everywhere.
COLUMNS: dict[str, Any] = {
    "plan_id": PLAN,
    "body_id": BODY,
    "lead_id": UNITS["lead"],
    "unit_id": UNITS["lead"],
    "from_unit_id": UNITS["lead"],
    "claimed_by_id": UNITS["lead"],
    "contesting_id": UNITS["contesting"],
    "proposed_id": UNITS["proposed"],
    "to_unit_id": UNITS["proposed"],
    "by_id": SIGNER,
    "release_by_id": SIGNER,
}
OF_KIND: dict[str, dict[str, Any]] = {
    "cooperation": {"unit_id": UNITS["cooperating"]},
    "opinion": {"unit_id": UNITS["contesting"]},
    "slot": {"unit_id": UNITS["contesting"]},
}
# What a rule reads besides, step by step: a slot is asked for one thing.
OF_STEP: dict[tuple[str, str], dict[str, Any]] = {
    ("slot", "answer"): {"asked_for": SlotKind.ANSWER},
    ("slot", "state"): {"asked_for": SlotKind.STATEMENT},
}
Variants = dict[str, dict[str, Any]]
OWN: Variants = {"": {}, "own": {"by_id": SOMEBODY}}
# A dispute about a cooperating unit's part alone: its parties are that unit and the lead.
PART: Variants = {
    "": {},
    "part": {"contesting_id": UNITS["cooperating"], "party_ids": ("lead", "cooperating")},
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
    ("report", "edit"): {"": {}, "part": {"unit_id": UNITS["cooperating"]}},
    **{("dispute", step): PART for step in ("propose", "rule", "withdraw")},
}
# What is asked of other rows: which units, or whether somebody signed.
RELATED: dict[str, dict[str, tuple[str, ...]]] = {
    "task": {
        "signed_by": (),
        "units_with_a_part": ("lead", "cooperating", "former"),
        "working_units": ("lead", "cooperating"),
    },
    "dispute": {"party_ids": ("lead", "contesting", "proposed")},
}


def kinds() -> list[type[Subject]]:
    """The subjects of the business."""
    return [model for model in subjects() if model._meta.app_label == "coordination"]


def matters(model: type[Subject], step: str) -> Iterator[tuple[str, str, Any]]:
    """Each state, each tier in which others decide, and the object as it is then."""
    key = (model.kind, step)
    for tier, more in TIERS.get(key, {"": {}}).items():
        for state in states_of(model):
            yield str(state), tier, _specimen(model, str(state), {**OF_STEP.get(key, {}), **more})


def _specimen(model: type[Subject], state: str, more: dict[str, Any]) -> Any:
    values = {**COLUMNS, **OF_KIND.get(model.kind, {}), **more}
    own = {f.attname: values[f.attname] for f in model._meta.concrete_fields if f.attname in values}
    found: Any = model(**own)
    found.__dict__ |= {"id": 1, "state": state}
    if any(f.name == "task" for f in model._meta.concrete_fields):
        found.task = _specimen(Task, state, {})
    if any(f.name == "plan" for f in model._meta.concrete_fields):
        found.plan = Plan(pk=PLAN)
    for name, relations in RELATED.get(model.kind, {}).items():
        ids = {UNITS[relation] for relation in more.get(name, relations)}
        found.__dict__[name] = lambda *_asked, ids=ids: ids
    return found
