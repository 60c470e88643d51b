"""Slots: what the units of a case are asked for, each until its day."""

from collections.abc import Iterable
from datetime import date

from coordination.disputes import profiles
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.node_limits import WINDOW_LIMIT
from coordination.disputes.states import SlotKind, SlotState
from coordination.units.models import Unit
from workflow import deadlines
from workflow.door import Act


def ask(
    act: Act, dispute: Dispute, kind: SlotKind, units: Iterable[Unit], due_on: date
) -> list[DisputeSlot]:
    """Open a slot for each of the units."""
    return act.create_all(
        [
            DisputeSlot(
                dispute=dispute,
                task_id=dispute.task_id,
                unit=unit,
                round=dispute.round,
                asked_for=kind,
                due_on=due_on,
            )
            for unit in units
        ],
        "ask",
    )


def open_window(act: Act, dispute: Dispute, unit: Unit, since: date) -> date:
    """A unit that comes later gets its own window for a statement; return its last day."""
    until = profiles.limit_day(dispute, "late", since)
    [slot] = ask(act, dispute, SlotKind.WINDOW, [unit], until)
    deadlines.arm(slot, WINDOW_LIMIT, until, profiles.counted(since, until))
    return until


def slots(dispute: Dispute, kind: SlotKind, *states: SlotState) -> list[DisputeSlot]:
    """Slots of the present round in one of the states."""
    found = DisputeSlot.objects.filter(
        dispute=dispute, round=dispute.round, asked_for=kind, state__in=states
    )
    return list(found.order_by("pk"))


def lapse(act: Act, dispute: Dispute, kind: SlotKind) -> None:
    """The units of the round are not asked for this any more."""
    act.follow_all(slots(dispute, kind, SlotState.ASKED), "lapse")
