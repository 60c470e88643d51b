"""The lines of cases and of what is asked in them: 4.2 by its nodes, decisions 3 and 9.

A second word after the object names a case in which others act: about a ``part``; where somebody
``signed`` for a party before; where a function was ``handed over`` because nobody else holds it.
"""

from tests.coordination.policy.line import Line

# N1 to N9; a case is admitted, and carried out, within one act.
UNDECIDED = "filed collecting consulting answering opinions filing ruling"
LIVE = f"{UNDECIDED} receipt"
# A case that was joined to another one waits, and may still be withdrawn.
WAITING = f"{UNDECIDED} joined"
# A case about the lead is coordinated by whoever is of no party's unit; so is one about a part.
NOT_OF_A_PARTY = (("dispute", "recused"), ("dispute part", "outside"))
PARTY = "head@lead head@contesting head@proposed"
PARTY_OF_A_PART = "head@lead head@cooperating"

CASES = [
    # --- N2 and N8: the coordinator, whose own unit is no party; without one the leader (3.10)
    *(
        Line(case, "admit ask_complete refuse", "filed", f"coordinator@{who}", "4.2 N2")
        for case, who in NOT_OF_A_PARTY
    ),
    *(
        Line(case, "submit_file", "filing", f"coordinator@{who}", "4.2 N8")
        for case, who in NOT_OF_A_PARTY
    ),
    Line(
        "dispute handed over",
        "admit ask_complete refuse",
        "filed",
        "coordinator@recused leader@recused",
        "3.10 of decisions",
    ),
    Line(
        "dispute handed over",
        "submit_file",
        "filing",
        "coordinator@recused leader@recused",
        "3.10 of decisions",
    ),
    # --- similar objections are joined before N5.1 by whoever coordinates
    *(
        Line(case, "join_case", "filed collecting", f"coordinator@{who}", "4.2")
        for case, who in NOT_OF_A_PARTY
    ),
    Line(
        "dispute handed over",
        "join_case",
        "filed collecting",
        "coordinator@recused leader@recused",
        "3.10 of decisions",
    ),
    Line("dispute", "taken_in", "filed collecting", "system", "3.3 of decisions"),
    Line("dispute", "lead_case", "filed admitted collecting", "system", "3.12 of decisions"),
    Line("dispute", "follow_outcome part_again", "joined", "system", "3.12 of decisions"),
    # --- urgency within N2, a temporary lead at any node: the coordinator's head
    *(
        Line(case, "set_urgent", "filed", f"chair@{who}", "3.4 of decisions")
        for case, who in NOT_OF_A_PARTY
    ),
    *(Line(case, "temp_lead", UNDECIDED, f"chair@{who}", "4.3") for case, who in NOT_OF_A_PARTY),
    Line(
        "dispute handed over",
        "set_urgent",
        "filed",
        "chair@recused leader@recused",
        "3.10 of decisions",
    ),
    Line(
        "dispute handed over",
        "temp_lead",
        UNDECIDED,
        "chair@recused leader@recused",
        "3.10 of decisions",
    ),
    # --- the objection: completed by whoever filed it, joined by other units that cooperate
    Line("dispute", "complete", "filed", "head@contesting", "4.2 N2"),
    Line("dispute part", "complete", "filed", "head@cooperating", "4.2 N2"),
    # Before N5.1; a part is contested by its own unit alone, so nobody joins there.
    Line("dispute", "join_objection", "filed collecting", "head@cooperating", "3.12 of decisions"),
    # Each objector for itself, until the ruling is signed (decisions 3.12 and 9).
    Line("dispute", "withdraw", WAITING, "head@contesting", "4.2"),
    Line("dispute part", "withdraw", WAITING, "head@cooperating", "4.2"),
    Line("dispute joined", "withdraw", WAITING, "head@contesting head@cooperating", "3.12"),
    Line("dispute joined alone", "withdraw", WAITING, "head@cooperating", "3.12"),
    # --- N5 and N6: the convener, which is the lead; the coordinator; its head in the meeting
    Line("dispute", "consult propose", "consulting", "unit@lead", "4.2 N5"),
    Line("dispute part", "consult propose", "consulting", "unit@lead", "4.2 N5"),
    Line("dispute last day", "consult", "consulting", "unit@lead", "4.2 N5"),
    # In the convener's stead on its last day (decisions 9, Limits).
    Line("dispute last day", "propose", "consulting", "unit@lead coordinator@recused", "4.2 N6"),
    Line("dispute second round", "consult propose", "consulting", "coordinator@recused", "N5"),
    Line("dispute meeting", "consult propose", "consulting", "chair@recused", "4.2 N5"),
    Line("dispute urgent", "consult propose", "consulting", "coordinator@recused", "3.4"),
    # From N4 on, jointly (decisions 9, Limits): each party's head asks.
    Line("dispute", "skip", "collecting consulting answering", PARTY, "4.2"),
    Line("dispute part", "skip", "collecting consulting answering", PARTY_OF_A_PART, "4.2"),
    # --- N9 and the review by the same tier: the leader in charge, the executive vice head or the
    # special meeting, the special meeting alone
    *(
        Line(tier, steps, state, who, place)
        for steps, state in (("rule hear", "ruling"), ("decide_review", "receipt"))
        for tier, who, place in (
            ("dispute", "leader@recused", "4.2 N9"),
            ("dispute part", "leader@outside", "4.2 N9"),
            ("dispute own charge", "leader@recused", "3.9 of decisions"),
            ("dispute handed over", "leader@recused", "3.10 of decisions"),
            ("dispute top", "vice@recused meeting@recused", "4.2 N9"),
            ("dispute special", "meeting@recused", "4.5.5"),
        )
    ),
    Line("dispute", "ask_review", "receipt", PARTY, "4.5.4"),
    Line("dispute part", "ask_review", "receipt", PARTY_OF_A_PART, "4.5.4"),
    # --- recusal: whoever's function the case needs, and who is of a party's unit
    Line("dispute", "hand_over", UNDECIDED, "coordinator@parties", "4.5.8"),
    Line("dispute", "hand_over", "ruling", "leader@parties", "3.10 of decisions"),
    Line(
        "dispute part", "hand_over", UNDECIDED, "coordinator@lead coordinator@cooperating", "4.5.8"
    ),
    Line("dispute part", "hand_over", "ruling", "leader@lead leader@cooperating", "3.10"),
    Line("dispute top", "hand_over", UNDECIDED, "coordinator@parties", "4.5.8"),
    Line("dispute top", "hand_over", "ruling", "vice@parties meeting@parties", "3.10"),
    # --- what follows by itself, from an act or from a limit
    Line("dispute", "admit_deemed completion_lapse", "filed", "system", "4.2 N2"),
    Line("dispute", "notify", "admitted", "system", "4.2 N3"),
    Line("dispute", "seal_open", "collecting", "system", "4.2 N4"),
    # Without a proposal there is no N6, but the next round (decisions 9).
    Line("dispute", "next_round", "consulting answering", "system", "4.2 N6"),
    Line("dispute", "settle to_top", "answering", "system", "4.2 N6, 4.5.5"),
    Line("dispute", "ask_opinions", "collecting consulting answering", "system", "4.2 N7"),
    # A ground that asks no office goes on to the file at once.
    Line("dispute", "prepare_file", "collecting consulting answering opinions", "system", "4.2 N8"),
    Line("dispute", "file_lapse", "filing", "system", "4.2 N8"),
    Line("dispute", "escalate lapse_ruling", "ruling", "system", "3.4 of decisions"),
    Line("dispute", "carry_out send_back", "executing", "system", "3.12 of decisions"),
    Line("dispute", "close", "receipt", "system", "4.2 N12"),
    Line("dispute", "letter_due", "receipt closed", "system", "3.11 of decisions"),
    Line("dispute", "void", f"{LIVE} joined", "system", "3.3 T14"),
    Line("dispute", "succeed", f"{LIVE} joined", "system", "3.12 of decisions"),
    Line("dispute", "move_limits", f"{LIVE} joined", "system", "5 of decisions"),
    # --- what a unit is asked for: statement and answer are signed by the head
    Line("slot", "state", "asked given", "head@contesting", "4.2 N4"),
    Line("slot window", "state", "asked given", "head@contesting", "3.4 of decisions"),
    Line("slot", "answer", "asked", "head@contesting", "4.2 N6"),
    Line("slot", "give_opinion", "asked", "office@third", "4.2 N7"),
    Line("slot", "confirm_facts", "asked", "unit@contesting", "4.2 N8"),
    Line("slot", "receive", "asked", "unit@contesting", "4.2 N11"),
    Line("slot", "fall_silent", "asked", "system", "4.2 N4"),
    Line("slot", "opinion_lapse", "asked", "system", "4.2 N7"),
    Line("slot", "open", "given silent", "system", "4.2 N4"),
    Line("slot", "lapse", "asked given silent", "system", "4.2"),
    Line("slot", "move_limits", "asked given", "system", "5 of decisions"),
    Line("slot", "succeed", "asked given silent opened unheard", "system", "3.12 of decisions"),
]
