"""Who fills in which form on what, for requests, letters, turns and amendments."""

from datetime import date
from typing import Any

from coordination.approvals import actions as approvals
from coordination.supervision import actions as supervision
from coordination.supervision import turns
from coordination.tasks import date_actions as dates
from tests.cast import Cast, make_plan, make_task
from tests.part_stages import finish_parts
from tests.stages import report as reported
from tests.stages import task_in

Form = dict[str, Any]
Scene = tuple[str, Any, Form]


def beginning(cast: Cast) -> Scene:
    return "supervisor", task_in(cast, "completed"), {}


def withdrawing_claim(cast: Cast) -> Scene:
    return "lead_head", task_in(cast, "completed"), {"reason": "材料有误"}


def asking_extension(cast: Cast) -> Scene:
    form = {"new_due": "2027-01-31", "reason": "审批未完成", "percent": 40}
    return "lead_head", make_task(cast), form


def urging(cast: Cast) -> Scene:
    form = {"level": "blue", "text": "请抓紧推进", "reply_until": "2026-03-06"}
    return "supervisor", make_task(cast), form | {"unit": cast.units["QP-D02"].pk}


def asking_transfer(cast: Cast) -> Scene:
    form = {"to_unit": cast.units["QP-D17"].pk, "keep_old": "on", "reason": "职能划转"}
    return "coordinator", make_task(cast), form


def asking_reopen(cast: Cast) -> Scene:
    form = {"finding": "抽查不实", "reason": "需整改"}
    return "supervisor", task_in(cast, "verified"), form


def suspending(cast: Cast) -> Scene:
    form = {"number": "2026-1", "reason": "政策调整", "review_on": "2026-03-16"}
    return "leader", task_in(cast, "in_progress"), form


def resuming(cast: Cast) -> Scene:
    return "leader", task_in(cast, "suspended"), {"reason": "政策明确"}


def amending(cast: Cast) -> Scene:
    plan = make_plan(cast, 2)
    form = {"number": "1", "reason": "政策调整", "tasks": [plan.tasks.order_by("pk")[0].pk]}
    return "coordinator", plan, form


DECISION = {"granted": "yes", "reason": "情况属实"}


def deciding_amendment(cast: Cast) -> Scene:
    plan = make_plan(cast, 2)
    amendment = approvals.propose_amendment(
        plan,
        actor=cast["coordinator"],
        version=plan.version,
        number="1",
        reason="政策调整",
        tasks=list(plan.tasks.all()),
    )
    return "leader", amendment, DECISION


def deciding_extension(cast: Cast) -> Scene:
    task = make_task(cast, due_on=date(2026, 6, 30))
    extension = supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2026, 9, 30),
        reason="审批未完成",
        percent=40,
    )
    return "supervisor", extension, DECISION


def deciding_reopen(cast: Cast) -> Scene:
    task = task_in(cast, "verified")
    asked = turns.ask_reopen(
        task, actor=cast["supervisor"], version=task.version, finding="不实", reason="需整改"
    )
    return "leader", asked, DECISION


def transfer_asked(cast: Cast) -> Any:
    task = make_task(cast)
    return turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units["QP-D17"],
        keep_old=True,
        reason="职能划转",
    )


def consenting(cast: Cast) -> Scene:
    return "lead_head", transfer_asked(cast), {"agreed": "yes", "note": "同意划转"}


def deciding_transfer(cast: Cast) -> Scene:
    moved = transfer_asked(cast)
    for version, who in enumerate(("lead_head", "proposed_head"), 1):
        turns.consent_transfer(moved, actor=cast[who], version=version, agreed=True)
    moved.refresh_from_db()
    return "coordinator", moved, DECISION


def replying(cast: Cast) -> Scene:
    letter = supervision.urge(
        make_task(cast),
        actor=cast["supervisor"],
        unit=cast.units["QP-D02"],
        level="blue",
        text="请抓紧推进",
        reply_until=date(2026, 3, 6),
    )
    return "lead", letter, {"reply": "已部署落实"}


def editing(cast: Cast) -> Scene:
    filed = reported(cast, task_in(cast, "in_progress"))
    return "lead", filed, {"percent": 50, "done": "完成第二步"}


def hard_date(cast: Cast) -> Scene:
    form = {"upper_due_on": "2026-11-30", "basis": "市府办督办通知"}
    return "coordinator", make_task(cast), form


def waiving(cast: Cast) -> Scene:
    task = make_task(cast)
    dates.set_upper_due(
        task,
        actor=cast["coordinator"],
        version=task.version,
        upper_due_on=date(2026, 11, 30),
        basis="市府办督办通知",
    )
    task.refresh_from_db()
    return "leader", task, {"waived_until": "2026-12-20", "reason": "已报市级同意"}


def reopening_part(cast: Cast) -> Scene:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    return "helper", task.cooperations.get(), {"reason": "数据有误"}


def withdrawing_extension(cast: Cast) -> Scene:
    return "lead_head", deciding_extension(cast)[1], {}


def withdrawing_letter(cast: Cast) -> Scene:
    return "supervisor", replying(cast)[1], {"reason": "误发"}


def withdrawing_reopening(cast: Cast) -> Scene:
    return "supervisor", deciding_reopen(cast)[1], {}


def withdrawing_transfer(cast: Cast) -> Scene:
    return "coordinator", transfer_asked(cast), {}


def withdrawing_amendment(cast: Cast) -> Scene:
    return "coordinator", deciding_amendment(cast)[1], {}
