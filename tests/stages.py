"""Tasks brought to a stage by the verbs, one step after the other, as people would."""

from datetime import date
from decimal import Decimal
from typing import Any

from coordination.progress import actions as progress
from coordination.progress.files import Kept
from coordination.progress.models import Report
from coordination.supervision import turns
from coordination.tasks import actions as tasks
from coordination.tasks import date_actions as dates
from coordination.tasks import verification
from coordination.tasks.models import Task
from tests.case_stages import contest
from tests.cast import Cast, make_task
from tests.part_stages import accepted_part, divide, divided, finish_parts, take_collective

MILESTONES = [("摸底", date(2026, 6, 30)), ("完成", date(2026, 12, 31))]
PROOF = Kept("证明.pdf", "evidence/not-there", 3, "0" * 64)
# An indicator as the form of a draft gives it.
INDICATOR: dict[str, Any] = {
    "text": "新增企业",
    "comparator": "ge",
    "baseline": Decimal(20),
    "target": "100",
    "measure": "家",
    "due_on": None,
    "proof": "",
    "proof_required": False,
}
# The steps that lead from an issued task to each state.
WAY: dict[str, list[str]] = {
    "assigned": [],
    "accepted": ["accept"],
    "in_progress": ["accept", "start"],
    "disputed": ["contest"],
    "completed": ["accept", "start", "finish_parts", "claim"],
    "suspended": ["suspend"],
    "verified": ["accept", "start", "finish_parts", "claim", "begin_verification", "verify"],
}


def task_in(cast: Cast, state: str, title: str = "要点") -> Task:
    """A task in ``state``."""
    if state == "divided":
        return divided(cast, title)
    task = make_task(cast, issued=state in WAY, title=title)
    if state == "cancelled":
        drop(cast, task)
    for name in WAY.get(state, []):
        task.refresh_from_db()
        STEPS[name](cast, task)
    task.refresh_from_db()
    return task


def assign_lead(cast: Cast, task: Task, code: str = "QP-D17") -> None:
    tasks.assign_lead(task, actor=cast["coordinator"], version=task.version, lead=cast.units[code])


def edit(cast: Cast, task: Task, *indicators: dict[str, Any], **more: Any) -> None:
    values = {"title": task.title, "text": "新的表述", "due_on": task.due_on, **more}
    tasks.edit_task(
        task,
        actor=cast["coordinator"],
        version=task.version,
        indicators=[INDICATOR | each for each in indicators],
        **values,
    )


def drop(cast: Cast, task: Task) -> None:
    tasks.drop_task(task, actor=cast["coordinator"], version=task.version)


def accept(cast: Cast, task: Task, note: str = "") -> None:
    tasks.accept_task(task, actor=cast["lead"], version=task.version, contact="李", note=note)


def start(cast: Cast, task: Task, **more: Any) -> None:
    tasks.start_task(
        task,
        actor=cast["lead"],
        version=task.version,
        breakdown="分三步",
        milestones=MILESTONES,
        **more,
    )


def begun(cast: Cast, *milestones: tuple[str, date], cycle: str = "half_year", **more: Any) -> Task:
    """Under way since today, with ``milestones`` before the one on its due date."""
    task = make_task(cast, **more)
    accept(cast, task)
    task.refresh_from_db()
    tasks.start_task(
        task,
        actor=cast["lead"],
        version=task.version,
        breakdown="分步",
        milestones=[*milestones, ("完成", task.due_on)],
        cycle=cycle,
    )
    task.refresh_from_db()
    return task


def report(cast: Cast, task: Task, who: str = "lead", done: str = "已开工", **more: Any) -> Report:
    return progress.report_progress(task, actor=cast[who], percent=40, done=done, **more)


def report_part(cast: Cast, task: Task, who: str = "helper", done: str = "已配合开展") -> Report:
    part = accepted_part(cast, task)
    return progress.report_part(part, actor=cast[who], percent=40, done=done)


def claim(cast: Cast, task: Task, *files: Kept, **more: Any) -> None:
    progress.claim_completion(
        task,
        actor=cast["lead_head"],
        version=task.version,
        grade="A",
        result="已完成",
        files=files or (PROOF,),
        **more,
    )


def begin_verification(cast: Cast, task: Task, who: str = "supervisor") -> None:
    verification.begin_verification(task, actor=cast[who], version=task.version)


def withdraw_claim(cast: Cast, task: Task) -> None:
    verification.withdraw_claim(task, actor=cast["lead_head"], version=task.version, reason="有误")


def suspend(cast: Cast, task: Task) -> None:
    turns.suspend_task(
        task,
        actor=cast["leader"],
        version=task.version,
        number="2026-1",
        reason="政策调整",
        review_on=date(2026, 3, 16),
    )


def resume(cast: Cast, task: Task) -> None:
    turns.resume_task(task, actor=cast["leader"], version=task.version, reason="政策明确")


def set_upper_due(cast: Cast, task: Task) -> None:
    dates.set_upper_due(
        task,
        actor=cast["coordinator"],
        version=task.version,
        upper_due_on=date(2026, 11, 30),
        basis="督办通知",
    )


def waive_upper(cast: Cast, task: Task) -> None:
    dates.waive_upper(
        task,
        actor=cast["leader"],
        version=task.version,
        waived_until=date(2026, 12, 20),
        reason="市级已同意",
    )


def verify(cast: Cast, task: Task, who: str = "supervisor", **more: Any) -> None:
    verification.verify_task(
        task, actor=cast[who], version=task.version, how="site", finding="属实", **more
    )


def return_(cast: Cast, task: Task, who: str = "supervisor", **more: Any) -> None:
    verification.return_task(
        task, actor=cast[who], version=task.version, reason="不全", limit=date(2026, 4, 1), **more
    )


STEPS: dict[str, Any] = {
    "divide": divide,
    "take_collective": take_collective,
    "assign_lead": assign_lead,
    "edit": edit,
    "drop": drop,
    "accept": accept,
    "contest": contest,
    "start": start,
    "report": report,
    "finish_parts": finish_parts,
    "claim": claim,
    "begin_verification": begin_verification,
    "withdraw_claim": withdraw_claim,
    "verify": verify,
    "return": return_,
    "suspend": suspend,
    "resume": resume,
    "set_upper_due": set_upper_due,
    "waive_upper": waive_upper,
}
