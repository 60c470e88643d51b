"""Opinions on drafts as pages show them: on the draft, and before the issue of the plan."""

from typing import Any

from coordination.consultation import queries as consultation
from coordination.consultation.models import Opinion
from coordination.plans.models import Plan
from coordination.steps import offers_for
from coordination.tasks.models import Task
from coordination.units.official import Official
from coordination.web.nouns import page_of
from coordination.web.offer_links import links_of

MOST = 50


def opinions_of(task: Task, actor: Official) -> list[dict[str, Any]]:
    """What units said of the draft, newest first, with what the actor may do about it.

    None on an issued task: all are decided then, and stand in its history and in the API.
    """
    if task.assigned_on is not None:
        return []
    found = consultation.visible_to(actor).filter(task=task)[:MOST]
    return [
        {"opinion": each, "case_url": _case_url(each), "offers": _offers(each, actor)}
        for each in found
    ]


def before_issue(plan: Plan, actor: Official) -> list[dict[str, Any]]:
    """The undecided opinions that hold the issue of the plan up, in the order of its lines."""
    found = consultation.undecided(actor, plan)[:MOST]
    return [{"opinion": each, "url": page_of(each), "case_url": _case_url(each)} for each in found]


def _case_url(opinion: Opinion) -> str:
    case = getattr(opinion, "dispute", None)
    return page_of(case) if case else ""


def _offers(opinion: Opinion, actor: Official) -> list[dict[str, Any]]:
    return [link for link in links_of(opinion, offers_for(opinion, actor)) if not link["later"]]
