"""Opening a case before the plan is issued, from a unit's opinion on a draft."""

from typing import cast

from coordination.consultation.models import Opinion
from coordination.disputes import rounds
from coordination.disputes.models import Dispute
from coordination.disputes.states import PartyRole, Phase
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import door
from workflow.keys import Key


def open_dispute(
    opinion: Opinion, *, actor: Official, version: int | None, key: Key | None = None
) -> Dispute:
    """The coordinator opens the case, which admits it; the units are asked at once.

    The draft stays a draft, and its lead stays until the case is decided.
    """
    with door.act(actor, key) as act:
        taken = act.take(opinion)
        act.step(taken, "open_dispute", version=version)
        task = act.take(taken.task)
        # The step is open only where both are named.
        lead, proposed = cast("Unit", task.lead), cast("Unit", taken.proposed)
        case = Dispute(
            task=task,
            phase=Phase.PRE_ISSUE,
            opinion=taken,
            contesting=taken.unit,
            lead=lead,
            proposed=proposed,
            ground=taken.ground,
            facts=taken.text,
            basis=taken.basis,
        )
        roles = ((lead, PartyRole.LEAD), (proposed, PartyRole.PROPOSED))
        first, *others = [each for each in roles if each[0].pk != taken.unit_id]
        opened = rounds.open_case(act, case, *first)
        for unit, role in others:
            rounds.add_party(opened, unit, role)
        act.follow(opened, "admit")
        rounds.notify(act, opened, act.day)
        return opened
