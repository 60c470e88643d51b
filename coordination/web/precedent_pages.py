"""Similar cases: beside the form that opens a case, for what is typed there, and on a case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from coordination.disputes.models import Dispute
from coordination.disputes.states import OPEN_STATES
from coordination.duties.queries import by_codes
from coordination.forms.base import LONG
from coordination.forms.citing import codes_in
from coordination.precedents.queries import Similar, before_filing, of_case, similar
from coordination.tasks.states import Ground
from coordination.units.official import Official
from coordination.units.queries import units_of
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.nouns import fetch
from coordination.web.request_body import whole_number

FILING = "contest"
DECIDING = ("coordinate_plan", "rule_plan", "top_plan")


@open_to(VISIBLE, "GET", "HEAD", "POST")
def precedents(request: HttpRequest, pk: int) -> HttpResponse:
    """Cases like the one that a unit is about to file on a task; nothing is changed.

    What is typed comes by POST: it is not yet said, so it shall stand in no address and no log.
    """
    actor = official(request)
    task = fetch("tasks", actor, pk)
    typed = request.POST
    ground = typed.get("ground", "")
    unit = whole_number(typed.get("proposed") or request.GET.get("unit", ""))
    codes = codes_in(" ".join(typed.getlist("cited")))
    sought = before_filing(
        task,
        ground=ground if ground in Ground.values else "",
        proposed=units_of(task.plan.body_id).filter(pk=unit).first() if unit else None,
        facts="\n".join(typed.get(name, "")[:LONG] for name in ("facts", "basis")),
        cited=by_codes(actor, codes).values(),
    )
    context = {"task": task, "similar": _shown(similar(actor, sought))}
    template = "precedents/_similar.html" if request.htmx else "precedents/page.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def beside(subject: Any, step: str, actor: Official) -> dict[str, Any]:
    """What the form of a step shows beside it: similar cases where a case would be opened."""
    if step != FILING:
        return {}
    part = subject if subject.kind == "cooperation" else None
    task, unit = (part.task, part.unit) if part else (subject, None)
    asked = f"?unit={unit.pk}" if unit else ""
    return {
        "similar_url": reverse("web:precedents", args=[task.pk]) + asked,
        "similar": _shown(similar(actor, before_filing(task, proposed=unit))),
    }


def for_deciders(case: Dispute, actor: Official) -> dict[str, Any]:
    """What an open case shows to those who coordinate it or rule upon it."""
    decides = any(actor.may_on_plan(right, case.plan_id) for right in DECIDING)
    if not decides or case.state not in OPEN_STATES:
        return {}
    return {"similar": _shown(similar(actor, of_case(case), besides=case.pk)), "decides": True}


def _shown(found: list[Similar]) -> list[dict[str, Any]]:
    return [
        {
            "precedent": each.precedent,
            "reason": each.reason,
            "url": reverse("web:dispute", args=[each.precedent.dispute_id]),
        }
        for each in found
    ]
