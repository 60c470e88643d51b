"""Tasks and cases brought to a stage by the verbs, one step after the other, as people would."""

from datetime import date
from typing import Any

from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.progress import actions as progress
from coordination.progress.files import Kept
from coordination.progress.models import Report
from coordination.tasks import actions as tasks
from coordination.tasks.models import Cooperation, Task
from tests.cast import Cast, make_task

PROOF = Kept("证明.pdf", "evidence/not-there", 3, "0" * 64)
# The steps that lead from an issued task to each state.
WAY: dict[str, list[str]] = {
    "assigned": [],
    "accepted": ["accept"],
    "in_progress": ["accept", "start"],
    "disputed": ["contest"],
    "completed": ["accept", "start", "finish_parts", "claim"],
    "verified": ["accept", "start", "finish_parts", "claim", "verify"],
}


def task_in(cast: Cast, state: str, title: str = "要点") -> Task:
    """A task in ``state``."""
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


def drop(cast: Cast, task: Task) -> None:
    tasks.drop_task(task, actor=cast["coordinator"], version=task.version)


def accept(cast: Cast, task: Task, note: str = "") -> None:
    tasks.accept_task(task, actor=cast["lead"], version=task.version, contact="李", note=note)


def start(cast: Cast, task: Task) -> None:
    tasks.start_task(task, actor=cast["lead"], version=task.version, breakdown="分三步")


def report(cast: Cast, task: Task, who: str = "lead", done: str = "已开工") -> Report:
    return progress.report_progress(task, actor=cast[who], percent=40, done=done)


def claim(cast: Cast, task: Task, *files: Kept) -> None:
    progress.claim_completion(
        task,
        actor=cast["lead_head"],
        version=task.version,
        grade="A",
        result="已完成",
        files=files or (PROOF,),
    )


def verify(cast: Cast, task: Task, who: str = "supervisor") -> None:
    tasks.verify_task(task, actor=cast[who], version=task.version, how="site", finding="属实")


def return_(cast: Cast, task: Task, who: str = "supervisor") -> None:
    tasks.return_task(
        task, actor=cast[who], version=task.version, reason="不全", limit=date(2026, 4, 1)
    )


def contest(cast: Cast, task: Task, facts: str = "事实", proposed: str = "QP-D17") -> Dispute:
    return disputes.contest_task(
        task,
        actor=cast["lead_head"],
        version=task.version,
        ground="duty",
        facts=facts,
        basis="三定规定",
        proposed=cast.units[proposed],
    )


def finish_parts(cast: Cast, task: Task) -> None:
    for part in Cooperation.objects.filter(task=task, state="pending"):
        tasks.accept_part(part, actor=cast["helper"], version=part.version)
        part.refresh_from_db()
        tasks.finish_part(part, actor=cast["helper"], version=part.version, result="已配合")


STEPS: dict[str, Any] = {
    "assign_lead": assign_lead,
    "drop": drop,
    "accept": accept,
    "contest": contest,
    "start": start,
    "report": report,
    "finish_parts": finish_parts,
    "claim": claim,
    "verify": verify,
    "return": return_,
}


def slot_of(case: Dispute, code: str, kind: str = "statement") -> DisputeSlot:
    found = DisputeSlot.objects.filter(dispute=case, unit__code=code, asked_for=kind)
    return found.latest("round")


def state(cast: Cast, case: Dispute, who: str, code: str, text: str = "意见") -> None:
    slot = slot_of(case, code)
    disputes.give_statement(slot, actor=cast[who], version=slot.version, stance="refuse", text=text)


def both_state(cast: Cast, case: Dispute, text: str = "意见") -> None:
    state(cast, case, "lead_head", "QP-D02", text)
    state(cast, case, "proposed_head", "QP-D17", text)


def propose(cast: Cast, case: Dispute, text: str = "建议", old_lead: str = "released") -> None:
    case.refresh_from_db()
    disputes.propose_settlement(
        case,
        actor=cast["coordinator"],
        version=case.version,
        outcome="reassign",
        new_lead=cast.units["QP-D17"],
        old_lead=old_lead,
        text=text,
    )


def answer(cast: Cast, case: Dispute, who: str, code: str, stance: str) -> None:
    slot = slot_of(case, code, "answer")
    disputes.answer_proposal(slot, actor=cast[who], version=slot.version, stance=stance)


def settle(cast: Cast, case: Dispute, text: str = "意见") -> None:
    """One round, in which both agree that the proposed unit leads and the old one is released."""
    both_state(cast, case, text)
    propose(cast, case, text)
    answer(cast, case, "lead_head", "QP-D02", "agree")
    answer(cast, case, "proposed_head", "QP-D17", "agree")
    case.refresh_from_db()


def for_ruling(cast: Cast, case: Dispute) -> None:
    """Three rounds that fail."""
    for _round in range(case.max_rounds):
        both_state(cast, case)
        propose(cast, case)
        answer(cast, case, "lead_head", "QP-D02", "agree")
        answer(cast, case, "proposed_head", "QP-D17", "object")
    case.refresh_from_db()
