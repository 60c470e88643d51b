"""Who may do what with a plan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.units import rules as people
from coordination.units.official import Official
from coordination.units.states import Duty
from workflow.verdict import YES, Verdict, foreign, no


def may_draft(plan: Any, actor: Official) -> Verdict:
    """The drafters of the plan."""
    return people.on_plan("draft_plan", plan.pk, actor)


def may_issue(plan: Any, actor: Official) -> Verdict:
    """The coordinators of the plan."""
    return people.on_plan("coordinate_plan", plan.pk, actor)


def ready(_plan: Any, _actor: Official, data: Any) -> Verdict:
    """Each task has exactly one accountable lead; ``missing`` counts those without."""
    if data is None or not data.get("missing"):
        return YES
    return no(
        "one_lead",
        _("%(count)d tasks have no lead unit yet; name one for each before issuing.")
        % {"count": data["missing"]},
    )


def groups_decided(_plan: Any, _actor: Official, data: Any) -> Verdict:
    """For each group of units it is chosen whether they share the task or cooperate in it.

    ``undecided`` are the numbers of the lines for which it is not.
    """
    if data is None or not data.get("undecided"):
        return YES
    return no(
        "groups_decided",
        _("These lines name a group of units; divide them, or let the units cooperate: %(lines)s.")
        % {"lines": "、".join(data["undecided"])},
    )


def opinions_decided(_plan: Any, _actor: Official, data: Any) -> Verdict:
    """Every opinion is decided with its reason, and no dispute opened from one is open.

    ``opinions`` names the drafts for which it is not so.
    """
    if data is None or not data.get("opinions"):
        return YES
    return no(
        "opinions_decided",
        _("Opinions or disputes on these drafts are undecided: %(lines)s.")
        % {"lines": "、".join(data["opinions"])},
    )


def not_empty(_plan: Any, _actor: Official, data: Any) -> Verdict:
    """A plan without a task cannot be issued; ``tasks`` counts them."""
    if data is None or data.get("tasks"):
        return YES
    return no("no_tasks", _("The plan has no task yet; import the task table first."))


def title_free(taken: bool) -> Verdict:
    """A body has one plan of a title in a year."""
    if not taken:
        return YES
    return no("plan_once", _("There is a plan of this title for the year already."))


def may_found(_nothing: Any, actor: Official) -> Verdict:
    """Coordinators begin the plans of their body."""
    if actor.hat in (Duty.COORDINATOR, Duty.COORDINATOR_HEAD):
        return YES
    return foreign("may_found", _("Only a coordinator begins a plan."))
