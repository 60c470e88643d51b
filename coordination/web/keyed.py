"""Forms of pages that are no step: carried out once, refused in the form itself."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.forms.administration import KeyedForm
from coordination.forms.content import content_of
from coordination.web.access import official
from workflow import keys
from workflow.errors import Refusal, Replay
from workflow.keys import Key

DONE, FORBIDDEN, INVALID = 302, 403, 422


def carry_out(request: HttpRequest, form: KeyedForm, verb: Callable[..., Any], **more: Any) -> int:
    """Let ``verb`` do what the form says; 302 where that is done, else the status of the refusal.

    ``more`` is given to the verb besides what the form holds. A refusal stands in the form with
    every reason; what was typed stays.
    """
    actor = official(request)
    said = content_of(request.POST, request.FILES)
    key = Key.of(actor.person_id, "POST", request.path, request.POST.get("key", ""), said)
    try:
        if not form.is_valid():
            keys.recall(key)  # what was carried out may have made the form invalid
            return INVALID
        given: Mapping[str, Any] = {**form.verb_data(), **more}
        verb(**given, actor=actor, key=key)
    except Replay:
        messages.info(request, _("This was carried out already; nothing was done twice."))
    except Refusal as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return refused.status
    return DONE


def not_allowed(request: HttpRequest, form: KeyedForm) -> HttpResponse:
    """The page that says why somebody may not do this at all."""
    return render(request, "403.html", {"reasons": reasons_of(form)}, status=FORBIDDEN)


def reasons_of(form: KeyedForm) -> list[str]:
    """Everything that stands against the form, in words."""
    return [str(each) for errors in form.errors.values() for each in errors]
