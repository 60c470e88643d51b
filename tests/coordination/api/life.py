"""Every step of the table taken once through the API, in one story."""

from collections.abc import Iterator

from coordination.plans.models import Plan
from coordination.tasks.models import Task
from tests.cast import Cast, make_plan
from tests.coordination.api.asides import asides
from tests.coordination.api.moves import GRANTED, REFUSED, Move

PLAN = {
    "breakdown": "步骤",
    "cycle": "month",
    "milestones": [
        {"title": "摸底", "due_on": "2026-06-30"},
        {"title": "完成", "due_on": "2027-01-31"},
    ],
}
DRAFT = {
    "title": "任务1",
    "text": "新增企业不少于100家",
    "due_on": "2026-12-31",
    "indicators": [
        {
            "text": "新增企业",
            "comparator": "ge",
            "baseline": "20",
            "target": "100",
            "measure": "家",
            "proof": "名单",
            "proof_required": True,
        }
    ],
}
CLAIM = {"grade": "B", "result": "达标"}


def whole_life(cast: Cast) -> Iterator[Move]:
    """The moves, each given out after the one before was made."""
    plan = make_plan(cast, 3, issued=False)
    first, second, third = plan.tasks.order_by("pk")
    lead = cast.units["QP-D02"].pk
    yield Move("coordinator", "tasks", third.pk, "drop")
    yield Move("coordinator", "tasks", first.pk, "assign_lead", {"lead": lead})
    yield Move("coordinator", "tasks", first.pk, "edit", DRAFT)
    yield Move("coordinator", "plans", plan.pk, "issue")
    yield from _amended(plan, second)
    yield from _asked_and_urged(cast, first)
    yield Move("lead", "tasks", first.pk, "accept", {"contact": "李 5123"})
    planned = [{"indicator": _indicator(first), "by": "2026-06-30", "value": "60"}]
    yield Move("lead", "tasks", first.pk, "start", PLAN | {"planned": planned})
    yield from _suspended(first)
    yield from _reported(first)
    yield from _claimed(first)
    yield from asides(cast)


def _indicator(task: Task) -> int:
    return int(task.indicators.get().pk)


def _amended(plan: Plan, task: Task) -> Iterator[Move]:
    """A task is taken out of the issued plan."""
    words = {"number": "1", "reason": "政策调整", "tasks": [task.pk]}
    yield Move("coordinator", "plans", plan.pk, "amend", words)
    amendment = plan.amendments.get()
    yield Move("leader", "amendments", amendment.pk, "decide_amendment", GRANTED)


def _asked_and_urged(cast: Cast, task: Task) -> Iterator[Move]:
    """A later date granted, a letter answered, a transfer agreed to and dropped."""
    later = {"new_due": "2027-01-31", "reason": "审批未完成", "percent": 0}
    yield Move("lead_head", "tasks", task.pk, "ask_extension", later)
    asked = task.extension_requests.get()
    yield Move("leader", "extensions", asked.pk, "decide_extension", GRANTED)
    letter = {"unit": cast.units["QP-D02"].pk, "level": "blue", "text": "请抓紧"}
    yield Move("supervisor", "tasks", task.pk, "urge", letter | {"reply_until": "2026-03-06"})
    yield Move("lead", "letters", task.letters.get().pk, "reply_urge", {"reply": "已部署"})
    moved = {"to_unit": cast.units["QP-D17"].pk, "keep_old": True, "reason": "职能划转"}
    yield Move("coordinator", "tasks", task.pk, "ask_transfer", moved)
    transfer = task.transfers.get().pk
    for who in ("lead_head", "proposed_head"):
        yield Move(who, "transfers", transfer, "consent_transfer", {"agreed": "yes"})
    yield Move("coordinator", "transfers", transfer, "decide_transfer", REFUSED)


def _suspended(task: Task) -> Iterator[Move]:
    """The leader suspends by ruling, and lets it go on."""
    ruling = {"number": "2026-1", "reason": "政策调整", "review_on": "2026-03-16"}
    yield Move("leader", "tasks", task.pk, "suspend", ruling)
    yield Move("leader", "tasks", task.pk, "resume", {"reason": "政策明确"})


def _reported(task: Task) -> Iterator[Move]:
    """The lead reports and corrects it; the cooperating unit does its part."""
    values = [{"indicator": _indicator(task), "value": "55.5"}]
    words = {"percent": 60, "done": "已做", "values": values}
    yield Move("lead", "tasks", task.pk, "report", words)
    report = task.reports.get().pk
    link = {
        "url": "https://www.example.gov.cn/list",
        "title": "名单",
        "indicator": values[0]["indicator"],
    }
    yield Move("lead", "tasks", task.pk, "add_evidence", link)
    yield Move("lead", "evidence", task.evidence.get().pk, "retract_evidence", {"reason": "有误"})
    yield Move("lead", "tasks", task.pk, "add_evidence", link)
    yield Move("lead", "tasks", task.pk, "add_evidence", {"title": "证明"}, files=True)
    yield Move("lead", "reports", report, "edit", {"percent": 65, "done": "已做"})
    part = task.cooperations.get().pk
    yield Move("helper", "cooperations", part, "coop_accept")
    yield Move("helper", "cooperations", part, "coop_done", {"result": "完成"})


def _claimed(task: Task) -> Iterator[Move]:
    """Claimed, withdrawn, returned, verified, and reopened."""
    one = {"indicator": _indicator(task)}
    claim = CLAIM | {"results": [one | {"value": "101", "reached": "yes", "note": "见名单"}]}
    found = {"findings": [one | {"confirmed": "yes", "value": "101"}]}
    yield Move("lead_head", "tasks", task.pk, "claim", claim)
    yield Move("lead_head", "tasks", task.pk, "withdraw_claim", {"reason": "有误"})
    yield Move("lead_head", "tasks", task.pk, "claim", claim)
    part = task.cooperations.get().pk
    lack = {"findings": [one | {"confirmed": "no", "note": "名单不全"}], "parts": [part]}
    back = lack | {"reason": "缺材料", "limit": "2026-03-20"}
    yield Move("supervisor", "tasks", task.pk, "return", back)
    yield Move("helper", "cooperations", part, "coop_done", {"result": "补齐"})
    yield Move("lead_head", "tasks", task.pk, "claim", claim)
    yield Move("supervisor", "tasks", task.pk, "begin_verification")
    yield Move(
        "supervisor", "tasks", task.pk, "verify", found | {"how": "document", "finding": "属实"}
    )
    asked = {"finding": "抽查不实", "reason": "需整改"}
    yield Move("supervisor", "tasks", task.pk, "ask_reopen", asked)
    yield Move("leader", "reopenings", task.reopenings.get().pk, "decide_reopen", GRANTED)
