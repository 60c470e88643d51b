"""How a case goes on inside an act: what each node asks, and what follows when it is done.

The verbs in ``actions``, ``opening`` and ``deciding`` open the door; these are the consequences,
in the same transaction. ``since`` is the day from which the next limit runs: that of the act, or
the day on which a limit ended, however late the clock fired.
"""

from datetime import date

from django.conf import settings

from coordination.disputes import asking, flow, node_limits, profiles
from coordination.disputes.case_file import keep_file
from coordination.disputes.draft_outcomes import conclude
from coordination.disputes.models import Dispute, Party
from coordination.disputes.outcome_rules import changes_lead, tier_of
from coordination.disputes.outcomes import execute
from coordination.disputes.queries import offices, parties
from coordination.disputes.states import (
    OPEN_STATES,
    DisputeState,
    PartyRole,
    Profile,
    SlotKind,
    SlotState,
)
from coordination.tasks.actions import resolve
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState
from coordination.units.calendar import add_working_days
from coordination.units.models import Unit
from workflow import deadlines
from workflow.door import Act

# While one of these still waits in its state, the case stays where it is.
WAITS = {
    DisputeState.COLLECTING: node_limits.STATEMENT_LIMIT,
    DisputeState.ANSWERING: node_limits.ANSWER_LIMIT,
    DisputeState.OPINIONS: node_limits.OPINION_LIMIT,
}


def open_case(act: Act, dispute: Dispute, other: Unit, role: PartyRole) -> Dispute:
    """File the case between the contesting unit and the ``other`` one; admission comes first."""
    limits = profiles.limits_for(dispute.task.plan.plan_type, Profile.NORMAL)
    dispute.plan_id, dispute.filed_on = dispute.task.plan_id, act.day
    # Before the issue the coordinator opens the case; nobody has signed for a party yet.
    dispute.filed_by_id = None if dispute.opinion_id else act.actor.user_id
    dispute.objectors = [dispute.contesting_id]
    dispute.max_rounds, dispute.limits = len(limits["rounds"]), limits
    dispute.due_on = profiles.limit_day(dispute, "admission", act.day)
    act.create(dispute, "file")
    Party.objects.bulk_create(
        [
            Party(dispute=dispute, unit=dispute.contesting, role=PartyRole.CONTESTING),
            Party(dispute=dispute, unit=other, role=role),
        ]
    )
    flow.begin(dispute)
    node_limits.arm(dispute, node_limits.ADMISSION, act.day)
    return dispute


def notify(act: Act, dispute: Dispute, since: date) -> None:
    """N3 and N4.1: the parties are told, and asked for their first statements."""
    flow.advance(dispute, "admission")
    until = profiles.round_day(dispute, profiles.STATEMENTS, since)
    act.follow(dispute, "notify", until=until)
    _ask_statements(act, dispute, since, until)


def go_on(act: Act, dispute: Dispute, due: frozenset[str], since: date) -> None:
    """Move the case to where the flow waits now; ``due`` are the flow's waiting nodes."""
    if WAITS.get(DisputeState(dispute.present_state)) in due:
        return
    if dispute.present_state == DisputeState.COLLECTING:
        open_statements(act, dispute, since)
    if "statement" in due:
        _next_round(act, dispute, since)
    elif "opinion" in due:
        _ask_opinions(act, dispute, since)
    elif "file" in due:
        _prepare_file(act, dispute, since)
    elif not due:
        _settle(act, dispute, since)


def open_statements(act: Act, dispute: Dispute, since: date) -> None:
    """All statements of the round become readable at one moment."""
    act.follow_all(asking.slots(dispute, SlotKind.STATEMENT, SlotState.ASKED), "fall_silent")
    act.follow_all(
        asking.slots(dispute, SlotKind.STATEMENT, SlotState.GIVEN, SlotState.SILENT), "open"
    )
    until = profiles.round_day(dispute, profiles.CONSULTATION, since)
    act.follow(dispute, "seal_open", until=until)
    node_limits.arm(dispute, node_limits.CONSULT_LIMIT, since)


def leave_rounds(act: Act, dispute: Dispute, since: date) -> None:
    """All parties ask for the ruling: no further round, the offices are asked next."""
    if dispute.present_state == DisputeState.COLLECTING:
        open_statements(act, dispute, since)
    go_on(act, dispute, flow.begin_at_offices(dispute), since)


def _next_round(act: Act, dispute: Dispute, since: date) -> None:
    days = dispute.limits["rounds"][dispute.round][profiles.STATEMENTS]
    until = add_working_days(since, days)
    act.follow(dispute, "next_round", until=until)
    _ask_statements(act, dispute, since, until)


def _ask_statements(act: Act, dispute: Dispute, since: date, until: date) -> None:
    asking.ask(act, dispute, SlotKind.STATEMENT, parties(dispute), until)
    node_limits.arm(dispute, node_limits.STATEMENT_LIMIT, since)


def _ask_opinions(act: Act, dispute: Dispute, since: date) -> None:
    until = profiles.limit_day(dispute, "opinion", since)
    act.follow(dispute, "ask_opinions", until=until)
    asking.lapse(act, dispute, SlotKind.ANSWER)
    asking.ask(act, dispute, SlotKind.OPINION, offices(dispute), until)
    node_limits.arm(dispute, node_limits.OPINION_LIMIT, since)


def _prepare_file(act: Act, dispute: Dispute, since: date) -> None:
    """N8: the parties may correct the facts inside the coordinator's limit."""
    act.follow(dispute, "prepare_file", until=profiles.limit_day(dispute, "file", since))
    asking.lapse(act, dispute, SlotKind.ANSWER)
    until = profiles.limit_day(dispute, "facts", since)
    asking.ask(act, dispute, SlotKind.FACTS, parties(dispute), until)
    node_limits.arm(dispute, node_limits.FILE_LIMIT, since)


def for_ruling(act: Act, dispute: Dispute, step: str, since: date, **text: str) -> None:
    """N9 begins, in the tier that the parties' leaders and the count of changes ask for."""
    asking.lapse(act, dispute, SlotKind.FACTS)
    tier = tier_of(dispute)
    until = profiles.limit_day(dispute, "ruling", since)
    act.follow(dispute, step, until=until, tier=tier, **text)
    node_limits.arm(dispute, node_limits.RULING_LIMIT, since)


def _settle(act: Act, dispute: Dispute, since: date) -> None:
    """Agreed: carried out at once, unless it is the third change of lead."""
    most = settings.LEAD_CHANGES_MAX
    changes = changes_lead(dispute, dispute.outcome, dispute.new_lead)
    if changes and dispute.task.lead_changes() >= most:
        flow.begin_at_ruling(dispute)
        keep_file(act, dispute)
        for_ruling(act, dispute, "to_top", since)
        return
    act.follow(dispute, "settle")
    carry_through(act, dispute, since)


def carry_through(act: Act, dispute: Dispute, since: date) -> None:
    """N10, and what a change of lead means for the cases about parts."""
    end(act, dispute)
    execute(act, dispute, since)
    if dispute.part_id is None:
        void_idle(act, task_of(dispute))


def add_party(dispute: Dispute, unit: Unit, role: PartyRole) -> None:
    """A unit becomes a party; becoming one twice is once."""
    Party.objects.get_or_create(dispute=dispute, unit=unit, defaults={"role": role})


def give_up(act: Act, dispute: Dispute) -> None:
    """The objection was withdrawn or not admitted: task or part goes on as before."""
    flow.cancel(dispute)
    end(act, dispute)
    task = act.take(task_of(dispute))
    if dispute.opinion_id is not None:
        conclude(act, dispute)
    elif dispute.part_id is None:
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
    asked = dispute.slots.filter(state__in=[SlotState.ASKED, SlotState.GIVEN])
    open_slots = list(asked.order_by("pk"))
    act.follow_all(open_slots, "lapse")
    for slot in open_slots:
        if slot.asked_for == SlotKind.WINDOW:
            deadlines.lift(slot, node_limits.WINDOW_LIMIT)
    deadlines.lift(dispute, *node_limits.NODE_LIMITS)
    dispute.temporary_leads.filter(until__isnull=True).update(until=act.at)


def part_of(dispute: Dispute) -> Cooperation:
    """The part of a case about one, to be taken in the same act."""
    return Cooperation.objects.get(disputes=dispute.pk)


def task_of(dispute: Dispute) -> Task:
    """The task of a case, to be taken in the same act."""
    return Task(pk=dispute.task_id)
