"""The verbs of amendments: propose, and decide; approved ones cancel their tasks."""

from collections.abc import Sequence

from coordination.approvals import rules
from coordination.approvals.models import Amendment
from coordination.disputes.models import Dispute
from coordination.disputes.rounds import void_dispute
from coordination.disputes.states import OPEN_STATES
from coordination.plans.models import Plan
from coordination.plans.states import PlanState
from coordination.tasks.actions import cancel_tasks
from coordination.tasks.asking import Ask
from coordination.tasks.models import Task
from coordination.tasks.queries import with_shares
from coordination.units.official import Official
from workflow import door
from workflow.keys import Key

AMEND = Ask("amend", rules.may_amend, (PlanState.ISSUED,), (rules.names_tasks, rules.number_free))


def propose_amendment(
    plan: Plan,
    *,
    actor: Official,
    version: int | None,
    number: str,
    reason: str,
    tasks: Sequence[Task],
    key: Key | None = None,
) -> Amendment:
    """The coordinator proposes to cancel ``tasks`` of an issued plan."""
    with door.act(actor, key) as act:
        taken = act.take(plan)
        AMEND.check_version(taken, actor, version)
        AMEND.check(taken, actor, {"number": number, "tasks": tasks})
        amendment = Amendment(
            plan=taken, number=number, reason=reason, by_id=actor.person_id, at=act.at
        )
        pks = sorted(task.pk for task in tasks)
        act.create(amendment, "amend", number=number, reason=reason, tasks=pks)
        amendment.tasks.set(pks)
        return amendment


def withdraw_amendment(
    amendment: Amendment, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """The coordinator takes the proposal back."""
    with door.act(actor, key) as act:
        act.step(act.take(amendment), "withdraw_amendment", version=version)


def decide_amendment(
    amendment: Amendment,
    *,
    actor: Official,
    version: int | None,
    granted: bool,
    reason: str,
    key: Key | None = None,
) -> None:
    """The leader decides; approved: the tasks are cancelled and open disputes end void."""
    with door.act(actor, key) as act:
        taken = act.take(amendment)
        pks = with_shares(taken.tasks.values_list("pk", flat=True))
        tasks = act.take_all(Task, pks)
        act.step(taken, "decide_amendment", version=version, granted=granted, reason=reason)
        if granted:
            for case in Dispute.objects.filter(task__in=pks, state__in=OPEN_STATES).order_by("pk"):
                void_dispute(act, case)
            cancel_tasks(act, tasks, taken.number)
