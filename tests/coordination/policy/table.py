"""Who may do what in which state, written by hand from the specification, not from the code.

A line allows; whatever no line allows is refused. ``states`` and ``who`` are words with wildcards:
``*`` is every state; ``unit`` is handler or head; a role without ``@`` holds whatever the actor's
own unit has to do with the matter, but for another body's; ``apart`` is a unit that neither leads
nor cooperates nor did so before; ``recused`` one that is no party of the case.
"""

from collections.abc import Iterator
from typing import NamedTuple

ROLES = {
    "unit": ("handler", "head"),
    # The head of the coordinating office does whatever its officials do (4.2, N5.3).
    "coordinator": ("coordinator", "coordinator_head"),
    # Drafters are a function on the plan, which the coordinators hold (decisions 9).
    "drafter": ("drafter", "coordinator", "coordinator_head"),
}
RELATIONS = {
    "": ("lead", "cooperating", "former", "contesting", "proposed", "third"),
    "apart": ("contesting", "proposed", "third"),
    "recused": ("cooperating", "former", "third"),
}
# Of a claim under way, of a request: nobody but the units named in the line.
OWED = "assigned accepted in_progress"
OPEN_CASE = "collecting consulting answering ruling"


class Line(NamedTuple):
    """``who`` may take ``steps`` of ``object`` in ``states``, by ``place`` of the specification."""

    object: str
    steps: str
    states: str
    who: str
    place: str


TABLE = [
    # --- plan: 3.1, 3.3 T1 and T14, decisions 4.8 and 9
    Line("plan", "take_in", "drafting", "drafter", "4.8 of decisions"),
    Line("plan", "issue", "drafting", "coordinator", "3.1"),
    Line("plan", "amend", "issued", "coordinator", "3.3 T14"),
    Line("amendment", "decide_amendment", "proposed", "leader", "3.3 T14"),
    # --- task: 3.3
    Line("task", "assign_lead edit divide", "draft", "drafter", "4.8 of decisions"),
    Line("task", "drop", "draft", "drafter", "4.8 of decisions"),
    Line("task", "issue", "draft", "system", "3.3 T1"),
    Line("task", "accept", "assigned disputed", "unit@lead", "3.3 T2"),
    Line("task", "deemed_receipt", "assigned", "system", "3.3 T2a"),
    Line("task", "contest", OWED, "head@lead", "3.3 T3"),
    Line("task", "start", "accepted disputed", "unit@lead", "3.3 T4"),
    Line("task", "report", "in_progress disputed", "unit@lead unit@cooperating", "3.3 T5"),
    Line("task", "ask_extension", OWED, "head@lead", "3.3 T6"),
    Line("task", "reschedule", OWED, "system", "3.3 T6"),
    Line("task", "urge", f"{OWED} disputed", "supervisor coordinator", "3.3 T7"),
    Line("task", "claim", "in_progress", "head@lead", "3.3 T8"),
    Line("task", "begin_verification verify", "completed", "supervisor@apart", "3.3 T9"),
    Line("task", "verification_late", "completed", "system", "3.3 T8"),
    Line("task", "return", "completed", "supervisor@apart", "3.3 T10"),
    Line("task", "withdraw_claim", "completed", "unit@lead", "3.3 T11"),
    Line("task", "resolve", "disputed", "system", "3.3 T12"),
    Line("task", "suspend", OWED, "leader@apart", "3.3 T13"),
    Line("task", "resume", "suspended", "leader@apart", "3.3 T13"),
    Line("task", "review_due", "suspended", "system", "3.3 T13"),
    Line("task", "cancel", f"draft {OWED} disputed completed suspended", "system", "3.3 T14"),
    # Supervisor and leader decide together (T15): both are apart. The coordinator's proposal of
    # a transfer decides nothing (T16), its decision does.
    Line("task", "ask_reopen", "verified", "supervisor@apart", "3.3 T15"),
    Line("task", "reopen", "verified", "system", "3.3 T15"),
    Line("task", "ask_transfer", OWED, "coordinator", "3.3 T16"),
    Line("task", "transfer", OWED, "system", "3.3 T16"),
    # --- a cooperating unit's part: 3.2, decisions 4.9
    Line("cooperation", "send", "draft", "system", "3.3 T1"),
    Line("cooperation", "send_again", "pending", "system", "3.3 T13"),
    Line("cooperation", "coop_accept", "pending", "unit@cooperating", "3.2"),
    Line("cooperation", "coop_deemed", "pending", "system", "4.9 of decisions"),
    Line("cooperation", "coop_done", "accepted", "unit@cooperating", "3.2"),
    Line("cooperation", "release", "draft pending accepted done", "system", "3.2"),
    # --- requests, letters, reports
    Line("extension", "decide_extension", "asked", "supervisor@apart", "3.3 T6"),
    Line("extension beyond", "decide_extension", "asked", "leader@apart", "3.3 T6"),
    Line("extension", "lapse", "asked", "system", "3.3 T14"),
    Line("transfer", "lapse", "asked consented", "system", "3.3 T14"),
    Line("letter", "reply_urge", "sent unanswered", "unit@lead", "3.3 T7"),
    Line("letter", "reply_lapse", "sent", "system", "3.3 T7"),
    Line("reopening", "decide_reopen", "asked", "leader@apart", "3.3 T15"),
    Line("transfer", "consent_transfer", "asked", "head@lead head@proposed", "3.3 T16"),
    Line(
        "transfer",
        "decide_transfer",
        "asked consented",
        "coordinator@third coordinator@contesting",
        "3.3 T16",
    ),
    Line("report", "edit", "filed", "unit@lead", "3.3 T5"),
    # --- dispute: 4.2
    Line("dispute", "seal_open", "collecting", "system", "4.2 N4"),
    Line("dispute", "propose", "consulting", "coordinator@recused", "4.2 N6"),
    Line("dispute", "next_round submit_file settle", "answering", "system", "4.2 N6"),
    Line("dispute", "rule", "ruling", "leader@recused", "4.2 N9"),
    Line("dispute", "withdraw", OPEN_CASE, "head@contesting", "4.2"),
    Line("dispute", "void", OPEN_CASE, "system", "3.3 T14"),
    Line("slot", "state", "asked given", "head@contesting", "4.2 N4"),
    Line("slot", "answer", "asked", "head@contesting", "4.2 N6"),
    Line("slot", "fall_silent", "asked", "system", "4.2 N4"),
    Line("slot", "open", "given silent", "system", "4.2 N4"),
    Line("slot", "lapse", "asked given silent", "system", "4.2"),
]

Triple = tuple[str, str, str, str, str]


def expanded() -> dict[Triple, str]:
    """Every (object, step, state, role, relation) that is allowed, and where it is written."""
    return {
        (line.object, step, state, role, relation): line.place
        for line in TABLE
        for step in line.steps.split()
        for state in line.states.split()
        for role, relation in _who(line.who)
    }


def _who(words: str) -> Iterator[tuple[str, str]]:
    for word in words.split():
        name, _at, group = word.partition("@")
        relations = ("none",) if name == "system" else RELATIONS.get(group, (group,))
        for role in ROLES.get(name, (name,)):
            for relation in relations:
                yield role, relation
