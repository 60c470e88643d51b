"""The verbs of opinions: record what a unit wrote, decide on it, note that it was taken back.

The dispute that may be opened from one stands in ``disputes.before_issue``.
"""

from coordination.consultation import rules
from coordination.consultation.models import Opinion
from coordination.consultation.states import OpinionKind, OpinionState
from coordination.tasks.asking import Ask
from coordination.tasks.effects import give_draft
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import door
from workflow.keys import Key

OPINE = Ask(
    "opine", rules.may_opine, (TaskState.DRAFT,), (rules.lead_proposed, rules.recorded_once)
)


def record_opinion(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    unit: Unit,
    about: str,
    text: str,
    proposed: Unit | None = None,
    ground: str = "",
    basis: str = "",
    letter: str = "",
    key: Key | None = None,
) -> Opinion:
    """Record what ``unit`` wrote of a draft; nothing changes on the draft itself.

    The plan is locked before the task, as its issue does, so that no opinion slips in between
    the check and the issue.
    """
    with door.act(actor, key) as act:
        plan = act.take(task.plan)
        taken = act.take(task)
        OPINE.check_version(taken, actor, version)
        change = about == OpinionKind.CHANGE_LEAD
        data = {
            "unit": unit,
            "about": about,
            "proposed": proposed if change else None,
            "ground": ground if change else "",
            "text": text,
            "basis": basis,
            "letter": letter,
        }
        OPINE.check(taken, actor, data)
        opinion = Opinion(task=taken, plan=plan, by_id=actor.person_id, at=act.at, **data)
        return act.create(opinion, "opine", **data)


def decide_opinion(
    opinion: Opinion,
    *,
    actor: Official,
    version: int | None,
    decision: str,
    reason: str,
    key: Key | None = None,
) -> None:
    """Decide with the reason; an adopted change of lead names the proposed unit on the draft."""
    with door.act(actor, key) as act:
        taken = act.take(opinion)
        act.step(taken, "decide_opinion", version=version, decision=decision, reason=reason)
        if decision == OpinionState.ADOPTED and taken.proposed is not None:
            task = act.take(taken.task)
            if task.lead_id != taken.proposed_id:
                give_draft(act, task, taken.proposed, keep_old=False)


def withdraw_opinion(
    opinion: Opinion, *, actor: Official, version: int | None, reason: str, key: Key | None = None
) -> None:
    """The coordinator notes that the unit took its opinion back."""
    with door.act(actor, key) as act:
        act.step(act.take(opinion), "withdraw_opinion", version=version, reason=reason)
