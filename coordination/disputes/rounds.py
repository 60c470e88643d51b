"""How a round runs inside an act: asking, opening, what follows from the answers, carrying out.

The verbs in ``actions`` open the door; these are the consequences, in the same transaction.
"""

from django.conf import settings

from coordination.disputes import flow
from coordination.disputes.models import Dispute, DisputeSlot, Party
from coordination.disputes.states import (
    OPEN_STATES,
    Decided,
    OldLead,
    Outcome,
    PartyRole,
    SlotKind,
    SlotState,
)
from coordination.tasks.actions import change_lead, release_parts, resolve
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import Cause, CooperationState
from coordination.units.calendar import add_working_days
from coordination.units.models import Unit
from workflow import deadlines
from workflow.door import Act

STATEMENT_LIMIT = "statement_limit"
ANSWER_LIMIT = "answer_limit"


def open_case(act: Act, dispute: Dispute, other: Unit, role: PartyRole) -> Dispute:
    """File the case between the contesting unit and the ``other`` one; both are asked at once."""
    dispute.plan_id, dispute.filed_on = dispute.task.plan_id, act.day
    dispute.max_rounds, dispute.limits = settings.DISPUTE_ROUNDS, settings.DISPUTE_LIMIT_DAYS
    act.create(dispute, "file")
    Party.objects.bulk_create(
        [
            Party(dispute=dispute, unit=dispute.contesting, role=PartyRole.CONTESTING),
            Party(dispute=dispute, unit=other, role=role),
        ]
    )
    flow.begin(dispute)
    ask(act, dispute, SlotKind.STATEMENT)
    return dispute


def ask(act: Act, dispute: Dispute, kind: SlotKind) -> None:
    """Open a slot for every party, with the limit that was stamped on the case."""
    days = dispute.limits["answer"]
    if kind == SlotKind.STATEMENT:
        stamped = dispute.limits["statement"]
        days = stamped[min(dispute.round, len(stamped)) - 1]
    due_on = add_working_days(act.day, days)
    act.create_all(
        [
            DisputeSlot(
                dispute=dispute,
                task_id=dispute.task_id,
                unit=unit,
                round=dispute.round,
                asked_for=kind,
                due_on=due_on,
            )
            for unit in flow.parties(dispute)
        ],
        "ask",
    )
    rule = STATEMENT_LIMIT if kind == SlotKind.STATEMENT else ANSWER_LIMIT
    deadlines.arm(dispute, rule, due_on, deadlines.Counted(act.day, days))


def open_statements(act: Act, dispute: Dispute) -> None:
    """All statements of the round become readable at one moment."""
    act.follow_all(slots(dispute, SlotKind.STATEMENT, SlotState.ASKED), "fall_silent")
    act.follow_all(slots(dispute, SlotKind.STATEMENT, SlotState.GIVEN, SlotState.SILENT), "open")
    act.follow(dispute, "seal_open")
    deadlines.lift(dispute, STATEMENT_LIMIT)


def after_answers(act: Act, dispute: Dispute, due: frozenset[str]) -> None:
    """Settled, next round, for ruling, or still waiting for answers: as the flow says."""
    if "answer" in due:
        return
    deadlines.lift(dispute, ANSWER_LIMIT)
    if not due:
        act.follow(dispute, "settle")
        execute(act, dispute)
    elif "statement" in due:
        act.follow(dispute, "next_round")
        ask(act, dispute, SlotKind.STATEMENT)
    else:
        act.follow(dispute, "submit_file")


def execute(act: Act, dispute: Dispute) -> None:
    """Carry the outcome out on the task or the part, in the same transaction."""
    end(act, dispute)
    task = act.take(task_of(dispute))
    if dispute.part_id is not None:
        _execute_on_part(act, dispute)
    elif dispute.outcome == Outcome.REASSIGN and dispute.new_lead is not None:
        settled = dispute.decided == Decided.SETTLEMENT
        change_lead(
            act,
            task,
            dispute.new_lead,
            Cause.SETTLEMENT if settled else Cause.RULING,
            keep_old=dispute.old_lead == OldLead.COOPERATING,
        )
        void_idle(act, task)
    else:
        resolve(act, task)


def _execute_on_part(act: Act, dispute: Dispute) -> None:
    part = act.take(part_of(dispute))
    if dispute.outcome == Outcome.RELEASE:
        release_parts(act, [part])
    else:
        act.follow(part, "coop_resolve", duty=dispute.duty, barred=True)


def give_up(act: Act, dispute: Dispute) -> None:
    """The objection was withdrawn: task or part goes on as before."""
    flow.cancel(dispute)
    end(act, dispute)
    task = act.take(task_of(dispute))
    if dispute.part_id is None:
        resolve(act, task)
    else:
        act.follow(act.take(part_of(dispute)), "coop_resolve")


def void_dispute(act: Act, dispute: Dispute) -> None:
    """Nothing is left to dispute: the task was taken out, or the part has ended."""
    act.follow(dispute, "void")
    flow.cancel(dispute)
    end(act, dispute)


def void_idle(act: Act, task: Task) -> None:
    """End the cases about parts that a change of lead has ended."""
    idle = Dispute.objects.filter(
        task=task, part__state=CooperationState.RELEASED, state__in=OPEN_STATES
    )
    for case in idle.order_by("pk"):
        void_dispute(act, case)


def end(act: Act, dispute: Dispute) -> None:
    """What was still asked is no longer, and no limit fires any more."""
    open_slots = (SlotState.ASKED, SlotState.GIVEN)
    for kind in SlotKind:
        act.follow_all(slots(dispute, kind, *open_slots), "lapse")
    deadlines.lift(dispute, STATEMENT_LIMIT, ANSWER_LIMIT)


def slots(dispute: Dispute, kind: SlotKind, *states: SlotState) -> list[DisputeSlot]:
    """Slots of the present round in one of the states."""
    found = DisputeSlot.objects.filter(
        dispute=dispute, round=dispute.round, asked_for=kind, state__in=states
    )
    return list(found.order_by("pk"))


def part_of(dispute: Dispute) -> Cooperation:
    """The part of a case about one, to be taken in the same act."""
    return Cooperation.objects.get(disputes=dispute.pk)


def task_of(dispute: Dispute) -> Task:
    """The task of a case, to be taken in the same act."""
    return Task(pk=dispute.task_id)
