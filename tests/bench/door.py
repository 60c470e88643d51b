"""What a step costs by the door, against the same rows written by hand and by the plain ORM."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.meter import exactly, in_turns, judged, ratio, report
from tests.bench.variants import OWNER, ByDoor, ByDoorAtOnce, ByHand, ByOrm, packed
from workflow import door
from workflow.keys import Key

ROUNDS = 9
AT_ONCE = 10_000


def one_step(items: int | None = None) -> dict[str, Any]:
    """One step after the other: the door, by hand, the ORM."""
    each = items or 300
    variants = {"door": ByDoor(), "hand": ByHand(), "orm": ByOrm()}
    spent = in_turns(variants, dict.fromkeys(variants, each), ROUNDS)
    most = 2.0 if connection.vendor == "postgresql" else 5.0
    targets = [judged("door / hand", ratio(spent["door"], spent["hand"]), at_most=most)]
    if connection.vendor == "postgresql":
        targets.append(judged("orm / door", ratio(spent["orm"], spent["door"]), at_least=2.5))
    targets += [
        judged("statements of a step", exactly(statements(None)), at_most=6),
        judged("statements with a key", exactly(statements("k")), at_most=8),
    ]
    return report(spent, each, targets)


def set_based(items: int | None = None) -> dict[str, Any]:
    """Many steps in one act, per item, against one after the other and against the ORM."""
    many = items or AT_ONCE
    variants = {"at once": ByDoorAtOnce(), "door": ByDoor(), "orm": ByOrm()}
    spent = in_turns(variants, {"at once": many, "door": 300, "orm": 200}, 7)
    targets = []
    if connection.vendor == "postgresql":
        targets = [
            judged("door / at once", ratio(spent["door"], spent["at once"]), at_least=10),
            judged("orm / at once", ratio(spent["orm"], spent["at once"]), at_least=50),
        ]
    return report(spent, many, targets)


def statements(token: str | None) -> int:
    """How many statements one step sends, BEGIN and COMMIT included."""
    (parcel,) = packed(1)
    key = Key.of(1, "POST", "/send", token, b"") if token else None
    with CaptureQueriesContext(connection) as sent, door.act(OWNER, key) as act:
        act.step(act.take(parcel), "send", version=1, address="East Road 1")
    return len(sent)
