"""A refusal as a page: the reason, what changed meanwhile, what was typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordination.forms.base import StepForm
from coordination.reports import timeline
from coordination.web.access import official
from coordination.web.nouns import PLURAL, fetch, page_of
from coordination.web.request_body import whole_number
from coordination.web.ways_out import ways_out
from workflow.errors import NotAllowed, Refusal, Stale

TEMPLATES = {403: "403.html", 409: "409.html", 412: "412.html", 422: "409.html", 428: "412.html"}


def refusal_page(
    request: HttpRequest, refused: Refusal, subject: Any, form: StepForm
) -> HttpResponse:
    """The page that says why a step was refused; nothing has changed."""
    actor = official(request)
    now = fetch(PLURAL[subject.kind], actor, subject.pk)
    states = dict(now._meta.get_field("state").flatchoices)
    rules = [verdict.code for verdict in refused.verdicts]
    context = {
        "heading": refused.title,
        "rules": rules,
        "reasons": refused.reasons,
        "subject": {"label": str(now), "url": page_of(now)},
        "state": {"code": now.state, "label": states[now.state]},
        "kept": [] if isinstance(refused, NotAllowed) else form.kept(),
        "entries": _meanwhile(now, form, refused),
        "ways": ways_out(rules, now, step=refused.step),
    }
    return render(request, TEMPLATES[refused.status], context, status=refused.status)


def _meanwhile(subject: Any, form: StepForm, refused: Refusal) -> list[timeline.Entry]:
    """What happened since the version the page was opened on."""
    if not isinstance(refused, Stale):
        return []
    return timeline.since(subject, whole_number(form.data.get("version") or "") or 0)
