"""N10: an outcome is carried out on its task, in one transaction, or not at all."""

from datetime import date
from typing import Any

from coordination.disputes import asking, flow, node_limits, outcome_rules, profiles
from coordination.disputes.case_file import keep_file
from coordination.disputes.draft_outcomes import done_on_draft
from coordination.disputes.models import Dispute
from coordination.disputes.outcome_rules import changes_lead, tier_of
from coordination.disputes.reviewed_division import end_what_was_given, give_back
from coordination.disputes.states import (
    Decided,
    OldLead,
    Outcome,
    Phase,
    SlotKind,
)
from coordination.tasks.actions import change_lead, living_parts, release_parts, resolve
from coordination.tasks.effects import (
    Piece,
    add_parts,
    join_leads,
    release_units,
    reword,
    split,
)
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import Cause, CooperationState, TaskState
from coordination.tasks.suspension import pause
from coordination.units.calendar import working_days_between
from workflow import deadlines
from workflow.door import Act

CAUSES = {
    Decided.SETTLEMENT: Cause.SETTLEMENT,
    Decided.RULING: Cause.RULING,
    Decided.REVIEW: Cause.REVIEW,
}
# What must still hold when an agreement is carried out; a ruling was asked in the same act.
STILL = (
    outcome_rules.units_named,
    outcome_rules.terms_given,
    outcome_rules.exchangeable,
    outcome_rules.units_living,
)


def execute(act: Act, dispute: Dispute, since: date) -> None:
    """Carry the outcome out; where it cannot be any more, the case returns to the ruling."""
    failed = obstacles(dispute) if dispute.decided == Decided.SETTLEMENT else []
    if failed:
        _send_back(act, dispute, since, failed)
        return
    carry_out(act, dispute)
    ruled = dispute.decided == Decided.RULING
    receipt = profiles.limit_day(dispute, "receipt", since) if ruled else None
    lost = 0
    if dispute.lapsed_on:
        lost = working_days_between(dispute.lapsed_on, act.day)
    act.follow(dispute, "carry_out", receipt=receipt, lost=lost)
    if receipt:
        _ask_receipts(act, dispute, since, receipt)


def obstacles(dispute: Dispute, rules: tuple[Any, ...] = STILL) -> list[str]:
    """Codes of the ``rules`` that do not hold for the outcome that the case would have now."""
    data = {
        "outcome": dispute.outcome,
        "new_lead": dispute.new_lead,
        "old_lead": dispute.old_lead,
        "terms": dispute.terms,
        "wording": dispute.wording,
        "division": dispute.division,
    }
    nobody: Any = None
    verdicts = (rule(dispute, nobody, data) for rule in rules)
    return [verdict.code for verdict in verdicts if not verdict]


def _send_back(act: Act, dispute: Dispute, since: date, failed: list[str]) -> None:
    flow.begin_at_ruling(dispute)
    keep_file(act, dispute)
    until = profiles.limit_day(dispute, "returned", since)
    act.follow(dispute, "send_back", until=until, tier=tier_of(dispute), rules=failed)
    node_limits.arm(dispute, node_limits.RULING_LIMIT, since)


def carry_out(act: Act, dispute: Dispute) -> None:
    """The effects of the outcome on task, assignments, parts and dates."""
    task = act.take(Task(pk=dispute.task_id))
    if dispute.part_id is not None:
        _on_part(act, dispute)
        return
    if dispute.phase == Phase.PRE_ISSUE and done_on_draft(act, dispute, task):
        return
    dispute.temporary_leads.filter(until__isnull=True).update(until=act.at)
    due_on = dispute.terms.get("due_on")
    if dispute.wording or due_on:
        reword(act, task, dispute.wording, date.fromisoformat(due_on) if due_on else None)
    kept = {dispute.lead_id} if _keeps_lead(dispute) else set()
    reviewed = dispute.decided == Decided.REVIEW
    if reviewed:
        end_what_was_given(act, dispute, task, kept)
    if dispute.outcome == Outcome.SPLIT:
        split(act, task, _pieces(dispute))
        return
    _lead(act, dispute, task)
    if reviewed:
        give_back(act, dispute, task, kept)
    _besides(act, dispute, task)


def _besides(act: Act, dispute: Dispute, task: Task) -> None:
    """What an outcome brings beside the accountable lead."""
    terms, units = dispute.terms, dispute.units_of(dispute.terms)
    if dispute.outcome == Outcome.JOINT:
        join_leads(act, task, units, CAUSES[Decided(dispute.decided)])
    elif dispute.outcome == Outcome.ADD_COOP:
        helping = {part.unit_id for part in living_parts([task])}
        add_parts(act, task, [unit for unit in units if unit.pk not in helping])
    elif dispute.outcome == Outcome.REMOVE_COOP:
        release_units(act, task, units)
    elif dispute.outcome == Outcome.LETTER:
        deadlines.arm(dispute, node_limits.LETTER_REMINDER, date.fromisoformat(terms["on"]))
    elif dispute.outcome == Outcome.SUSPEND:
        pause(act, task, number=f"{dispute.pk}", review_on=date.fromisoformat(terms["on"]))


def _pieces(dispute: Dispute) -> list[Piece]:
    """The parts of a split, as its terms name them."""
    units = {unit.pk: unit for unit in dispute.units_of(dispute.terms)}
    return [
        Piece(
            units[piece["unit"]],
            piece["title"],
            piece["indicator"],
            date.fromisoformat(piece["due_on"]),
        )
        for piece in dispute.terms["parts"]
    ]


def _on_part(act: Act, dispute: Dispute) -> None:
    """The part of a cooperating unit stands, is adjusted, or ends; the lead's task goes on.

    A review finds the part as the ruling left it: accepted, done since, or released.
    """
    part = act.take(Cooperation.objects.get(disputes=dispute.pk))
    released = part.present_state == CooperationState.RELEASED
    contested = part.present_state == CooperationState.CONTESTED
    if dispute.outcome == Outcome.RELEASE:
        release_parts(act, [] if released else [part])
    elif contested or released or dispute.outcome == Outcome.ADJUST:
        barred = dispute.outcome != Outcome.NO_RULING
        act.follow(part, "coop_resolve", duty=dispute.duty, barred=barred)


def _lead(act: Act, dispute: Dispute, task: Task) -> None:
    """The accountable unit is the one the outcome says; else all is as before the case.

    The one that a ruling named and a review does not is no part of the task any more.
    """
    changes = changes_lead(dispute, dispute.outcome, dispute.new_lead)
    lead = dispute.new_lead if changes and dispute.new_lead else dispute.lead
    if lead.pk != task.lead_id:
        cause = CAUSES[Decided(dispute.decided)]
        keep = _keeps_lead(dispute) and task.lead_id == dispute.lead_id
        change_lead(act, task, lead, cause, keep_old=keep)
    elif task.present_state == TaskState.DISPUTED:
        resolve(act, task)


def _keeps_lead(dispute: Dispute) -> bool:
    """Whether the lead of before the case cooperates from now on."""
    released = dispute.outcome == Outcome.REASSIGN and dispute.old_lead != OldLead.COOPERATING
    return changes_lead(dispute, dispute.outcome, dispute.new_lead) and not released


def _ask_receipts(act: Act, dispute: Dispute, since: date, until: date) -> None:
    """N11: the parties sign for the ruling; a new lead does by accepting the task.

    A draft is not accepted, so that its new lead signs for the ruling too.
    """
    task = act.take(Task(pk=dispute.task_id))
    accepts = task.lead_id if task.lead_id != dispute.lead_id else None
    if dispute.phase == Phase.PRE_ISSUE:
        accepts = None
    units = [unit for unit in dispute.party_units() if unit.pk != accepts]
    asking.ask(act, dispute, SlotKind.RECEIPT, units, until)
    node_limits.arm(dispute, node_limits.RECEIPT_LIMIT, since)
