"""Decided cases like a task or a case, each with the reason for the likeness."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from coordination.api.endpoint import caller, endpoint
from coordination.api.nouns import fetch
from coordination.api.parameters import ID, read_parameters
from coordination.api.problems import Problem
from coordination.precedents.queries import Similar, before_filing, of_case, similar

PARAMETERS = {"task": ID, "dispute": ID}


@endpoint()
def precedents(request: HttpRequest) -> HttpResponse:
    """Those most like the ``task`` before filing, or like the ``dispute``, the likest first."""
    asked = read_parameters(request, PARAMETERS)
    if len(asked) != 1:
        raise Problem("invalid", errors={"": [_("Name either a task or a dispute.")]})
    actor = caller(request).official
    if "task" in asked:
        found = similar(actor, before_filing(fetch("tasks", actor, asked["task"])))
    else:
        case = fetch("disputes", actor, asked["dispute"])
        found = similar(actor, of_case(case), besides=case.pk)
    return JsonResponse({"results": [_told(each) for each in found]})


def _told(each: Similar) -> dict[str, Any]:
    row = each.precedent
    return {
        "dispute": row.dispute_id,
        "url": f"/api/v1/disputes/{row.dispute_id}/",
        "title": row.title,
        "ground": row.ground,
        "outcome": row.outcome,
        "decided": row.decided,
        "decided_on": row.decided_on,
        "units": [
            {"id": unit.pk, "code": unit.code, "name": unit.short_name} for unit in row.units.all()
        ],
        "score": each.score,
        "reason": each.reason,
    }
