"""The one view of all steps: GET shows the form, POST takes the step."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coordination import signatures
from coordination.effects import effects_of
from coordination.forms.base import StepForm
from coordination.forms.content import content_of
from coordination.reports import timeline
from coordination.signing.queries import prepared_for
from coordination.steps import STEPS, label_of, offers_for, refusal, take
from coordination.units.official import Official
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.nouns import fetch, page_of, step_url
from coordination.web.precedent_pages import beside
from coordination.web.refusals import refusal_page
from coordination.web.request_body import whole_number
from coordination.web.sheets import sheet_of
from coordination.web.ways_out import ways_out
from workflow.errors import NotAllowed, Refusal, Replay
from workflow.keys import Key
from workflow.offers import Offer


@open_to(VISIBLE, "GET", "HEAD", "POST")
def step_view(request: HttpRequest, plural: str, pk: int, step: str) -> HttpResponse:
    """Show the form of a step, or take the step and go back to the thing's page.

    A step that the head signs is prepared by the handler, and signed by the head from there.
    """
    actor = official(request)
    subject = fetch(plural, actor, pk)
    action = STEPS[subject.kind].get(step)
    if action is None:
        raise Http404
    preparing = signatures.only_prepares(subject, step, actor)
    if request.method != "POST":
        form = action.form(subject=subject, actor=actor)
        asked = actor.as_signer() if preparing else actor
        refused = refusal(subject, step, asked, subject.version)
        if isinstance(refused, NotAllowed):
            return refusal_page(request, refused, subject, form)
        return _form_page(request, subject, step, form, preparing=preparing)
    preparing = preparing and "prepare" in request.POST
    form = action.form(request.POST, request.FILES, subject=subject, actor=actor)
    try:
        _take(request, subject, step, form, preparing=preparing)
    except Replay:
        messages.info(request, _("This was carried out already; nothing was done twice."))
        return redirect(page_of(subject))
    except Refusal as refused:
        return refusal_page(request, refused, subject, form)
    except InvalidForm:
        return _form_page(request, subject, step, form, preparing=preparing, status=422)
    messages.success(request, _done(subject, step, preparing=preparing))
    return redirect(page_of(subject))


class InvalidForm(Exception):
    """The form is not complete; the step itself would be open."""


def _take(
    request: HttpRequest, subject: Any, step: str, form: StepForm, *, preparing: bool
) -> None:
    """Take the step; raises refusals in the order of the gate, then ``InvalidForm``."""
    actor = official(request)
    version = whole_number(request.POST.get("version", ""))
    if not form.is_valid():
        asked = actor.as_signer() if preparing else actor
        refused = refusal(subject, step, asked, version)
        if refused:
            raise refused
        raise InvalidForm
    if preparing:
        signatures.prepare(subject, step, form, actor, version, request.POST)
        return
    token = str(form.cleaned_data["key"])
    path = step_url(subject, step)
    key = Key.of(actor.person_id, "POST", path, token, content_of(request.POST, request.FILES))
    prepared_id = whole_number(request.POST.get("prepared", ""))
    if prepared_id is None:
        take(subject, step, form, actor, key, version)
    else:
        signatures.sign(subject, step, form, actor, key, version, prepared_id)


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
    request: HttpRequest,
    subject: Any,
    step: str,
    form: StepForm,
    *,
    preparing: bool,
    status: int = 200,
) -> HttpResponse:
    actor = official(request)
    asking = actor.as_signer() if preparing else actor
    offer = _offer(subject, step, asking)
    prepared = prepared_for(subject, step, actor)
    if prepared and not form.is_bound:
        signatures.fill_in(form, prepared)
    context = {
        "subject": subject,
        "offer": offer,
        "form": form,
        "effect": effects_of(subject, offer.step, form.actor) if offer.allowed else None,
        "ways": ways_out(offer_rules(subject, offer, asking), subject, step=offer.step),
        "sheet": sheet_of(subject, offer.step, form.actor) if offer.allowed else None,
        "back_url": page_of(subject),
        "action_url": step_url(subject, offer.step),
        "preparing": preparing,
        "prepared": prepared,
        "signs": prepared is not None and prepared.unit_id in actor.signs,
        "entries": timeline.since(subject, prepared.version) if prepared else [],
        **(beside(subject, offer.step, form.actor) if offer.allowed else {}),
    }
    if not offer.allowed:
        status = 409
    return render(request, "steps/step.html", context, status=status)


def offer_rules(subject: Any, offer: Offer, actor: Official) -> list[str]:
    """The codes of the rules that refuse the step now."""
    if offer.allowed:
        return []
    refused = refusal(subject, offer.step, actor, subject.version)
    return [verdict.code for verdict in refused.verdicts] if refused else []


def _done(subject: Any, step: str, *, preparing: bool) -> str:
    words = {"step": label_of(subject, step)}
    if preparing:
        return _("Submitted to the head for signature: %(step)s.") % words
    return _("Done: %(step)s.") % words
