"""Who fills in which form in a dispute, before, in and after its rounds."""

from collections.abc import Callable

from coordination.disputes import deciding, opening
from tests.case_stages import (
    both_state,
    confirm_facts,
    contest,
    file,
    for_ruling,
    propose,
    rule,
    slot_of,
    to_file,
    to_offices,
)
from tests.cast import Cast, make_plan, make_task
from tests.coordination.scenes import Scene


def admitting(cast: Cast) -> Scene:
    return "coordinator", file(cast, make_task(cast)), {}


def asking_completion(cast: Cast) -> Scene:
    return "coordinator", file(cast, make_task(cast)), {"text": "请补充依据"}


def completing(cast: Cast) -> Scene:
    case = file(cast, make_task(cast))
    opening.ask_completion(case, actor=cast["coordinator"], version=1, text="请补充依据")
    case.refresh_from_db()
    return "lead_head", case, {"facts": "补充事实", "basis": "三定规定第三条"}


def refusing(cast: Cast) -> Scene:
    form = {"ground": "no_basis", "reason": "未列明依据"}
    return "coordinator", file(cast, make_task(cast)), form


def deciding_urgency(cast: Cast) -> Scene:
    case = file(cast, make_task(cast), urgent="汛期将至")
    return "coordinator_head", case, {"granted": "yes", "reason": "情况紧急"}


def joining(cast: Cast) -> Scene:
    return "helper_head", contest(cast, make_task(cast)), {"text": "本单位亦有异议"}


def joining_case(cast: Cast) -> Scene:
    first, second = make_plan(cast, 2, title="并案").tasks.order_by("pk")
    into = contest(cast, first)
    return "coordinator", file(cast, second), {"into": into.pk, "reason": "同一职责问题"}


def handing_over(cast: Cast) -> Scene:
    case = file(cast, make_task(cast), proposed="QP-D29")
    return "coordinator", case, {"reason": "本单位为当事单位"}


def naming_temporary_lead(cast: Cast) -> Scene:
    case = file(cast, make_task(cast), urgent="汛期将至")
    opening.decide_urgency(
        case, actor=cast["coordinator_head"], version=1, granted=True, reason="紧急"
    )
    case.refresh_from_db()
    form = {"unit": cast.units["QP-D20"].pk, "reason": "不可无人负责"}
    return "coordinator_head", case, form


def consulting(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    case.refresh_from_db()
    return "lead", case, {"held_on": "2026-03-02", "people": "双方负责人"}


def skipping(cast: Cast) -> Scene:
    return "lead_head", contest(cast, make_task(cast)), {}


def opining(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    to_offices(cast, case)
    form = {"stance": "shared", "text": "职责交叉", "basis": "三定规定"}
    return "establishment", slot_of(case, "QP-C01", "opinion"), form


def confirming(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    to_file(cast, case)
    form = {"stance": "correct", "text": "许可由卫健委核发"}
    return "lead", slot_of(case, "QP-D02", "facts"), form


def submitting(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    to_file(cast, case)
    confirm_facts(cast, case)
    case.refresh_from_db()
    form = {"issues": "许可由谁牵头", "advice": "建议变更", "draft": "裁定如下"}
    return "coordinator", case, form


def hearing(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    return "leader", case, {"unit": cast.units["QP-T05"].pk, "reason": "可能涉及"}


def receiving(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    rule(cast, case)
    return "lead", slot_of(case, "QP-D02", "receipt"), {}


def asking_review(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    rule(cast, case)
    return "lead_head", case, {"ground": "fact", "reason": "事实有误"}


def deciding_review(cast: Cast) -> Scene:
    who, case, form = asking_review(cast)
    deciding.ask_review(case, actor=cast[who], version=case.version, **form)
    case.refresh_from_db()
    decision = {"stands": "yes", "outcome": "maintain", "reasons": "理由不成立"}
    return "leader", case, decision


def proposing(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    case.refresh_from_db()
    return "lead", case, {"outcome": "maintain", "text": "维持原分工"}


def ruling(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    for_ruling(cast, case)
    form = {"outcome": "reassign", "old_lead": "cooperating", "reasons": "职责明确"}
    return "leader", case, form | {"new_lead": cast.units["QP-D17"].pk}


def withdrawing(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    return "lead_head", case, {"reason": "已沟通一致"}


def stating(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    slot = slot_of(case, "QP-D02")
    return "lead_head", slot, {"stance": "refuse", "text": "不属本单位职责"}


def answering(cast: Cast) -> Scene:
    case = contest(cast, make_task(cast))
    both_state(cast, case)
    propose(cast, case)
    slot = slot_of(case, "QP-D02", "answer")
    return "lead_head", slot, {"stance": "object", "text": "不同意该方案"}


SCENES: dict[tuple[str, str], Callable[[Cast], Scene]] = {
    ("dispute", "admit"): admitting,
    ("dispute", "ask_complete"): asking_completion,
    ("dispute", "complete"): completing,
    ("dispute", "refuse"): refusing,
    ("dispute", "set_urgent"): deciding_urgency,
    ("dispute", "join_objection"): joining,
    ("dispute", "join_case"): joining_case,
    ("dispute", "hand_over"): handing_over,
    ("dispute", "temp_lead"): naming_temporary_lead,
    ("dispute", "consult"): consulting,
    ("dispute", "skip"): skipping,
    ("dispute", "submit_file"): submitting,
    ("dispute", "hear"): hearing,
    ("dispute", "ask_review"): asking_review,
    ("dispute", "decide_review"): deciding_review,
    ("slot", "give_opinion"): opining,
    ("slot", "confirm_facts"): confirming,
    ("slot", "receive"): receiving,
    ("dispute", "propose"): proposing,
    ("dispute", "rule"): ruling,
    ("dispute", "withdraw"): withdrawing,
    ("slot", "state"): stating,
    ("slot", "answer"): answering,
}
