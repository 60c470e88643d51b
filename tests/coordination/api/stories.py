"""Short histories that fill every list of the API."""

from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.plans.models import Plan
from coordination.progress import actions as progress
from coordination.progress.files import keep
from coordination.tasks import actions as tasks
from coordination.tasks.models import Task
from tests.cast import Cast, make_plan
from workflow import outbox


def pdf(name: str = "proof.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(PurePath(name).name, b"%PDF-1.7 proof")


def contest(cast: Cast, task: Task, words: str = "事实") -> Dispute:
    task.refresh_from_db()
    return disputes.contest_task(
        task,
        actor=cast["lead_head"],
        version=task.version,
        ground="duty",
        facts=words,
        basis=words,
        proposed=cast.units["QP-D17"],
    )


def slot_of(case: Dispute, code: str, kind: str) -> DisputeSlot:
    return DisputeSlot.objects.get(
        dispute=case, unit__code=code, asked_for=kind, state__in=["asked", "given"]
    )


def state(cast: Cast, case: Dispute, who: str, code: str, words: str = "立场") -> None:
    slot = slot_of(case, code, "statement")
    disputes.give_statement(
        slot, actor=cast[who], version=slot.version, stance="refuse", text=words, basis=words
    )


def settled_case(cast: Cast) -> Dispute:
    """A task accepted, started, contested, settled, finished with evidence, and verified."""
    plan = make_plan(cast)
    task = plan.tasks.get()
    tasks.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
    task.refresh_from_db()
    tasks.start_task(task, actor=cast["lead"], version=task.version, breakdown="步骤")
    progress.report_progress(task, actor=cast["lead"], percent=40, done="已做")
    case = contest(cast, task)
    state(cast, case, "lead_head", "QP-D02")
    state(cast, case, "proposed_head", "QP-D17")
    case.refresh_from_db()
    disputes.propose_settlement(
        case, actor=cast["coordinator"], version=case.version, outcome="maintain", text="维持"
    )
    for who, code in (("lead_head", "QP-D02"), ("proposed_head", "QP-D17")):
        slot = slot_of(case, code, "answer")
        disputes.answer_proposal(slot, actor=cast[who], version=slot.version, stance="agree")
    part = task.cooperations.get()
    tasks.accept_part(part, actor=cast["helper"], version=part.version)
    part.refresh_from_db()
    tasks.finish_part(part, actor=cast["helper"], version=part.version, result="完成")
    claimed(cast, task)
    outbox.drain()
    case.refresh_from_db()
    return case


def claimed(cast: Cast, task: Task) -> None:
    task.refresh_from_db()
    progress.claim_completion(
        task,
        actor=cast["lead_head"],
        version=task.version,
        grade="B",
        result="达标",
        files=[keep(pdf())],
    )
    task.refresh_from_db()


def filled(cast: Cast, count: int, title: str) -> Plan:
    """``count`` tasks under way with a report and evidence, and ``count`` disputed ones."""
    plan = make_plan(cast, count * 2, title=title)
    rows = list(plan.tasks.order_by("pk"))
    for task in rows[:count]:
        through(cast, task)
    for task in rows[count:]:
        state(cast, contest(cast, task), "lead_head", "QP-D02")
    outbox.drain()
    return plan


def through(cast: Cast, task: Task) -> None:
    """Accepted, started, reported, the part done, claimed."""
    tasks.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
    task.refresh_from_db()
    tasks.start_task(task, actor=cast["lead"], version=task.version, breakdown="步骤")
    progress.report_progress(task, actor=cast["lead"], percent=10, done="已做")
    part: Any = task.cooperations.get()
    tasks.accept_part(part, actor=cast["helper"], version=part.version)
    part.refresh_from_db()
    tasks.finish_part(part, actor=cast["helper"], version=part.version, result="完成")
    claimed(cast, task)
