"""The variants of a case in which others decide: its scope, round, profile, tier, who stood aside.

Units are named by their relation, people by ``SOMEBODY``, who asks, and ``SIGNER``, another one.
"""

from datetime import date
from typing import Any

from coordination.disputes.states import Profile, Scope, SlotKind, Tier
from coordination.units.states import Duty

SOMEBODY, SIGNER = 1, 2
Variants = dict[str, dict[str, Any]]

# A dispute about a cooperating unit's part alone: its parties are that unit and the lead.
PART = {
    "scope": Scope.COOPERATION,
    "contesting_id": "cooperating",
    "objectors": ("cooperating",),
    "party_ids": ("lead", "cooperating"),
}
CASE: Variants = {"": {}, "part": PART}
COORDINATED: Variants = {
    **CASE,
    "handed over": {"handed_over": [Duty.COORDINATOR]},
    "signed": {"signer_ids": (SOMEBODY,)},
}
CHAIRED: Variants = {
    **CASE,
    "handed over": {"handed_over": [Duty.COORDINATOR_HEAD]},
    "signed": {"signer_ids": (SOMEBODY,)},
}
ROUNDS: Variants = {
    "": {"due_on": date.max},
    "part": {**PART, "due_on": date.max},
    "last day": {"due_on": date.min},
    "second round": {"round": 2, "due_on": date.min},
    "meeting": {"round": 3, "due_on": date.min},
    "urgent": {"profile": Profile.URGENT, "due_on": date.max},
}
TIERS_OF_RULING: Variants = {
    **CASE,
    "own charge": {"leaders": (SOMEBODY, SIGNER)},
    "other charge": {"leaders": (SIGNER,)},
    "handed over": {"leaders": (SIGNER,), "handed_over": [Duty.LEADER]},
    "signed": {"signer_ids": (SOMEBODY,)},
    "top": {"tier": Tier.TOP},
    "special": {"tier": Tier.MEETING},
}
OBJECTORS: Variants = {
    **CASE,
    "joined": {"objectors": ("contesting", "cooperating")},
    "joined alone": {"objectors": ("cooperating",)},
}
CASES: dict[tuple[str, str], Variants] = {
    **{("dispute", step): COORDINATED for step in ("admit", "ask_complete", "refuse", "join_case")},
    ("dispute", "submit_file"): COORDINATED,
    **{("dispute", step): CHAIRED for step in ("set_urgent", "temp_lead")},
    **{("dispute", step): ROUNDS for step in ("consult", "propose")},
    **{("dispute", step): TIERS_OF_RULING for step in ("rule", "hear", "decide_review")},
    ("dispute", "hand_over"): {**CASE, "top": {"tier": Tier.TOP}},
    **{("dispute", step): CASE for step in ("complete", "join_objection", "skip", "ask_review")},
    ("dispute", "withdraw"): OBJECTORS,
    ("slot", "state"): {
        "": {"asked_for": SlotKind.STATEMENT},
        "window": {"asked_for": SlotKind.WINDOW},
        "other": {"asked_for": SlotKind.ANSWER},
    },
    ("slot", "answer"): {"": {"asked_for": SlotKind.ANSWER}},
    ("slot", "give_opinion"): {"": {"asked_for": SlotKind.OPINION, "unit_id": "third"}},
    ("slot", "confirm_facts"): {"": {"asked_for": SlotKind.FACTS}},
    ("slot", "receive"): {"": {"asked_for": SlotKind.RECEIPT}},
}
