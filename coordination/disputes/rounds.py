"""How a round runs inside an act: asking, opening, what follows from the answers, carrying out.

The verbs in ``actions`` open the door; these are the consequences, in the same transaction.
"""

from coordination.disputes import flow
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import Decided, OldLead, Outcome, SlotKind, SlotState
from coordination.tasks.actions import change_lead
from coordination.tasks.models import Task
from coordination.tasks.states import Cause
from coordination.units.calendar import add_working_days
from workflow import deadlines
from workflow.door import Act

STATEMENT_LIMIT = "statement_limit"
ANSWER_LIMIT = "answer_limit"


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
    deadlines.arm(dispute, rule, due_on)


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
    """Carry the outcome out on the task, in the same transaction."""
    end(act, dispute)
    task = act.take(task_of(dispute))
    if dispute.outcome == Outcome.REASSIGN and dispute.new_lead is not None:
        settled = dispute.decided == Decided.SETTLEMENT
        change_lead(
            act,
            task,
            dispute.new_lead,
            Cause.SETTLEMENT if settled else Cause.RULING,
            keep_old=dispute.old_lead == OldLead.COOPERATING,
        )
    else:
        act.follow(task, "resolve")


def end(act: Act, dispute: Dispute) -> None:
    """What was still asked is no longer, and no limit fires any more."""
    open_slots = (SlotState.ASKED, SlotState.GIVEN)
    for kind in SlotKind:
        act.follow_all(slots(dispute, kind, *open_slots), "lapse")
    deadlines.lift(dispute, STATEMENT_LIMIT)
    deadlines.lift(dispute, ANSWER_LIMIT)


def slots(dispute: Dispute, kind: SlotKind, *states: SlotState) -> list[DisputeSlot]:
    """Slots of the present round in one of the states."""
    found = DisputeSlot.objects.filter(
        dispute=dispute, round=dispute.round, asked_for=kind, state__in=states
    )
    return list(found.order_by("pk"))


def task_of(dispute: Dispute) -> Task:
    """The task of a case, to be taken in the same act."""
    return Task(pk=dispute.task_id)
