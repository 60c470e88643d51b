"""Acts to be signed: what the unit has prepared, sent back or taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.forms.signing import RemarkForm
from coordination.signing import actions as signing
from coordination.signing import queries
from coordination.signing.models import Prepared
from coordination.steps import label_of
from coordination.web.access import SIGNED_IN, VISIBLE, official, open_to
from coordination.web.nouns import PLURAL
from workflow.lifecycle import subject_of

LIMIT = 100


@open_to(SIGNED_IN)
def unsigned(request: HttpRequest) -> HttpResponse:
    """What was prepared in the actor's unit; the head signs from here."""
    actor = official(request)
    rows = [
        {
            "prepared": each,
            "label": step_label(each),
            "url": step_page(each),
            "signs": each.unit_id in actor.signs,
        }
        for each in queries.visible_to(actor)[:LIMIT]
    ]
    context = {"rows": rows, "form": RemarkForm(), "for_unit": bool(actor.acts)}
    return render(request, "signing/list.html", context)


@open_to(VISIBLE, "POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Handler or head takes a prepared act away."""
    signing.withdraw(_fetch(request, pk))
    messages.success(request, _("The prepared act was withdrawn; nothing was signed."))
    return redirect("web:unsigned")


@open_to(VISIBLE, "POST")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The head sends a prepared act back with a remark."""
    prepared = _fetch(request, pk)
    if prepared.unit_id not in official(request).signs:
        raise PermissionDenied
    form = RemarkForm(request.POST)
    if form.is_valid():
        signing.send_back(prepared, form.cleaned_data["remark"])
        messages.success(request, _("Sent back to the handler with your remark."))
    else:
        messages.error(request, _("Say what is to be changed; the act was not sent back."))
    return redirect("web:unsigned")


def step_label(prepared: Prepared) -> str:
    """The prepared step in words."""
    return str(label_of(subject_of(prepared.kind), prepared.step))


def step_page(prepared: Prepared) -> str:
    """Where the prepared act is looked at, and signed."""
    return reverse("web:step", args=[PLURAL[prepared.kind], prepared.subject_id, prepared.step])


def _fetch(request: HttpRequest, pk: int) -> Prepared:
    found = queries.visible_to(official(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
