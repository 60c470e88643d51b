"""Who sets and waives the upper level's hard date, and that nothing passes it unwaived."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.tasks.rules import no_party
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no


def may_set_upper_due(task: Any, actor: Official) -> Verdict:
    """The coordinators of the plan, who keep the upper level's tables."""
    return people.on_plan("coordinate_plan", task.plan_id, actor)


def may_waive_upper(task: Any, actor: Official) -> Verdict:
    """The leader in charge, who is of no party's unit."""
    return people.on_plan("rule_plan", task.plan_id, actor) and no_party(task, actor)


def upper_date_ahead(_task: Any, _actor: Official, data: Any) -> Verdict:
    """A hard date lies ahead."""
    if data is None or data["upper_due_on"] > clock.today():
        return YES
    return no("upper_date_ahead", _("Choose a day after today as the hard date."))


def upper_set(task: Any, _actor: Official, _data: Any) -> Verdict:
    """There is a hard date to be waived."""
    if task.upper_due_on is not None:
        return YES
    return no("upper_none", _("No hard date of the upper level is entered for this task."))


def waived_later(task: Any, _actor: Official, data: Any) -> Verdict:
    """A waiver reaches beyond what is possible already."""
    if data is None or task.latest_due is None or data["waived_until"] > task.latest_due:
        return YES
    return no(
        "waived_later",
        _("Dates up to %(day)s are possible already; choose a later day.")
        % {"day": task.latest_due.isoformat()},
    )


def not_past_upper(task: Any, _actor: Official, data: Any) -> Verdict:
    """No due date passes the upper level's hard date without a waiver of the leader."""
    if data is None or task.latest_due is None or data["due_on"] <= task.latest_due:
        return YES
    return past_upper(task)


def past_upper(task: Any) -> Verdict:
    """The refusal of a date beyond the hard one."""
    return no(
        "upper_due",
        _("The upper level's hard date is %(day)s; a later date needs the leader's waiver first.")
        % {"day": task.latest_due.isoformat()},
    )
