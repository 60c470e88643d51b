"""The one view of all steps: GET shows the form, POST takes the step."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coordination.forms.base import StepForm
from coordination.forms.content import content_of
from coordination.steps import STEPS, label_of, offers_for, refusal, take
from coordination.units.official import Official
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.nouns import fetch, page_of, step_url
from coordination.web.refusals import refusal_page
from coordination.web.request_body import whole_number
from workflow.errors import Refusal, Replay
from workflow.keys import Key
from workflow.offers import Offer


@open_to(VISIBLE, "GET", "HEAD", "POST")
def step_view(request: HttpRequest, plural: str, pk: int, step: str) -> HttpResponse:
    """Show the form of a step, or take the step and go back to the thing's page."""
    actor = official(request)
    subject = fetch(plural, actor, pk)
    action = STEPS[subject.kind].get(step)
    if action is None:
        raise Http404
    if request.method != "POST":
        offer = _offer(subject, step, actor)
        form = action.form(subject=subject, actor=actor)
        return _form_page(request, subject, offer, form)
    form = action.form(request.POST, request.FILES, subject=subject, actor=actor)
    try:
        _take(request, subject, step, form, actor)
    except Replay:
        messages.info(request, _("This was carried out already; nothing was done twice."))
        return redirect(page_of(subject))
    except Refusal as refused:
        return refusal_page(request, refused, subject, form)
    except InvalidForm:
        return _form_page(request, subject, _offer(subject, step, actor), form, status=422)
    messages.success(request, _done(subject, step))
    return redirect(page_of(subject))


class InvalidForm(Exception):
    """The form is not complete; the step itself would be open."""


def _take(request: HttpRequest, subject: Any, step: str, form: StepForm, actor: Official) -> None:
    """Take the step; raises refusals in the order of the gate, then ``InvalidForm``."""
    version = whole_number(request.POST.get("version", ""))
    if not form.is_valid():
        refused = refusal(subject, step, actor, version)
        if refused:
            raise refused
        raise InvalidForm
    token = str(form.cleaned_data["key"])
    path = step_url(subject, step)
    key = Key.of(actor.person_id, "POST", path, token, content_of(request.POST, request.FILES))
    take(subject, step, form, actor, key, version)


def _offer(subject: Any, step: str, actor: Official) -> Offer:
    """The offer of a step; a step that is not the actor's at all does not exist for it."""
    for offer in offers_for(subject, actor):
        if offer.step == step:
            return offer
    refused = refusal(subject, step, actor, subject.version)
    if refused is None:
        raise Http404
    label = label_of(subject, step)
    return Offer(step, label, allowed=False, reasons=tuple(refused.reasons))


def _form_page(
    request: HttpRequest, subject: Any, offer: Offer, form: StepForm, status: int = 200
) -> HttpResponse:
    context = {
        "subject": subject,
        "offer": offer,
        "form": form,
        "back_url": page_of(subject),
        "action_url": step_url(subject, offer.step),
    }
    if not offer.allowed:
        status = 409
    return render(request, "steps/step.html", context, status=status)


def _done(subject: Any, step: str) -> str:
    return _("Done: %(step)s.") % {"step": label_of(subject, step)}
