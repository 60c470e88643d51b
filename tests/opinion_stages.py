"""Opinions on drafts, and cases before the issue, brought to a stage by the verbs."""

from typing import Any

from coordination.consultation import actions as opinions
from coordination.consultation.models import Opinion
from coordination.disputes import before_issue
from coordination.disputes.models import Dispute
from coordination.plans.models import Plan
from coordination.tasks.actions import issue_plan
from coordination.tasks.models import Task
from tests.cast import Cast
from tests.stages import task_in


def record(
    cast: Cast, task: Task, unit: str = "QP-D02", proposed: str = "QP-D17", **more: Any
) -> Opinion:
    """The lead of the draft writes that another unit should lead."""
    change = more.get("about", "change_lead") == "change_lead"
    values: dict[str, Any] = {
        "about": "change_lead",
        "ground": "duty",
        "text": "不属本单位职责",
        "basis": "三定规定",
        "letter": "发改函〔2026〕3号",
    }
    return opinions.record_opinion(
        task,
        actor=cast[more.pop("who", "coordinator")],
        version=more.pop("version", task.version),
        unit=cast.units[unit],
        proposed=cast.units[proposed] if change else None,
        **(values | more),
    )


def decide(cast: Cast, opinion: Opinion, decision: str, who: str = "coordinator") -> None:
    opinions.decide_opinion(
        opinion, actor=cast[who], version=opinion.version, decision=decision, reason="经研究"
    )
    opinion.refresh_from_db()


def open_case(cast: Cast, opinion: Opinion, who: str = "coordinator") -> Dispute:
    case = before_issue.open_dispute(opinion, actor=cast[who], version=opinion.version)
    opinion.refresh_from_db()
    return case


def disputed_draft(cast: Cast, title: str = "要点", **more: Any) -> Dispute:
    """A draft on which the lead's opinion has become a case; statements are asked for."""
    return open_case(cast, record(cast, task_in(cast, "draft", title), **more))


def issue(cast: Cast, plan: Plan) -> None:
    issue_plan(plan, actor=cast["coordinator"], version=plan.version)


def reread(case: Dispute) -> tuple[Task, str]:
    """The draft as it is now, and the state of the opinion."""
    task = Task.objects.get(pk=case.task_id)
    return task, task.opinions.get(dispute=case).state
