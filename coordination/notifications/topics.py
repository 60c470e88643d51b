"""The table of topics: who is told of what, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.units.states import Duty

LEAD, PARTS, PARTIES, SLOT, PART = "lead", "parts", "parties", "slot", "part"


@dataclass(frozen=True)
class Topic:
    """``to`` names relations to the task (units) and duties (functions of the plan)."""

    words: Any
    to: Sequence[str]


TOPICS: dict[str, Topic] = {
    "plan.issued": Topic(_("The plan was issued"), (Duty.SUPERVISOR, Duty.LEADER)),
    "task.assigned": Topic(_("A task was assigned to your unit"), (LEAD,)),
    "part.sent": Topic(_("A cooperating part was sent to your unit"), (PART,)),
    "task.accepted": Topic(_("The lead accepted the task"), (PARTS,)),
    "part.accepted": Topic(_("A cooperating unit confirmed its part"), (LEAD,)),
    "part.done": Topic(_("A cooperating unit finished its part"), (LEAD,)),
    "part.released": Topic(_("Your unit has no part in this task any more"), (PART,)),
    "task.started": Topic(_("The lead started the task"), (PARTS,)),
    "task.reported": Topic(_("Progress was reported"), (LEAD,)),
    "task.contested": Topic(_("The responsibility was contested"), (PARTS, Duty.COORDINATOR)),
    "task.claimed": Topic(_("Completion was claimed, to be verified"), (Duty.SUPERVISOR, PARTS)),
    "task.verified": Topic(_("The task was verified and closed"), (LEAD, PARTS)),
    "task.returned": Topic(_("The claim was returned for rework"), (LEAD,)),
    "task.resolved": Topic(_("The dispute was resolved"), (LEAD, PARTS)),
    "dispute.filed": Topic(_("A dispute was opened"), (PARTIES, Duty.COORDINATOR)),
    "dispute.asked": Topic(_("Your unit is asked to answer in a dispute"), (SLOT,)),
    "dispute.opened": Topic(_("The statements are open"), (PARTIES, Duty.COORDINATOR)),
    "dispute.proposed": Topic(_("A settlement was proposed"), (PARTIES,)),
    "dispute.answered": Topic(_("A party answered the proposal"), (PARTIES, Duty.COORDINATOR)),
    "dispute.next_round": Topic(_("The next round begins"), (PARTIES, Duty.COORDINATOR)),
    "dispute.for_ruling": Topic(_("A dispute was submitted for ruling"), (PARTIES, Duty.LEADER)),
    "dispute.settled": Topic(_("The dispute was settled"), (PARTIES, Duty.COORDINATOR)),
    "dispute.ruled": Topic(_("The dispute was ruled upon"), (PARTIES, Duty.COORDINATOR)),
    "dispute.withdrawn": Topic(_("The objection was withdrawn"), (PARTIES, Duty.COORDINATOR)),
}
