"""Pages of duty entries: the list with its search, one entry, and the picks of a form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.duties import queries as duties
from coordination.duties.filters import DutyFilter
from coordination.duties.models import DutyEntry
from coordination.forms.citing import codes_in
from coordination.search.terms import LONGEST_QUESTION
from coordination.web.access import SIGNED_IN, VISIBLE, official, open_to
from coordination.web.paging import slice_of
from workflow import clock

PAGE = 25
PICKS = 10
BESIDE = 50


@open_to(SIGNED_IN)
def duty_list(request: HttpRequest) -> HttpResponse:
    """The entries of the official's body; with words, the best answers first."""
    actor = official(request)
    found = DutyFilter(request.GET, queryset=duties.visible_to(actor), body_id=actor.body_id)
    ranked = found.form.is_valid() and found.form.cleaned_data["q"]
    context = {
        "filter": found,
        "filtered": any(request.GET.get(name) for name in found.filters),
        "page": slice_of(request, found.qs, "rank" if ranked else "pk", PAGE),
    }
    template = "duties/_entries.html" if request.htmx else "duties/list.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@open_to(VISIBLE)
def duty_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, and what the same document says of the same unit."""
    entry = duties.visible_to(official(request)).filter(pk=pk).first()
    if entry is None:
        raise Http404
    context = {
        "entry": entry,
        "facts": _facts(entry),
        "in_force": entry.in_force(clock.today()),
        "beside": list(duties.paragraphs_beside(entry, BESIDE)),
    }
    return render(request, "duties/duty.html", context)


@open_to(SIGNED_IN)
def picks(request: HttpRequest) -> HttpResponse:
    """The best answers as ticks of a form; what is ticked already stays, ticked."""
    actor = official(request)
    words = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    ticked = duties.by_codes(actor, codes_in(" ".join(request.GET.getlist("cited")))[:PICKS])
    fresh = duties.in_force(duties.visible_to(actor)).exclude(code__in=ticked)
    found = duties.searched(fresh, words).order_by("rank", "pk")[:PICKS]
    rows = [{"entry": entry, "ticked": True} for entry in ticked.values()]
    rows += [{"entry": entry, "ticked": False} for entry in found]
    return render(request, "duties/_picks.html", {"picks": rows, "asked": bool(words)})


def _facts(entry: DutyEntry) -> list[tuple[str, Any]]:
    document = entry.document
    return [
        (_("Unit"), entry.unit.name),
        (_("Kind of document"), document.get_kind_display()),
        (_("Issued by"), document.issuer),
        (_("Issued on"), _day(document.issued_on)),
        (_("In force from"), _day(entry.valid_from)),
        (_("In force until"), _day(entry.valid_until)),
    ]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
