"""Tasks and cases brought to a stage by the verbs, one step after the other, as people would."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from coordination.disputes import actions as disputes
from coordination.disputes import deciding, opening
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.progress import actions as progress
from coordination.progress.files import Kept
from coordination.progress.models import Report
from coordination.supervision import turns
from coordination.tasks import actions as tasks
from coordination.tasks import date_actions as dates
from coordination.tasks import groups, parts, verification
from coordination.tasks.models import Cooperation, Task
from tests.cast import Cast, make_plan, make_task
from workflow import clock

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


def file(
    cast: Cast, task: Task, facts: str = "事实", proposed: str = "QP-D17", **more: Any
) -> Dispute:
    """The objection alone; it waits for its admission."""
    return disputes.contest_task(
        task,
        actor=cast["lead_head"],
        version=task.version,
        ground=more.pop("ground", "duty"),
        facts=facts,
        basis="三定规定",
        proposed=cast.units[proposed],
        **more,
    )


def admit(cast: Cast, case: Dispute) -> None:
    opening.admit_dispute(case, actor=cast["coordinator"], version=case.version)
    case.refresh_from_db()


def contest(
    cast: Cast, task: Task, facts: str = "事实", proposed: str = "QP-D17", **more: Any
) -> Dispute:
    """Filed and admitted: the parties are asked for their first statements."""
    case = file(cast, task, facts, proposed, **more)
    admit(cast, case)
    return case


def finish_parts(cast: Cast, task: Task) -> None:
    for part in Cooperation.objects.filter(task=task, state="pending"):
        tasks.accept_part(part, actor=cast["helper"], version=part.version)
        part.refresh_from_db()
        tasks.finish_part(part, actor=cast["helper"], version=part.version, result="已配合")


def accepted_part(cast: Cast, task: Task) -> Cooperation:
    """The helper's part, which it has confirmed."""
    part = Cooperation.objects.get(task=task, unit=cast.units["QP-D21"])
    if part.state == "pending":
        tasks.accept_part(part, actor=cast["helper"], version=part.version)
        part.refresh_from_db()
    return part


def ask_part(cast: Cast, part: Cooperation, text: str = "请报送数据") -> None:
    day = clock.today() + timedelta(days=3)
    parts.ask_part(part, actor=cast["lead"], version=part.version, until=day, text=text)
    part.refresh_from_db()


def contest_part(cast: Cast, part: Cooperation, facts: str = "事实", **wish: str) -> Dispute:
    case = disputes.contest_part(
        part,
        actor=cast["helper_head"],
        version=part.version,
        ground="duty",
        facts=facts,
        basis="三定规定",
        **{"wish": "release", **wish},
    )
    admit(cast, case)
    part.refresh_from_db()
    return case


def propose_release(cast: Cast, part: Cooperation) -> None:
    parts.propose_release(part, actor=cast["lead"], version=part.version, reason="已无需配合")
    part.refresh_from_db()


def divide(cast: Cast, task: Task, *codes: str) -> None:
    units = [cast.units[code] for code in codes or ("QP-T05", "QP-D17")]
    groups.divide_task(task, actor=cast["coordinator"], version=task.version, units=units)


def take_collective(cast: Cast, task: Task, *codes: str) -> None:
    units = [cast.units[code] for code in codes or ("QP-T05",)]
    groups.take_collective(task, actor=cast["coordinator"], version=task.version, units=units)


def group_line(cast: Cast, title: str = "要点", **more: Any) -> Task:
    """A draft whose printed line names a group of units."""
    plan = make_plan(cast, issued=False, title=title, collective=["各镇、街道"], **more)
    return plan.tasks.get()


def divided(cast: Cast, title: str = "要点") -> Task:
    """An issued container with the shares of a town and of a department."""
    task = group_line(cast, title)
    divide(cast, task)
    tasks.issue_plan(task.plan, actor=cast["coordinator"], version=task.plan.version)
    task.refresh_from_db()
    return task


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


def slot_of(case: Dispute, code: str, kind: str = "statement") -> DisputeSlot:
    found = DisputeSlot.objects.filter(dispute=case, unit__code=code, asked_for=kind)
    return found.latest("round")


def state(cast: Cast, case: Dispute, who: str, code: str, text: str = "意见") -> None:
    slot = slot_of(case, code)
    disputes.give_statement(slot, actor=cast[who], version=slot.version, stance="refuse", text=text)


def both_state(cast: Cast, case: Dispute, text: str = "意见") -> None:
    state(cast, case, "lead_head", "QP-D02", text)
    state(cast, case, "proposed_head", "QP-D17", text)


CHAIRS = ("lead", "coordinator", "coordinator_head")


def propose(cast: Cast, case: Dispute, text: str = "建议", **choice: Any) -> None:
    """Whoever chairs the round proposes; by default that the proposed unit leads."""
    case.refresh_from_db()
    chosen = {
        "outcome": "reassign",
        "new_lead": cast.units["QP-D17"],
        "old_lead": "released",
    }
    disputes.propose_settlement(
        case,
        actor=cast[choice.pop("who", CHAIRS[case.round - 1])],
        version=case.version,
        text=text,
        **(choice or chosen),
    )


def answer(cast: Cast, case: Dispute, who: str, code: str, stance: str) -> None:
    slot = slot_of(case, code, "answer")
    disputes.answer_proposal(slot, actor=cast[who], version=slot.version, stance=stance)


def settle(cast: Cast, case: Dispute, text: str = "意见") -> None:
    """One round, in which both agree that the proposed unit leads and the old one is released."""
    both_state(cast, case, text)
    propose(cast, case)
    answer(cast, case, "lead_head", "QP-D02", "agree")
    answer(cast, case, "proposed_head", "QP-D17", "agree")
    case.refresh_from_db()


def round_that_fails(cast: Cast, case: Dispute) -> None:
    both_state(cast, case)
    propose(cast, case)
    answer(cast, case, "lead_head", "QP-D02", "agree")
    answer(cast, case, "proposed_head", "QP-D17", "object")
    case.refresh_from_db()


def to_offices(cast: Cast, case: Dispute) -> None:
    """Three rounds that fail; the office is asked for its opinion."""
    for _round in range(case.max_rounds):
        round_that_fails(cast, case)


def opine(cast: Cast, case: Dispute, who: str = "establishment", code: str = "QP-C01") -> None:
    deciding.give_opinion(
        slot_of(case, code, "opinion"),
        actor=cast[who],
        version=1,
        stance="shared",
        text="职责交叉",
        basis="三定规定",
    )
    case.refresh_from_db()


def to_file(cast: Cast, case: Dispute) -> None:
    """The opinion is given; the coordinator is to submit the file."""
    to_offices(cast, case)
    opine(cast, case)


PEOPLE = {
    "QP-D02": "lead_head",
    "QP-D17": "proposed_head",
    "QP-D21": "helper_head",
    "QP-T05": "outsider_head",
    "QP-P01": "tax_head",
}


def confirm_facts(cast: Cast, case: Dispute) -> None:
    slots = case.slots.filter(asked_for="facts", state="asked").select_related("unit")
    for slot in slots:
        actor = cast[PEOPLE[slot.unit.code]]
        deciding.confirm_facts(slot, actor=actor, version=1, stance="confirm")


def close_file(cast: Cast, case: Dispute) -> None:
    """After the last round: opinion, facts, file, so that the case is to be ruled upon."""
    case.refresh_from_db()
    if case.state == "opinions":
        opine(cast, case)
    confirm_facts(cast, case)
    submit(cast, case)


def submit(cast: Cast, case: Dispute) -> None:
    deciding.submit_file(
        case,
        actor=cast["coordinator"],
        version=case.version,
        issues="许可由谁牵头",
        advice="建议由卫健委牵头",
        draft="裁定如下",
    )
    case.refresh_from_db()


def for_ruling(cast: Cast, case: Dispute) -> None:
    """Three rounds that fail, an opinion, the facts confirmed, the file submitted."""
    to_file(cast, case)
    confirm_facts(cast, case)
    submit(cast, case)


def rule(cast: Cast, case: Dispute, who: str = "leader", **choice: Any) -> None:
    deciding.rule_dispute(
        case,
        actor=cast[who],
        version=case.version,
        reasons="职责明确",
        **(choice or {"outcome": "maintain"}),
    )
    case.refresh_from_db()
