"""Who may do what in which state, written by hand from the specification, not from the code.

A line allows; whatever no line allows is refused. ``states`` and ``who`` are words with wildcards:
``*`` is every state; ``unit`` is handler or head; a role without ``@`` holds whatever the actor's
own unit has to do with the matter, but for another body's; ``apart`` is a unit that neither leads
nor cooperates nor did so before. Of a case about the lead ``parties`` are the parties and
``recused`` all others; of one about a cooperating unit's part, ``outside`` are those that are no
party. The lines of cases stand in ``cases``.
"""

from collections.abc import Iterator

from tests.coordination.policy.cases import CASES
from tests.coordination.policy.line import Line

ROLES = {
    "handler": ("handler", "sub_handler"),
    # A substitute signs where he is registered for signing, else he acts as a handler does
    # (2, Substitution; 4.10 of decisions).
    "head": ("head", "sub_head_signing"),
    "unit": ("handler", "sub_handler", "head", "sub_head", "sub_head_signing"),
    # The head of the coordinating office does whatever its officials do (4.2, N5.3).
    "coordinator": (
        "coordinator",
        "sub_coordinator",
        "coordinator_head",
        "sub_coordinator_head",
    ),
    # Drafters are a function on the plan, which the coordinators hold (decisions 9).
    "drafter": (
        "drafter",
        "coordinator",
        "sub_coordinator",
        "coordinator_head",
        "sub_coordinator_head",
    ),
    "supervisor": ("supervisor", "sub_supervisor"),
    "leader": ("leader", "sub_leader"),
    "chair": ("coordinator_head", "sub_coordinator_head"),
    "vice": ("top", "sub_top"),
    "meeting": ("meeting", "sub_meeting"),
    "office": ("establishment", "sub_establishment", "legal", "sub_legal"),
}
RELATIONS = {
    "": ("lead", "cooperating", "former", "contesting", "proposed", "third"),
    "apart": ("contesting", "proposed", "third"),
    "recused": ("cooperating", "former", "third"),
    "outside": ("former", "contesting", "proposed", "third"),
    "parties": ("lead", "contesting", "proposed"),
    "any": ("lead", "cooperating", "former", "contesting", "proposed", "third", "none"),
}
OWED = "assigned accepted in_progress"

TABLE = [
    *CASES,
    # --- plan: 3.1, 3.3 T1 and T14, decisions 4.8 and 9
    Line("plan", "take_in", "drafting", "drafter", "4.8 of decisions"),
    Line("plan", "issue", "drafting", "coordinator", "3.1"),
    Line("plan", "amend", "issued", "coordinator", "3.3 T14"),
    # Proposed by the coordinator, approved by the leader (decisions 9, Actors).
    Line("amendment", "decide_amendment", "proposed", "leader", "3.3 T14"),
    Line("amendment", "withdraw_amendment", "proposed", "coordinator", "issue, 9"),
    # --- task: 3.3
    Line("task", "assign_lead edit drop", "draft", "drafter", "4.8 of decisions"),
    Line("task", "divide take_collective", "draft", "drafter", "3.2, group responsibility"),
    Line("task", "defer", "draft", "system", "4.4, only by ruling"),
    # --- opinions on a draft: 4.1, 4.7; who decides is of no unit concerned (decisions 3.10)
    Line("task", "opine", "draft", "coordinator", "4.1, pre-issue"),
    Line("opinion", "decide_opinion open_dispute", "open", "coordinator@recused", "4.1, 4.7"),
    Line("opinion", "withdraw_opinion", "open", "coordinator", "4.7"),
    Line(
        "opinion", "conclude", "in_dispute adopted partly not_adopted", "system", "4.8, scenario 11"
    ),
    Line("task", "issue", "draft", "system", "3.3 T1"),
    Line("task", "issue_divided", "draft", "system", "4.7 of decisions"),
    Line("task", "accept", "assigned disputed", "unit@lead", "3.3 T2"),
    Line("task", "deemed_receipt", "assigned", "system", "3.3 T2a"),
    Line("task", "contest", OWED, "head@lead", "3.3 T3, 3.14 of decisions"),
    Line("task", "start", "accepted disputed", "unit@lead", "3.3 T4"),
    Line("task", "report", "in_progress disputed", "unit@lead", "3.3 T5"),
    # A temporary lead reports and adds evidence as the lead does (decisions 9, Sight).
    Line(
        "task temporary lead",
        "report",
        "in_progress disputed",
        "unit@lead unit@proposed",
        "4.3; 9 of decisions",
    ),
    Line("task", "ask_extension", OWED, "head@lead", "3.3 T6"),
    Line("task", "reschedule", OWED, "system", "3.3 T6"),
    # The upper level's tables are the coordinator's; the leader waives, as beyond the plan date.
    Line("task", "set_upper_due", f"draft {OWED} disputed suspended", "coordinator", "3.3 T6"),
    Line("task", "waive_upper", f"draft {OWED} disputed suspended", "leader@apart", "3.3 T6"),
    Line("task", "urge", f"{OWED} disputed", "supervisor coordinator", "3.3 T7"),
    # While disputed evidence may be added (4.4), as long as there is work it may show.
    Line(
        "task",
        "add_evidence",
        "accepted in_progress disputed",
        "unit@lead unit@cooperating",
        "3.3 T5, 4.4",
    ),
    Line(
        "task temporary lead",
        "add_evidence",
        "accepted in_progress disputed",
        "unit@lead unit@cooperating unit@proposed",
        "4.3; 9 of decisions",
    ),
    Line("task", "claim", "in_progress", "head@lead", "3.3 T8"),
    Line("task", "begin_verification verify", "completed", "supervisor@apart", "3.3 T9"),
    Line("task", "verification_late", "completed", "system", "3.3 T8"),
    Line("task", "return", "completed", "supervisor@apart", "3.3 T10"),
    Line("task", "returned_again", "in_progress", "system", "3.3 T10"),
    Line("task", "withdraw_claim", "completed", "unit@lead", "3.3 T11"),
    Line("task", "resolve", "disputed", "system", "3.3 T12"),
    # Outcomes of a case: carried out while disputed, or after it when a review changes them.
    Line("task", "split reword", f"disputed {OWED}", "system", "4.3; 3.9 of decisions"),
    Line("task", "suspend", OWED, "leader@apart", "3.3 T13"),
    Line("task", "resume", "suspended", "leader@apart", "3.3 T13"),
    Line("task", "review_due", "suspended", "system", "3.3 T13"),
    Line("task", "cancel", f"draft {OWED} disputed completed suspended divided", "system", "T14"),
    # Supervisor and leader decide together (T15): both are apart. The coordinator's proposal of
    # a transfer decides nothing (T16), its decision does.
    Line("task", "ask_reopen", "verified", "supervisor@apart", "3.3 T15"),
    Line("task", "reopen", "verified", "system", "3.3 T15"),
    Line("task", "ask_transfer", OWED, "coordinator", "3.3 T16"),
    Line("task", "transfer", OWED, "system", "3.3 T16"),
    # Open limits only: the clocks of a suspended task stand (T13).
    Line("task", "move_limits", f"{OWED} disputed completed", "system", "5 of decisions"),
    Line("task", "succeed", f"draft {OWED} disputed completed suspended", "system", "2, unit"),
    # --- a cooperating unit's part: 3.2, decisions 4.9 and 9
    Line("cooperation", "edit", "draft", "drafter", "4.8 of decisions"),
    Line("cooperation", "edit", "pending accepted", "unit@lead", "3.3 T4"),
    Line("cooperation", "drop send", "draft", "system", "3.3 T1"),
    Line("cooperation", "go_on", "pending accepted contested", "system", "3.3 T13"),
    Line("cooperation", "coop_accept", "pending", "unit@cooperating", "3.2"),
    Line("cooperation", "coop_deemed", "pending", "system", "4.9 of decisions"),
    Line("cooperation", "coop_report", "accepted contested", "unit@cooperating", "3.3 T5, 4.4"),
    Line("cooperation", "contest", "pending accepted", "head@cooperating", "3.3 T3'"),
    # A review finds the part as the ruling left it (4.5, 4).
    Line(
        "cooperation",
        "coop_resolve",
        "contested accepted done released",
        "system",
        "4.9 of decisions",
    ),
    Line("cooperation", "coop_ask", "pending accepted contested", "unit@lead", "3.3 T8"),
    Line("cooperation", "coop_done", "accepted", "unit@cooperating", "3.2"),
    Line("cooperation", "coop_reopen", "done", "unit@cooperating", "issue, 9"),
    Line("cooperation", "take_up_again", "done", "system", "4.4 of decisions"),
    Line("cooperation", "propose_release", "pending accepted", "unit@lead", "4.9 of decisions"),
    Line(
        "cooperation",
        "confirm_release",
        "pending accepted",
        "coordinator@apart",
        "4.9 of decisions",
    ),
    Line("cooperation", "release", "pending accepted contested done", "system", "3.2"),
    Line("cooperation", "move_limits", "pending accepted", "system", "5 of decisions"),
    Line("cooperation", "succeed", "draft pending accepted contested", "system", "2, unit"),
    # --- requests, letters, reports, evidence
    Line("extension", "decide_extension", "asked", "supervisor@apart", "3.3 T6"),
    Line("extension beyond", "decide_extension", "asked", "leader@apart", "3.3 T6"),
    Line("extension", "withdraw_extension", "asked", "head@lead", "issue, 9"),
    Line("extension", "go_up", "asked", "system", "issue, 6"),
    Line("extension", "lapse", "asked", "system", "3.3 T14"),
    Line("letter", "reply_urge", "sent unanswered", "unit@lead", "3.3 T7"),
    Line("letter", "reply_lapse", "sent", "system", "3.3 T7"),
    # Undone by whoever did it.
    Line("letter own", "withdraw_letter", "sent", "supervisor coordinator", "issue, 9"),
    Line("letter", "succeed lapse", "sent unanswered", "system", "2, unit; 3.3 T14"),
    Line("reopening", "decide_reopen", "asked", "leader@apart", "3.3 T15"),
    Line("reopening own", "withdraw_reopening", "asked", "supervisor@apart", "issue, 9"),
    Line("reopening", "lapse", "asked", "system", "3.3 T14"),
    Line("transfer", "consent_transfer", "asked", "head@lead head@proposed", "3.3 T16"),
    Line(
        "transfer",
        "decide_transfer",
        "asked consented",
        "coordinator@third coordinator@contesting",
        "3.3 T16",
    ),
    Line("transfer", "withdraw_transfer", "asked consented", "coordinator", "issue, 9"),
    Line("transfer", "lapse", "asked consented", "system", "3.3 T14"),
    Line("report", "edit", "filed", "unit@lead", "3.3 T5"),
    Line("report part", "edit", "filed", "unit@cooperating", "3.3 T5"),
    Line("evidence", "retract_evidence", "kept", "unit@lead", "decisions 9, Codes"),
    # --- configuration: administrators configure, each in his own body; days are everybody's
    Line("configuration", "set_day remove_day load_year", "kept", "sysadmin@any", "3.3"),
    Line("configuration", "succeed", "kept", "sysadmin", "3.3"),
    Line("configuration", "appoint end_post substitute end_substitution", "kept", "system", "5"),
    Line("configuration", "sign_in sign_out fail_sign_in", "kept", "system", "5"),
    Line("configuration", "make_token revoke_token", "kept", "system", "5"),
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
