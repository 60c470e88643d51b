"""Scenes of a task's work: plan, report, claim with evidence, and its verification."""

from coordination.progress.evidence import add_evidence
from tests.cast import Cast
from tests.coordination.scenes import Scene
from tests.part_stages import finish_parts
from tests.stages import PROOF, begin_verification, task_in


def start(cast: Cast) -> Scene:
    return (
        "lead",
        task_in(cast, "accepted"),
        {
            "breakdown": "分三步推进",
            "cycle": "month",
            "milestones-0-title": "全部完成",
            "milestones-0-due_on": "2026-12-31",
        },
    )


def report(cast: Cast) -> Scene:
    return "lead", task_in(cast, "in_progress"), {"percent": 30, "done": "完成第一步"}


def claim(cast: Cast) -> Scene:
    task = task_in(cast, "in_progress")
    finish_parts(cast, task)
    return "lead_head", task, {"grade": "A", "result": "全部完成", "evidence": "证明.pdf"}


def adding_evidence(cast: Cast) -> Scene:
    form = {"evidence": "证明.pdf", "url": "", "title": "公示页面"}
    return "lead", task_in(cast, "in_progress"), form


def retracting(cast: Cast) -> Scene:
    task = task_in(cast, "in_progress")
    add_evidence(task, actor=cast["lead"], files=[PROOF])
    return "lead", task.evidence.get(), {"reason": "版本有误"}


def verify(cast: Cast) -> Scene:
    task = task_in(cast, "completed")
    begin_verification(cast, task)
    task.refresh_from_db()
    return "supervisor", task, {"how": "site", "finding": "情况属实"}


def return_(cast: Cast) -> Scene:
    form = {"reason": "佐证不全", "limit": "2026-04-01"}
    return "supervisor", task_in(cast, "completed"), form
