"""What brings about the notices of limits, requests, letters and turns of a task."""

from datetime import date, timedelta

from coordination.administration.succession import succeed
from coordination.approvals import actions as approvals
from coordination.consultation import actions as opinions
from coordination.disputes import actions as disputes
from coordination.supervision import actions as supervision
from coordination.supervision import turns
from coordination.supervision.models import Letter
from coordination.tasks import parts
from tests.case_stages import contest, contest_part
from tests.cast import Cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.opinion_stages import decide, record
from tests.part_stages import accepted_part, ask_part, propose_release
from tests.stages import begin_verification, report_part, resume, task_in, withdraw_claim
from workflow import clock, deadlines
from workflow.actor import SYSTEM

LEAD, HELPER, OTHER = "QP-D02", "QP-D21", "QP-D17"


def after(days: int) -> None:
    """The clock fires what is due by then."""
    with clock.at(MONDAY + timedelta(days=days)):
        deadlines.tick()


def wording(cast: Cast) -> None:
    part = make_task(cast).cooperations.get()
    parts.word_part(part, actor=cast["lead"], version=part.version, duty="d")


def asked_for(cast: Cast) -> None:
    ask_part(cast, accepted_part(cast, task_in(cast, "in_progress")))


def part_reported(cast: Cast) -> None:
    report_part(cast, task_in(cast, "in_progress"))


def part_contested(cast: Cast) -> None:
    contest_part(cast, make_task(cast).cooperations.get())


def part_stands(cast: Cast) -> None:
    case = contest_part(cast, make_task(cast).cooperations.get())
    disputes.withdraw_dispute(case, actor=cast["helper_head"], version=case.version, reason="r")


def release_decided(cast: Cast) -> None:
    part = make_task(cast).cooperations.get()
    propose_release(cast, part)
    parts.confirm_release(
        part, actor=cast["coordinator"], version=part.version, granted=False, reason="r"
    )


def silent(cast: Cast) -> None:
    make_task(cast)
    after(4)


def checked(cast: Cast) -> None:
    begin_verification(cast, task_in(cast, "completed"))


def claim_taken_back(cast: Cast) -> None:
    withdraw_claim(cast, task_in(cast, "completed"))


def left_unchecked(cast: Cast) -> None:
    task_in(cast, "completed")
    after(20)


def extension_decided(cast: Cast) -> None:
    task = make_task(cast, due_on=date(2026, 6, 30))
    extension = supervision.ask_extension(
        task,
        actor=cast["lead_head"],
        version=task.version,
        new_due=date(2026, 9, 30),
        reason="r",
        percent=40,
    )
    supervision.decide_extension(
        extension, actor=cast["supervisor"], version=1, granted=True, reason="r"
    )


def suspended(cast: Cast) -> None:
    task_in(cast, "suspended")


def resumed(cast: Cast) -> None:
    resume(cast, task_in(cast, "suspended"))


def for_review(cast: Cast) -> None:
    task_in(cast, "suspended")
    after(15)


def reopened(cast: Cast) -> None:
    task = task_in(cast, "verified")
    asked = turns.ask_reopen(
        task, actor=cast["supervisor"], version=task.version, finding="f", reason="r"
    )
    turns.decide_reopen(asked, actor=cast["leader"], version=1, granted=True, reason="r")


def transferred(cast: Cast) -> None:
    task = make_task(cast)
    moved = turns.ask_transfer(
        task,
        actor=cast["coordinator"],
        version=task.version,
        to_unit=cast.units[OTHER],
        keep_old=True,
        reason="r",
    )
    turns.consent_transfer(moved, actor=cast["lead_head"], version=1, agreed=True)
    turns.consent_transfer(moved, actor=cast["proposed_head"], version=2, agreed=True)
    turns.decide_transfer(moved, actor=cast["coordinator"], version=3, granted=True, reason="r")


def amended(cast: Cast) -> None:
    """A disputed task is taken out of the plan."""
    plan = make_plan(cast)
    contest(cast, plan.tasks.get())
    amendment = approvals.propose_amendment(
        plan,
        actor=cast["coordinator"],
        version=plan.version,
        number="1",
        reason="r",
        tasks=list(plan.tasks.all()),
    )
    approvals.decide_amendment(amendment, actor=cast["leader"], version=1, granted=True, reason="r")


def opinion_recorded(cast: Cast) -> None:
    record(cast, task_in(cast, "draft"))


def opinion_decided(cast: Cast) -> None:
    decide(cast, record(cast, task_in(cast, "draft")), "adopted")


def opinion_withdrawn(cast: Cast) -> None:
    opinion = record(cast, task_in(cast, "draft"))
    opinions.withdraw_opinion(opinion, actor=cast["coordinator"], version=1, reason="r")


def urged(cast: Cast) -> Letter:
    return supervision.urge(
        make_task(cast),
        actor=cast["supervisor"],
        unit=cast.units[HELPER],
        level="blue",
        text="t",
        reply_until=date(2026, 3, 5),
    )


def letter_answered(cast: Cast) -> None:
    supervision.reply_urge(urged(cast), actor=cast["helper"], version=1, reply="r")


def letter_unanswered(cast: Cast) -> None:
    urged(cast)
    after(5)


def lead_followed(cast: Cast) -> None:
    make_task(cast)
    follow(cast, LEAD, OTHER)


def part_followed(cast: Cast) -> None:
    make_task(cast)
    follow(cast, HELPER, OTHER)


def party_followed(cast: Cast) -> None:
    contest(cast, make_task(cast))
    follow(cast, LEAD, "QP-T05")


def follow(cast: Cast, old: str, new: str) -> None:
    succeed(cast.units[old], actor=SYSTEM, kind="merge", successor=cast.units[new], reason="r")
