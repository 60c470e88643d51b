"""Who may report on a task."""

from django.utils.translation import gettext_lazy as _

from coordination.tasks.models import Task
from coordination.tasks.states import TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow.verdict import Verdict, no


def may_report(task: Task, actor: Official) -> Verdict:
    """Handler or head of the lead, or of a cooperating unit for its own part."""
    verdict = people.acts_for(task.lead_id, actor)
    if not verdict and actor.acts & task.units_with_a_part():
        return people.acts_for(actor.unit_id, actor)
    return verdict


def under_way(task: Task) -> Verdict | None:
    """Reports are on work under way; a dispute does not interrupt the duty."""
    resumed = task.state == TaskState.DISPUTED and task.resume_state == TaskState.IN_PROGRESS
    if task.state == TaskState.IN_PROGRESS or resumed:
        return None
    return no("under_way", _("Reports are filed while the task is under way; start it first."))
