"""What the outcome of a case before the issue does to the draft, and to its opinion."""

from coordination.consultation.models import Opinion
from coordination.consultation.states import OpinionState
from coordination.disputes.models import Dispute
from coordination.disputes.outcome_rules import changes_lead
from coordination.disputes.states import DisputeState, OldLead, Outcome
from coordination.tasks.effects import defer, give_draft
from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from workflow.door import Act


def conclude(act: Act, dispute: Dispute) -> None:
    """The opinion is closed as the case ended, with the case as its reference."""
    opinion = act.take(Opinion.objects.get(dispute=dispute.pk))
    act.follow(opinion, "conclude", result=result_of(dispute).value, case=dispute.pk)


def result_of(dispute: Dispute) -> OpinionState:
    """Adopted where the proposed unit leads, partly where a third one does."""
    if dispute.present_state == DisputeState.WITHDRAWN:
        return OpinionState.WITHDRAWN
    if not changes_lead(dispute, dispute.outcome, dispute.new_lead):
        return OpinionState.NOT_ADOPTED
    met = dispute.new_lead_id == dispute.proposed_id
    return OpinionState.ADOPTED if met else OpinionState.PARTLY


def done_on_draft(act: Act, dispute: Dispute, task: Task) -> bool:
    """Conclude the opinion and carry the outcome out on the draft.

    False where the plan was issued while the ruling was received: its review then changes an
    issued task, as in any other case.
    """
    conclude(act, dispute)
    if task.present_state != TaskState.DRAFT:
        return False
    _on_draft(act, dispute, task)
    return True


def _on_draft(act: Act, dispute: Dispute, task: Task) -> None:
    """The draft gets the lead of the outcome, keeps its own, or is left out of the plan."""
    if dispute.outcome == Outcome.DEFER:
        defer(act, task)
        return
    changes = changes_lead(dispute, dispute.outcome, dispute.new_lead)
    lead = dispute.new_lead if changes and dispute.new_lead else dispute.lead
    if lead.pk != task.lead_id:
        keep = changes and dispute.old_lead == OldLead.COOPERATING
        give_draft(act, task, lead, keep_old=keep)
