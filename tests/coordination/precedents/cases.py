"""Decided cases made by hand: what is like what is known before any search is asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute
from coordination.duties.models import DutyEntry
from coordination.plans.actions import draft_plan
from coordination.plans.models import Plan
from coordination.tasks.actions import issue_plan
from coordination.tasks.models import Task
from tests.case_stages import admit, slot_of
from tests.cast import Cast
from workflow import door, outbox
from workflow.actor import SYSTEM

HEADS = {
    "QP-D02": "lead_head",
    "QP-D21": "helper_head",
    "QP-D17": "proposed_head",
    "QP-T05": "outsider_head",
}
# Title of the task, ground, lead, proposed, facts.
PAST = {
    "business": ("优化全区营商环境", "duty", "QP-D02", "QP-D17", "企业开办不归口我委"),
    "markets": ("整治农贸市场食品安全", "duty", "QP-D21", "QP-D17", "餐饮具消毒属卫生监督"),
    "network": ("建设5G基站", "capacity", "QP-D17", "QP-D21", "没有专业人员"),
    "elderly": ("建设社区养老服务站", "law", "QP-D17", "QP-T05", "养老服务条例另有规定"),
    "river": ("整治河道水环境", "fact", "QP-T05", "QP-D17", "河段不在本镇"),
}


def task_of(cast: Cast, title: str, lead: str = "QP-D02", text: str = "") -> Task:
    """An issued task of its own plan."""
    plan = draft_plan(cast.body, actor=SYSTEM, title=f"要点{Plan.objects.count()}", year=2026)
    task = Task(
        plan=plan,
        position=1,
        number="1",
        title=title,
        text=text,
        lead=cast.units[lead],
        due_on=date(2026, 12, 31),
    )
    with door.act(SYSTEM) as act:
        act.create(task, "draft")
    issue_plan(plan, actor=cast["coordinator"], version=1)
    task.refresh_from_db()
    return task


def opened(
    cast: Cast,
    title: str,
    ground: str = "duty",
    lead: str = "QP-D02",
    proposed: str = "QP-D17",
    facts: str = "事实",
    *,
    basis: str = "依据",
    cited: Sequence[DutyEntry] = (),
) -> Dispute:
    """A case that has just been filed."""
    return disputes.contest_task(
        task_of(cast, title, lead),
        actor=cast[HEADS[lead]],
        version=2,
        ground=ground,
        facts=facts,
        basis=basis,
        proposed=cast.units[proposed],
        cited=cited,
    )


def settled(cast: Cast, *told: str, **more: Any) -> Dispute:
    """A case in which both sides agreed that the lead stays; the relay has told of it."""
    case = opened(cast, *told, **more)
    agree(cast, case, outcome="maintain")
    return case


def agree(cast: Cast, case: Dispute, **choice: Any) -> None:
    """One round, at the end of which both sides agree; the relay has told of it."""
    admit(cast, case)
    sides = [str(party.unit.code) for party in case.parties.select_related("unit")]
    for code in sides:
        slot = slot_of(case, code)
        words = {"stance": "refuse", "text": "意见"}
        disputes.give_statement(slot, actor=cast[HEADS[code]], version=slot.version, **words)
    case.refresh_from_db()
    chair = cast[HEADS[case.lead.code]]
    disputes.propose_settlement(case, actor=chair, version=case.version, text="建议", **choice)
    for code in sides:
        slot = slot_of(case, code, "answer")
        disputes.answer_proposal(
            slot, actor=cast[HEADS[code]], version=slot.version, stance="agree"
        )
    outbox.drain()
    case.refresh_from_db()


def past(cast: Cast) -> dict[str, Dispute]:
    """All of them, decided."""
    return {name: settled(cast, *told) for name, told in PAST.items()}
