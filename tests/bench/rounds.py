"""What a round of all units costs, as a multiple of one transition by the door."""

from typing import Any

from coordination.disputes import actions
from coordination.disputes.models import Dispute, DisputeSlot
from tests.bench.meter import Variant, in_turns, judged, ratio, report
from tests.bench.variants import ByDoor
from tests.case_stages import admit
from tests.cast import Cast, make_cast
from tests.wide_case import ALL, crowd, wide_case

ROUNDS = 7


class Opening(Variant):
    """The objection is admitted and all units are asked for their statements."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def prepare(self, items: int) -> None:
        """Cases that are filed."""
        self.cases: list[Dispute] = [wide_case(self.cast) for _each in range(items)]

    def run(self) -> None:
        for case in self.cases:
            admit(self.cast, case)


class Stating(Variant):
    """All units but the last one give their statements, one after the other."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.heads = cast, crowd(cast)

    def prepare(self, items: int) -> None:
        """A case in which all are asked."""
        case = wide_case(self.cast)
        admit(self.cast, case)
        asked = case.slots.select_related("unit").order_by("pk")
        self.slots: list[DisputeSlot] = list(asked[:items])

    def run(self) -> None:
        for slot in self.slots:
            actions.give_statement(
                slot, actor=self.heads[slot.unit.code], version=1, stance="refuse", text="意见"
            )


def round_of_all(items: int | None = None) -> dict[str, Any]:
    """Opening a round of 51, and each statement in it, against a transition."""
    cast = make_cast()
    stating = Stating(cast)
    variants = {"open": Opening(cast), "state": stating, "transition": ByDoor()}
    each = {"open": items or 2, "state": ALL - 1, "transition": 300}
    spent = in_turns(variants, each, ROUNDS)
    targets = [
        judged("open / transition", ratio(spent["open"], spent["transition"]), at_most=300),
        judged("state / transition", ratio(spent["state"], spent["transition"]), at_most=50),
    ]
    return report(spent, ALL, targets)
