"""The table of policy as a page of the documents: who may do what, in which states."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from coordination.policy.roles import RELATIONS
from coordination.policy.table import Row, rows
from coordination.units.states import Duty

HEAD = """# Who may do what in which state

Written by `make draw` from the rules of the code, and held by a test to a table written by hand
from the specification, whose paragraph is the “place”. Conditions of the moment (limits, counts,
what is filled in) come on top of function and state. A role alone holds whatever the official's
own unit has to do with the matter; otherwise the relations of that unit follow in brackets. `+sub`
is a substitute besides the holder, at a head's post one registered for signing; `sub_head` is one
who is not. `system` is a consequence of another step, or of the clock. In brackets after a step:
`own` is a request that the official signed himself, `beyond` a date past the plan or the upper
level's date, `part` the matter of a cooperating unit. In a case `second round`, `meeting` and
`urgent` have a chair of their own, `last day` ends the convener's limit; `handed over` is a
function whose holders all stood aside; `own charge` has the leader's own units as parties, `top`
and `special` are the tiers above him; `joined` has a cooperating unit that objects too, `joined
alone` is without the first one. The chains of the `configuration` only note what was done; who
appoints, substitutes or signs in is asked by what does it.
"""
EVERY = frozenset(RELATIONS) - {"none"}
SIGNING = "sub_head_signing"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, group in groupby(rows(), key=lambda row: row.object):
        parts.append(f"## {name}\n")
        parts.append("| Step | States | Who | Rule | Place |\n|---|---|---|---|---|")
        parts.append("\n".join(_lines(group)) + "\n")
    return "\n".join(parts)


def _lines(found: Iterable[Row]) -> Iterator[str]:
    for (step, tier, rule, place), group in groupby(
        found, key=lambda row: (row.step, row.tier, row.rule, row.place)
    ):
        states: dict[str, list[str]] = {}
        for state, of_state in groupby(group, key=lambda row: row.state):
            who = _who(of_state)
            if who:
                states.setdefault(who, []).append(f"`{state}`" if state else "new")
        named = f"`{step}`" + (f" ({tier})" if tier else "")
        for who, where in states.items():
            yield f"| {named} | {', '.join(where)} | {who} | `{rule}` | {place} |"


def _who(found: Iterable[Row]) -> str:
    """Each role with its relations, those of equal relations together."""
    relations: dict[str, list[str]] = {}
    for row in found:
        if row.allowed:
            relations.setdefault(row.role, []).append(row.relation)
    alike: dict[str, list[str]] = {}
    for role, names in _folded(relations).items():
        shown = "" if set(names) >= EVERY or role == "system" else f" ({', '.join(names)})"
        alike.setdefault(shown, []).append(role)
    return "; ".join(f"{', '.join(roles)}{shown}" for shown, roles in alike.items())


def _folded(relations: dict[str, list[str]]) -> dict[str, list[str]]:
    """A substitute who may do what the holder may stands behind the holder's name."""
    same = {
        substitute: role
        for role, names in relations.items()
        if names == relations.get(substitute := SIGNING if role == Duty.HEAD else f"sub_{role}")
    }
    holders = set(same.values())
    return {
        f"{role} +sub" if role in holders else role: names
        for role, names in relations.items()
        if role not in same
    }
