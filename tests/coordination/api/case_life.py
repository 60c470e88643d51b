"""Every step of a dispute taken once through the API: six cases, each with its own end."""

from collections.abc import Iterator
from typing import Any

from coordination.disputes.models import Dispute
from tests.case_stages import PEOPLE
from tests.cast import Cast, make_plan
from tests.coordination.api.moves import Move

PROSE = {"reason": "理由"}


def whole_cases(cast: Cast) -> Iterator[Move]:
    """The moves, each given out after the one before was made."""
    plan = make_plan(cast, 5, title="争议")
    tasks = list(plan.tasks.order_by("pk"))
    other, own = cast.units["QP-D17"].pk, cast.units["QP-D29"].pk
    grounds = {"ground": "duty", "facts": "事实", "basis": "三定", "proposed": other}

    def file(task: Any, **more: Any) -> Move:
        return Move("lead_head", "tasks", task.pk, "contest", {**grounds, **more})

    yield file(tasks[0])
    case = tasks[0].disputes.get()
    refusal = {"ground": "no_basis", **PROSE}
    yield Move("coordinator", "disputes", case.pk, "refuse", refusal)

    yield file(tasks[1], urgent="汛期将至")
    case = tasks[1].disputes.get()
    granted = {"granted": "yes", **PROSE}
    yield Move("coordinator_head", "disputes", case.pk, "set_urgent", granted)
    stead = {"unit": cast.units["QP-T05"].pk, **PROSE}
    yield Move("coordinator_head", "disputes", case.pk, "temp_lead", stead)
    yield Move("coordinator", "disputes", case.pk, "ask_complete", {"text": "补充依据"})
    yield Move("lead_head", "disputes", case.pk, "complete", {"facts": "补充"})
    yield Move("helper_head", "disputes", case.pk, "join_objection", {"text": "亦有异议"})
    yield Move("coordinator", "disputes", case.pk, "admit")
    for who in ("lead_head", "proposed_head", "helper_head"):
        yield Move(who, "disputes", case.pk, "skip")

    yield file(tasks[2], proposed=own)
    case = tasks[2].disputes.get()
    yield Move("coordinator", "disputes", case.pk, "hand_over", PROSE)
    yield Move("lead_head", "disputes", case.pk, "withdraw", PROSE)

    yield file(tasks[3])
    leading = tasks[3].disputes.get()
    yield file(tasks[4])
    together = {"into": leading.pk, **PROSE}
    yield Move("coordinator", "disputes", tasks[4].disputes.get().pk, "join_case", together)
    yield from _ruled(cast, leading)


def _ruled(cast: Cast, case: Dispute) -> Iterator[Move]:
    """Three rounds in which the units object, the opinion, the file, a hearing, the ruling."""
    yield Move("coordinator", "disputes", case.pk, "admit")
    for chair in ("lead", "coordinator", "coordinator_head"):
        yield from _slots(case, "state", {"stance": "refuse", "text": "理由"})
        met = {"held_on": "2026-03-02", "people": "双方负责人"}
        yield Move(chair, "disputes", case.pk, "consult", met)
        maintain = {"outcome": "maintain", "text": "维持"}
        yield Move(chair, "disputes", case.pk, "propose", maintain)
        yield from _slots(case, "answer", {"stance": "object", "text": "不同意"})
    slot = case.slots.get(asked_for="opinion")
    opinion = {"stance": "shared", "text": "职责交叉", "basis": "三定"}
    yield Move("establishment", "slots", slot.pk, "give_opinion", opinion)
    yield from _slots(case, "confirm_facts", {"stance": "confirm"})
    text = {"issues": "焦点", "advice": "建议", "draft": "裁定"}
    yield Move("coordinator", "disputes", case.pk, "submit_file", text)
    heard = {"unit": cast.units["QP-T05"].pk, **PROSE}
    yield Move("leader", "disputes", case.pk, "hear", heard)
    yield from _slots(case, "state", {"stance": "refuse", "text": "理由"})
    ruling = {"outcome": "maintain", "reasons": "维持"}
    yield Move("leader", "disputes", case.pk, "rule", ruling)
    yield from _slots(case, "receive", {})
    yield Move("lead_head", "disputes", case.pk, "ask_review", {"ground": "fact", **PROSE})
    yield Move("leader", "disputes", case.pk, "decide_review", {**ruling, "stands": "yes"})


def _slots(case: Dispute, step: str, body: dict[str, Any]) -> Iterator[Move]:
    asked = case.slots.filter(state="asked").select_related("unit").order_by("pk")
    for slot in list(asked):
        yield Move(PEOPLE[slot.unit.code], "slots", slot.pk, step, body)
