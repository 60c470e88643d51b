"""Who may report on a task."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.progress.periods import last_day, period_of
from coordination.tasks.states import TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no


def may_report(task: Any, actor: Official) -> Verdict:
    """Handler or head of the lead, or of a cooperating unit for its own part."""
    verdict = people.acts_for(task.lead_id, actor)
    if not verdict and actor.acts & task.units_with_a_part():
        return people.acts_for(actor.unit_id, actor)
    return verdict


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


def may_edit(report: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that reported."""
    return people.acts_for(report.unit_id, actor)


def period_open(report: Any, _actor: Official, _data: Any) -> Verdict:
    """A report is edited until its period closes."""
    last = last_day(report.task.report_cycle, report.period) if report.period else None
    if last and clock.today() <= last:
        return YES
    return no("period_closed", _("The period of this report is closed; report for the next one."))
