"""Cases brought to a stage by the verbs, one step after the other, as people would."""

from typing import Any

from coordination.disputes import actions as disputes
from coordination.disputes import deciding, opening
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.tasks.models import Cooperation, Task
from tests.cast import Cast


def file(
    cast: Cast, task: Task, facts: str = "事实", proposed: str = "QP-D17", **more: Any
) -> Dispute:
    """The objection alone; it waits for its admission."""
    return disputes.contest_task(
        task,
        actor=cast["lead_head"],
        version=task.version,
        ground=more.pop("ground", "duty"),
        facts=facts,
        basis="三定规定",
        proposed=cast.units[proposed],
        **more,
    )


def admit(cast: Cast, case: Dispute) -> None:
    opening.admit_dispute(case, actor=cast["coordinator"], version=case.version)
    case.refresh_from_db()


def contest(
    cast: Cast, task: Task, facts: str = "事实", proposed: str = "QP-D17", **more: Any
) -> Dispute:
    """Filed and admitted: the parties are asked for their first statements."""
    case = file(cast, task, facts, proposed, **more)
    admit(cast, case)
    return case


def contest_part(cast: Cast, part: Cooperation, facts: str = "事实", **wish: str) -> Dispute:
    case = disputes.contest_part(
        part,
        actor=cast["helper_head"],
        version=part.version,
        ground="duty",
        facts=facts,
        basis="三定规定",
        **{"wish": "release", **wish},
    )
    admit(cast, case)
    part.refresh_from_db()
    return case


def slot_of(case: Dispute, code: str, kind: str = "statement") -> DisputeSlot:
    found = DisputeSlot.objects.filter(dispute=case, unit__code=code, asked_for=kind)
    return found.latest("round")


def state(cast: Cast, case: Dispute, who: str, code: str, text: str = "意见") -> None:
    slot = slot_of(case, code)
    disputes.give_statement(slot, actor=cast[who], version=slot.version, stance="refuse", text=text)


def both_state(cast: Cast, case: Dispute, text: str = "意见") -> None:
    state(cast, case, "lead_head", "QP-D02", text)
    state(cast, case, "proposed_head", "QP-D17", text)


CHAIRS = ("lead", "coordinator", "coordinator_head")


def propose(cast: Cast, case: Dispute, text: str = "建议", **choice: Any) -> None:
    """Whoever chairs the round proposes; by default that the proposed unit leads."""
    case.refresh_from_db()
    chosen = {
        "outcome": "reassign",
        "new_lead": cast.units["QP-D17"],
        "old_lead": "released",
    }
    disputes.propose_settlement(
        case,
        actor=cast[choice.pop("who", CHAIRS[case.round - 1])],
        version=case.version,
        text=text,
        **(choice or chosen),
    )


def answer(cast: Cast, case: Dispute, who: str, code: str, stance: str) -> None:
    slot = slot_of(case, code, "answer")
    said = {"stance": stance, "text": "" if stance == "agree" else "不属本单位职责"}
    disputes.answer_proposal(slot, actor=cast[who], version=slot.version, **said)


def settle(cast: Cast, case: Dispute, text: str = "意见") -> None:
    """One round, in which both agree that the proposed unit leads and the old one is released."""
    both_state(cast, case, text)
    propose(cast, case)
    answer(cast, case, "lead_head", "QP-D02", "agree")
    answer(cast, case, "proposed_head", "QP-D17", "agree")
    case.refresh_from_db()


def round_that_fails(cast: Cast, case: Dispute) -> None:
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "lead_head", "QP-D02", "agree")
    answer(cast, case, "proposed_head", "QP-D17", "object")
    case.refresh_from_db()


def to_offices(cast: Cast, case: Dispute) -> None:
    """Three rounds that fail; the office is asked for its opinion."""
    for _round in range(case.max_rounds):
        round_that_fails(cast, case)


def opine(cast: Cast, case: Dispute, who: str = "establishment", code: str = "QP-C01") -> None:
    deciding.give_opinion(
        slot_of(case, code, "opinion"),
        actor=cast[who],
        version=1,
        stance="shared",
        text="职责交叉",
        basis="三定规定",
    )
    case.refresh_from_db()


def to_file(cast: Cast, case: Dispute) -> None:
    """The opinion is given; the coordinator is to submit the file."""
    to_offices(cast, case)
    opine(cast, case)


PEOPLE = {
    "QP-D02": "lead_head",
    "QP-D17": "proposed_head",
    "QP-D21": "helper_head",
    "QP-T05": "outsider_head",
    "QP-P01": "tax_head",
}


def confirm_facts(cast: Cast, case: Dispute) -> None:
    slots = case.slots.filter(asked_for="facts", state="asked").select_related("unit")
    for slot in slots:
        actor = cast[PEOPLE[slot.unit.code]]
        deciding.confirm_facts(slot, actor=actor, version=1, stance="confirm")


def close_file(cast: Cast, case: Dispute) -> None:
    """After the last round: opinion, facts, file, so that the case is to be ruled upon."""
    case.refresh_from_db()
    if case.state == "opinions":
        opine(cast, case)
    confirm_facts(cast, case)
    submit(cast, case)


def submit(cast: Cast, case: Dispute) -> None:
    deciding.submit_file(
        case,
        actor=cast["coordinator"],
        version=case.version,
        issues="许可由谁牵头",
        advice="建议由卫健委牵头",
        draft="裁定如下",
    )
    case.refresh_from_db()


def for_ruling(cast: Cast, case: Dispute) -> None:
    """Three rounds that fail, an opinion, the facts confirmed, the file submitted."""
    to_file(cast, case)
    confirm_facts(cast, case)
    submit(cast, case)


def rule(cast: Cast, case: Dispute, who: str = "leader", **choice: Any) -> None:
    deciding.rule_dispute(
        case,
        actor=cast[who],
        version=case.version,
        reasons="职责明确",
        **(choice or {"outcome": "maintain"}),
    )
    case.refresh_from_db()


def ask_review(cast: Cast, case: Dispute, who: str = "lead_head", ground: str = "fact") -> None:
    case.refresh_from_db()
    deciding.ask_review(
        case, actor=cast[who], version=case.version, ground=ground, reason="事实有误"
    )


def decide_review(cast: Cast, case: Dispute, *, stands: bool = False, **choice: Any) -> None:
    case.refresh_from_db()
    deciding.decide_review(
        case,
        actor=cast["leader"],
        version=case.version,
        stands=stands,
        reasons="复核意见",
        **choice,
    )
    case.refresh_from_db()
