"""One official for each role, standing in each relation to a matter.

A role is a duty or a function; the relation says what the official's own unit has to do with the
matter. ``none`` is somebody of another body, without any right on this one's plans. ``sub_`` is
whoever stands in for the holder of the role; for a head with or without the right to sign.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from coordination.units.official import NOTHING, Official
from coordination.units.states import ADMINISTRATORS, PLAN_RIGHTS, UNIT_RIGHTS, Duty
from workflow.actor import SYSTEM, Actor

RELATIONS = ("lead", "cooperating", "former", "contesting", "proposed", "third", "none")
# A function on the plan that comes with other duties, so that no post bears its name.
DRAFTER = {"drafter": ("view_plan", "draft_plan")}
BODY, OTHER_BODY = 1, 2

Units = Mapping[str, int]


class Role(NamedTuple):
    """``actor`` acts in ``role``, and its unit stands in ``relation`` to the matter."""

    role: str
    relation: str
    actor: Actor


def everybody(units: Units, plan_id: int, user_id: int) -> Iterator[Role]:
    """Each role in each relation; ``units`` has the id of a unit for each relation.

    ``user_id`` is the account of all of them: somebody who has not signed anything yet.
    """
    functions = {**{duty: PLAN_RIGHTS.get(duty, ()) for duty in Duty.values}, **DRAFTER}
    for role, rights in functions.items():
        for relation in RELATIONS:
            unit, plan = units[relation], 0 if relation == "none" else plan_id
            if role in UNIT_RIGHTS:
                actor = _of_unit(role, unit, user_id)
            else:
                actor = _in_function(role, rights, unit, plan, user_id)
            actor = replace(actor, body_id=OTHER_BODY if relation == "none" else BODY)
            yield Role(role, relation, actor)
            if role not in (*ADMINISTRATORS, *DRAFTER):
                yield from _substitutes(role, relation, actor)
    yield Role("system", "none", SYSTEM)


def _substitutes(role: str, relation: str, principal: Official) -> Iterator[Role]:
    """A head's substitute signs if that was registered."""
    actor = replace(principal, on_behalf_of="principal", linked=principal.own_units())
    if role == Duty.HEAD:
        yield Role("sub_head_signing", relation, actor)
        actor = replace(actor, signs=NOTHING)
    yield Role(f"sub_{role}", relation, actor)


def _of_unit(role: str, unit_id: int, user_id: int) -> Official:
    own, rights = frozenset({unit_id}), UNIT_RIGHTS[role]
    return Official(
        user_id=user_id,
        name=role,
        hat=role,
        unit_id=unit_id,
        acts=own if "act_for_unit" in rights else frozenset(),
        signs=own if "sign_for_unit" in rights else frozenset(),
    )


def _in_function(
    role: str, rights: tuple[str, ...], unit_id: int, plan_id: int, user_id: int
) -> Official:
    plans = {right: frozenset({plan_id}) for right in rights}
    return Official(user_id=user_id, name=role, hat=role, unit_id=unit_id, plans=plans)
