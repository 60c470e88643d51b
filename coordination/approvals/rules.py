"""Who amends a plan, and what must hold for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.tasks.states import TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow.verdict import YES, Verdict, first_refusal, no

FINAL = (TaskState.VERIFIED, TaskState.CANCELLED)


def may_amend(plan: Any, actor: Official) -> Verdict:
    """A coordinator of the plan proposes."""
    return people.on_plan("coordinate_plan", plan.pk, actor)


def names_tasks(plan: Any, _actor: Official, data: Any) -> Verdict:
    """At least one task, of this plan, that is neither verified nor cancelled."""
    if data is None:
        return YES
    tasks = data["tasks"]
    if not tasks or any(task.plan_id != plan.pk for task in tasks):
        return no("amendment_tasks", _("Name the tasks of this plan that are to be cancelled."))
    return cancellable(tasks)


def number_free(plan: Any, _actor: Official, data: Any) -> Verdict:
    """Each amendment of a plan has its own number."""
    taken = plan.amendments.exclude(state="withdrawn")
    if data is None or not taken.filter(number=data["number"]).exists():
        return YES
    return no("amendment_number", _("This plan has an amendment of that number already."))


def may_decide(amendment: Any, actor: Official) -> Verdict:
    """The leader in charge, who did not propose it."""
    verdict = people.on_plan("rule_plan", amendment.plan_id, actor)
    signed = no("separation_signed", _("You proposed this yourself; somebody else decides."))
    return first_refusal(verdict, YES if amendment.by_id != actor.user_id else signed)


def may_withdraw(amendment: Any, actor: Official) -> Verdict:
    """A coordinator of the plan; the proposal is the office's."""
    return may_amend(amendment.plan, actor)


def still_cancellable(amendment: Any, _actor: Official, data: Any) -> Verdict:
    """What was verified meanwhile stays; refusing is always possible."""
    return YES if data is None or not data["granted"] else cancellable(amendment.tasks.all())


def cancellable(tasks: Any) -> Verdict:
    """Verified is final, but for reopening."""
    closed = [str(task.number or task.pk) for task in tasks if task.state in FINAL]
    if not closed:
        return YES
    return no(
        "amendment_closed",
        _("These tasks are verified or cancelled already: %(numbers)s.")
        % {"numbers": "、".join(closed)},
    )
