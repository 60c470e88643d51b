"""The calendar of working days: looked at by year, edited after a preview of what moves."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.administration import calendar
from coordination.administration.counting import moves
from coordination.forms.administration import DayForm, KeyedForm, LoadYearForm, RemoveDayForm
from coordination.units.calendar import provisional
from coordination.units.office_queries import calendar_version, days_of
from coordination.units.states import Duty
from coordination.web.access import VISIBLE, open_to
from coordination.web.administration import administrator
from coordination.web.keyed import DONE, FORBIDDEN, carry_out, not_allowed
from coordination.web.request_body import whole_number
from workflow import clock

LIMITS = {
    "contest": gettext_lazy("Objection to a task"),
    "part_contest": gettext_lazy("Objection to a part"),
    "sign_off": gettext_lazy("Signing for a task"),
    "part_sign_off": gettext_lazy("Confirming a part"),
    "verification": gettext_lazy("Verification"),
    "dispute_admission": gettext_lazy("Admission of an objection"),
    "dispute_completion": gettext_lazy("Completion of an objection"),
    "statement_limit": gettext_lazy("Statement in a dispute"),
    "window_limit": gettext_lazy("Statement in a window of its own"),
    "consult_limit": gettext_lazy("Consultation on a proposal"),
    "answer_limit": gettext_lazy("Answer to a proposal"),
    "opinion_limit": gettext_lazy("Opinion of the office"),
    "file_limit": gettext_lazy("Ruling file"),
    "ruling_limit": gettext_lazy("Ruling"),
    "receipt_limit": gettext_lazy("Receipt of the ruling"),
    "review_limit": gettext_lazy("Review of the ruling"),
}
EDITS: dict[str, tuple[type[KeyedForm], Callable[..., Any]]] = {
    "set": (DayForm, calendar.set_day),
    "remove": (RemoveDayForm, calendar.remove_day),
    "load": (LoadYearForm, calendar.load_years),
}


@open_to(VISIBLE, "GET", "HEAD", "POST")
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A year's days; an edit is previewed (GET) and then confirmed (POST)."""
    administrator(request)
    if request.method == "POST":
        return _edit(request)
    edit = request.GET.get("edit", "")
    if edit not in EDITS or edit == "load":
        return _page(request, {})
    given = {**request.GET.dict(), "key": _key(), "version": calendar_version()}
    form = EDITS[edit][0](given)
    if not form.is_valid():
        return _page(request, {edit: form}, status=422)
    return _page(request, {}, preview=_preview(edit, form))


def _edit(request: HttpRequest) -> HttpResponse:
    edit = request.POST.get("edit", "")
    if edit not in EDITS:
        return redirect("web:calendar")
    kind, verb = EDITS[edit]
    form = kind(request.POST)
    status = carry_out(request, form, verb)
    if status == FORBIDDEN:
        return not_allowed(request, form)
    if status != DONE:
        return _page(request, {edit: form}, status=status)
    messages.success(request, _("The calendar was changed, and open limits were counted anew."))
    day = form.cleaned_data.get("day")
    year = day.year if day else form.cleaned_data["year"]
    return redirect(f"{reverse('web:calendar')}?year={year}")


def _preview(edit: str, form: KeyedForm) -> dict[str, Any]:
    """What would move, and the form to confirm it with."""
    data = form.verb_data()
    working = data.get("working") if edit == "set" else None
    lines = [
        {"limit": LIMITS.get(rule, _("Other limit")), "old": old, "new": new, "count": count}
        for rule, old, new, count in moves({data["day"]: working}).lines()
    ]
    return {"edit": edit, "form": form, "lines": lines, "day": data["day"], "working": working}


def _page(
    request: HttpRequest, forms: dict[str, KeyedForm], *, status: int = 200, **more: Any
) -> HttpResponse:
    actor = administrator(request)
    year = whole_number(request.GET.get("year", "")) or clock.today().year
    year = min(max(year, 2000), 2100)
    first = {"version": calendar_version()}
    context = {
        "year": year,
        "rows": list(days_of(year)),
        "provisional": provisional([clock.today().replace(year=year, month=1, day=1)]),
        "set_form": forms.get("set") or DayForm(initial=first),
        "remove_form": forms.get("remove"),
        "load_form": forms.get("load") or LoadYearForm(initial={**first, "year": year}),
        "may_edit": actor.hat == Duty.SYSADMIN,
        "today": clock.today(),
        "tabs": True,
        "hat": actor.hat,
        **more,
    }
    return render(request, "administration/calendar.html", context, status=status)


def _key() -> str:
    return str(KeyedForm.base_fields["key"].initial())
