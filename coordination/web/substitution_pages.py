"""Substitutions: one's own for everybody in a post, those of the body for its administrators."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coordination.forms.administration import EndForm, SubstitutionForm
from coordination.units import substitutions
from coordination.units.models import Post
from coordination.units.office_queries import current, past, visible_substitutions
from coordination.units.states import ADMINISTRATORS, Duty
from coordination.units.substitution_rules import may_substitute
from coordination.web.access import SIGNED_IN, VISIBLE, official, open_to
from coordination.web.keyed import DONE, FORBIDDEN, carry_out, not_allowed, reasons_of
from coordination.web.paging import slice_of


@open_to(SIGNED_IN, "GET", "HEAD", "POST")
def substitution_list(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom; a new one is registered here."""
    actor = official(request)
    if request.method == "POST":
        form = SubstitutionForm(request.POST, actor=actor)
        status = carry_out(request, form, _register)
        if status == DONE:
            messages.success(request, _("The substitution was registered."))
            return redirect("web:substitutions")
        return _page(request, form, status)
    return _page(request, SubstitutionForm(actor=actor), 200)


def _register(post: Post, **given: Any) -> None:
    substitutions.register(post, **given)


def _page(request: HttpRequest, form: SubstitutionForm, status: int) -> HttpResponse:
    actor = official(request)
    found = visible_substitutions(actor)
    show_past = request.GET.get("past") == "1"
    page = slice_of(request, past(found), "pk") if show_past else None
    rows = page.rows if page else list(current(found)[:200])
    context = {
        "form": form,
        "rows": [
            {"row": each, "may_end": bool(may_substitute(each.post, actor)) and not show_past}
            for each in rows
        ],
        "page": page,
        "show_past": show_past,
        "end_form": EndForm(),
        "may_register": actor.post_id is not None
        and not actor.on_behalf_of
        and (actor.hat not in ADMINISTRATORS or actor.hat == Duty.SYSADMIN),
        "tabs": actor.hat in ADMINISTRATORS,
        "hat": actor.hat,
    }
    return render(request, "administration/substitutions.html", context, status=status)


@open_to(VISIBLE, "POST")
def end_substitution(request: HttpRequest, pk: int) -> HttpResponse:
    """End a substitution early."""
    found = visible_substitutions(official(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = EndForm(request.POST)
    status = carry_out(request, form, substitutions.end, substitution=found)
    if status == FORBIDDEN:
        return not_allowed(request, form)
    if status == DONE:
        messages.success(request, _("The substitution has ended."))
    else:
        messages.error(request, " ".join(reasons_of(form)))
    return redirect("web:substitutions")
