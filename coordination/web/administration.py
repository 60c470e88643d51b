"""The administrators' pages: people and posts, what became of units, the configuration's record."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coordination.administration.succession import succeed
from coordination.forms.administration import SuccessionForm
from coordination.reports.configuration import entries
from coordination.units.models import Unit
from coordination.units.office_queries import posts_of, successions_of
from coordination.units.official import Official
from coordination.units.states import ADMINISTRATORS, Duty
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.keyed import DONE, FORBIDDEN, carry_out, not_allowed
from coordination.web.paging import slice_of
from coordination.web.request_body import whole_number


def administrator(request: HttpRequest, *duties: str) -> Official:
    """Who administers; for everybody else the page does not exist."""
    actor = official(request)
    if actor.hat not in (duties or ADMINISTRATORS):
        raise Http404
    return actor


@open_to(VISIBLE)
def people(request: HttpRequest) -> HttpResponse:
    """People and their posts, those that have ended too."""
    actor = administrator(request)
    page = slice_of(request, posts_of(actor), "pk")
    return render(
        request, "administration/people.html", {"page": page, "tabs": True, "hat": actor.hat}
    )


@open_to(VISIBLE, "GET", "HEAD", "POST")
def units(request: HttpRequest) -> HttpResponse:
    """What became of units; the system administrator records a change here."""
    actor = administrator(request)
    form = SuccessionForm(request.POST or None, actor=actor)
    status = 200
    if request.method == "POST":
        status = carry_out(request, form, _succeed)
        if status == DONE:
            messages.success(request, _("The change of the unit was carried out."))
            return redirect("web:unit_changes")
        if status == FORBIDDEN:
            return not_allowed(request, form)
    context = {
        "form": form,
        "rows": list(successions_of(actor)[:200]),
        "may_change": actor.hat == Duty.SYSADMIN,
        "tabs": True,
        "hat": actor.hat,
    }
    return render(request, "administration/units.html", context, status=status)


def _succeed(unit: Unit, **given: Any) -> None:
    succeed(unit, **given)


@open_to(VISIBLE)
def records(request: HttpRequest) -> HttpResponse:
    """The configuration's record for the audit administrator, the newest first."""
    actor = administrator(request, Duty.AUDITOR)
    lines, further = entries(actor, whole_number(request.GET.get("before", "")))
    context = {"lines": lines, "further": further, "tabs": True, "hat": actor.hat}
    return render(request, "administration/records.html", context)
