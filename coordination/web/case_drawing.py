"""The drawing of a case: its nodes in their order, and the path that was taken.

Made from the records of the case, so that it shows what happened and not what a plan says.
Sizes are in the units of the drawing's own box.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import DisputeState

RUNGS: dict[str, Promise] = {
    DisputeState.FILED: _("Admission"),
    DisputeState.COLLECTING: _("Statements"),
    DisputeState.CONSULTING: _("Proposal"),
    DisputeState.ANSWERING: _("Answers"),
    DisputeState.OPINIONS: _("Opinions"),
    DisputeState.FILING: _("Ruling file"),
    DisputeState.RULING: _("Ruling"),
    DisputeState.RECEIPT: _("Receipt"),
    DisputeState.CLOSED: _("Carried out"),
}
# Beside the way: under which of its nodes each stands.
ASIDE = {DisputeState.JOINED: 1, DisputeState.WITHDRAWN: 8, DisputeState.VOID: 8}
# Passed through within one act, so never waited in.
PASSED = (DisputeState.ADMITTED, DisputeState.EXECUTING)

STEP, WIDE, HIGH, SPINE = 112, 92, 44, 96
WIDTH, HEIGHT = STEP * len(RUNGS), 200


@dataclass(frozen=True)
class Node:
    """A node: where it stands, since when, how often it was reached, whether it waits there."""

    label: str
    x: int
    y: int
    first: date | None
    times: int
    present: bool

    @property
    def middle(self) -> int:
        """The horizontal middle."""
        return self.x + WIDE // 2


@dataclass(frozen=True)
class Way:
    """A line from one node to another; ``taken`` counts how often the case went it."""

    path: str
    x: int
    y: int
    taken: int


def drawing(path: Sequence[tuple[str, datetime]]) -> dict[str, Any]:
    """What the template draws: ``path`` is each state the case entered and when."""
    path = [(state, at) for state, at in path if state not in PASSED]
    states = [state for state, _at in path]
    went = Counter(pair for pair in pairwise(states) if pair[0] != pair[1])
    nodes = {state: _node(state, path, x=STEP * at + 10) for at, state in enumerate(RUNGS)}
    nodes |= {
        state: _node(state, path, x=STEP * at + 10)
        for state, at in ASIDE.items()
        if state in states
    }
    spine = dict.fromkeys(pairwise(RUNGS), 0)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "wide": WIDE,
        "high": HIGH,
        "nodes": list(nodes.values()),
        "ways": [_way(nodes[a], nodes[b], taken) for (a, b), taken in (spine | went).items()],
    }


def _node(state: str, path: Sequence[tuple[str, datetime]], x: int) -> Node:
    before = ["", *(name for name, _at in path)]
    entered = [
        at for last, (name, at) in zip(before, path, strict=False) if name == state and last != name
    ]
    aside = state in ASIDE
    return Node(
        label=str(DisputeState(state).label if aside else RUNGS[state]),
        x=x,
        y=HEIGHT - HIGH if aside else SPINE - HIGH // 2,
        first=timezone.localdate(entered[0]) if entered else None,
        times=len(entered),
        present=bool(path) and path[-1][0] == state,
    )


def _way(start: Node, end: Node, taken: int) -> Way:
    """Straight to the next node; above to a later one, below back to an earlier one;
    slanting to and from what stands aside."""
    gap = end.x - start.x
    if end.y > start.y:
        return Way(f"M{start.middle} {start.y + HIGH} L{end.x} {end.y + HIGH // 2}", 0, 0, taken)
    if end.y < start.y:
        path = f"M{start.x + WIDE} {start.y + HIGH // 2} L{end.middle} {end.y + HIGH}"
        return Way(path, 0, 0, taken)
    if gap == STEP:
        return Way(f"M{start.x + WIDE} {SPINE} H{end.x}", start.x + WIDE + 10, SPINE - 6, taken)
    up = gap > 0
    edge = SPINE - HIGH // 2 if up else SPINE + HIGH // 2
    bend = edge - 12 - abs(gap) // 8 if up else edge + 12 + abs(gap) // 8
    middle = (start.middle + end.middle) // 2
    path = f"M{start.middle} {edge} Q{middle} {2 * bend - edge} {end.middle} {edge}"
    return Way(path, middle, bend - 4 if up else bend + 12, taken)
