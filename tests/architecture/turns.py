"""Requests, letters, amendments and a corrected report, with a secret word in each."""

from datetime import date
from typing import Any

from coordination.approvals import actions as approvals
from coordination.approvals.models import Amendment
from coordination.progress.actions import edit_report
from coordination.supervision import actions as supervision
from coordination.supervision import turns
from tests.cast import Cast, make_plan
from tests.stages import report, task_in

Words = dict[str, str]
# What each word stands in; who may read it is said in ``world``.
NAMES = (
    *("reason-of-an-extension", "refusal-of-an-extension", "text-of-a-letter", "reply-to-a-letter"),
    *("reason-of-a-transfer", "note-of-a-consent", "finding-of-a-reopening"),
    *("words-of-a-corrected-report", "reason-of-a-proposal", "reason-of-an-amendment"),
)


def make_turns(cast: Cast, words: Words) -> list[Any]:
    """Everything that stands beside a task's straight way, each as its own subject."""
    task = task_in(cast, "in_progress", "要点七")
    filed = report(cast, task)
    said = words["words-of-a-corrected-report"]
    edit_report(filed, actor=cast["lead"], version=1, percent=50, done=said)
    named: dict[str, Any] = {"version": task.version}
    letter = supervision.urge(
        task,
        actor=cast["supervisor"],
        unit=cast.units["QP-D02"],
        level="blue",
        text=words["text-of-a-letter"],
        reply_until=date(2026, 3, 6),
    )
    supervision.reply_urge(letter, actor=cast["lead"], version=1, reply=words["reply-to-a-letter"])
    extension = supervision.ask_extension(
        task,
        **named,
        actor=cast["lead_head"],
        new_due=date(2027, 1, 31),
        reason=words["reason-of-an-extension"],
        percent=50,
    )
    refusal = words["refusal-of-an-extension"]
    supervision.decide_extension(
        extension, actor=cast["leader"], version=1, granted=False, reason=refusal
    )
    transfer = turns.ask_transfer(
        task,
        **named,
        actor=cast["coordinator"],
        to_unit=cast.units["QP-D17"],
        keep_old=True,
        reason=words["reason-of-a-transfer"],
    )
    turns.consent_transfer(
        transfer,
        actor=cast["lead_head"],
        version=1,
        agreed=True,
        note=words["note-of-a-consent"],
    )
    done = task_in(cast, "verified", "要点八")
    reopening = turns.ask_reopen(
        done,
        actor=cast["supervisor"],
        version=done.version,
        finding=words["finding-of-a-reopening"],
        reason="整改",
    )
    proposed = amend(cast, words["reason-of-a-proposal"], "要点九")
    approved = amend(cast, words["reason-of-an-amendment"], "要点十")
    approvals.decide_amendment(
        approved, actor=cast["leader"], version=1, granted=True, reason="同意"
    )
    return [filed, letter, extension, transfer, reopening, proposed, approved]


def amend(cast: Cast, reason: str, title: str) -> Amendment:
    plan = make_plan(cast, 2, title=title)
    return approvals.propose_amendment(
        plan,
        actor=cast["coordinator"],
        version=plan.version,
        number="1",
        reason=reason,
        tasks=list(plan.tasks.order_by("pk")[:1]),
    )
