"""Short histories that fill every list of the API."""

from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from coordination.approvals import actions as approvals
from coordination.disputes import actions as disputes
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.plans.models import Plan
from coordination.progress import actions as progress
from coordination.progress.files import keep
from coordination.supervision import actions as supervision
from coordination.supervision import turns
from coordination.tasks import actions as tasks
from coordination.tasks.models import Task
from tests.case_stages import admit
from tests.cast import Cast, make_plan
from tests.part_stages import finish_parts
from tests.stages import begin_verification, start, verify
from workflow import outbox


def pdf(name: str = "proof.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(PurePath(name).name, b"%PDF-1.7 proof")


def contest(cast: Cast, task: Task, words: str = "事实") -> Dispute:
    task.refresh_from_db()
    case = disputes.contest_task(
        task,
        actor=cast["lead_head"],
        version=task.version,
        ground="duty",
        facts=words,
        basis=words,
        proposed=cast.units["QP-D17"],
    )
    admit(cast, case)
    return case


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
    start(cast, task)
    progress.report_progress(task, actor=cast["lead"], percent=40, done="已做")
    case = contest(cast, task)
    state(cast, case, "lead_head", "QP-D02")
    state(cast, case, "proposed_head", "QP-D17")
    case.refresh_from_db()
    disputes.propose_settlement(
        case, actor=cast["lead"], version=case.version, outcome="maintain", text="维持"
    )
    for who, code in (("lead_head", "QP-D02"), ("proposed_head", "QP-D17")):
        slot = slot_of(case, code, "answer")
        disputes.answer_proposal(slot, actor=cast[who], version=slot.version, stance="agree")
    finish_parts(cast, task)
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
    """``count`` tasks of each kind: claimed with evidence, disputed, and to be reopened.

    The disputed ones were urged, and a later date, another lead and their end were asked for.
    """
    plan = make_plan(cast, count * 3, title=title)
    rows = list(plan.tasks.order_by("pk"))
    for task in rows[:count]:
        through(cast, task)
    for task in rows[count : count * 2]:
        asked_about(cast, task)
        state(cast, contest(cast, task), "lead_head", "QP-D02")
    for task in rows[count * 2 :]:
        through(cast, task)
        to_be_reopened(cast, task)
    outbox.drain()
    return plan


def through(cast: Cast, task: Task) -> None:
    """Accepted, started, reported, the part done, claimed."""
    tasks.accept_task(task, actor=cast["lead"], version=task.version, contact="李")
    task.refresh_from_db()
    start(cast, task)
    progress.report_progress(task, actor=cast["lead"], percent=10, done="已做")
    finish_parts(cast, task)
    claimed(cast, task)


def asked_about(cast: Cast, task: Task) -> None:
    """A letter, and all that may be asked about an issued task."""
    named: Any = {"actor": cast["coordinator"], "version": task.version, "reason": "职能划转"}
    later, until = date(2027, 1, 31), date(2026, 3, 6)
    lead, other = cast.units["QP-D02"], cast.units["QP-D17"]
    supervision.urge(
        task, actor=cast["supervisor"], unit=lead, level="blue", text="请", reply_until=until
    )
    supervision.ask_extension(
        task, **named | {"actor": cast["lead_head"]}, new_due=later, percent=1
    )
    turns.ask_transfer(task, **named, to_unit=other, keep_old=True)
    plan = task.plan
    named["version"] = Plan.objects.get(pk=plan.pk).version
    approvals.propose_amendment(plan, **named, number=str(task.pk), tasks=[task])


def to_be_reopened(cast: Cast, task: Task) -> None:
    """Verified, and asked to be reopened."""
    for step in (begin_verification, verify):
        step(cast, task)
        task.refresh_from_db()
    turns.ask_reopen(
        task, actor=cast["supervisor"], version=task.version, finding="不实", reason="整改"
    )
