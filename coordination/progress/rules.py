"""Who may report on a task."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.tasks.periods import last_day, period_of
from coordination.tasks.states import CooperationState, TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no

REPORTING = (CooperationState.ACCEPTED, CooperationState.CONTESTED)


def may_report(task: Any, actor: Official) -> Verdict:
    """Handler or head of the lead, or of the temporary one; others report on their own parts."""
    verdict = people.acts_for(task.lead_id, actor)
    return verdict or people.acts_for(task.temporary_lead_id(), actor)


def may_add_evidence(task: Any, actor: Official) -> Verdict:
    """Handler or head of a unit that works on the task."""
    verdict = may_report(task, actor)
    if not verdict and actor.acts & task.working_units():
        return people.acts_for(actor.unit_id, actor)
    return verdict


def may_report_part(part: Any, actor: Official) -> Verdict:
    """Handler or head of the cooperating unit."""
    return people.acts_for(part.unit_id, actor)


def part_taken(part: Any) -> Verdict | None:
    """Reports are on a part that was confirmed; while it is contested the duty goes on."""
    if part.state in REPORTING:
        return None
    return no(
        "part_taken",
        _("The part is “%(state)s”; reports are on a part that was confirmed and goes on.")
        % {"state": part.get_state_display()},
    )


def under_way(task: Any) -> Verdict | None:
    """Reports are on work under way; a dispute does not interrupt the duty."""
    resumed = task.state == TaskState.DISPUTED and task.resume_state == TaskState.IN_PROGRESS
    if task.state == TaskState.IN_PROGRESS or resumed:
        return None
    return no("under_way", _("Reports are filed while the task is under way; start it first."))


def none_this_period(task: Any, actor: Official) -> Verdict | None:
    """One report for each unit and period; the one filed can be edited until it closes."""
    period = period_of(task.report_cycle, clock.today())
    if not task.reports.model.is_filed(task.pk, actor.unit_id, period):
        return None
    return no(
        "report_period",
        _("Your unit has reported for this period; edit that report until %(day)s.")
        % {"day": last_day(task.report_cycle, period).isoformat()},
    )


def reached_by_lead(task: Any, unit_id: int) -> Verdict | None:
    """The milestones are the lead's; a cooperating unit reports on its own part."""
    if unit_id == task.lead_id:
        return None
    return no("reached_by_lead", _("Only the lead unit says that a milestone is reached."))


def may_edit(report: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that reported."""
    return people.acts_for(report.unit_id, actor)


def period_open(report: Any, _actor: Official, _data: Any) -> Verdict:
    """A report is edited until its period closes."""
    last = last_day(report.task.report_cycle, report.period) if report.period else None
    if last and clock.today() <= last:
        return YES
    return no("period_closed", _("The period of this report is closed; report for the next one."))


def may_retract(evidence: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that added it."""
    return people.acts_for(evidence.unit_id, actor)


def not_claimed(evidence: Any, _actor: Official, _data: Any) -> Verdict:
    """What a claim rested on stays, whatever became of the claim."""
    claim = next((each for each in evidence.task.claims.all() if each.at >= evidence.at), None)
    if claim is None:
        return YES
    return no(
        "evidence_claimed",
        _("Claim no. %(n)d rests on this evidence; add better evidence instead.")
        % {"n": claim.number},
    )


def not_frozen(evidence: Any, _actor: Official, _data: Any) -> Verdict:
    """While the responsibility is disputed evidence is added, not taken away."""
    if evidence.task.state != TaskState.DISPUTED:
        return YES
    return no("evidence_frozen", _("While the task is disputed no evidence is retracted."))
