"""One step on many tasks: what it would do to each, its form once, and a result per row."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from coordination.bulk import MOST, Outcome, take_each
from coordination.forms.base import StepForm
from coordination.forms.content import content_of
from coordination.steps import STEPS, label_of, refusal
from coordination.tasks import queries as tasks
from coordination.tasks.models import Task
from coordination.units.official import Official
from coordination.web.access import VISIBLE, official, open_to
from coordination.web.bulk_choices import CHOICES
from coordination.web.nouns import page_of
from coordination.web.request_body import whole_number
from workflow import clock, keys
from workflow.errors import DuplicateKey, InProgress, Refusal, Replay
from workflow.keys import Key

Marked = list[tuple[Task, int]]


@open_to(VISIBLE, "GET", "HEAD", "POST")
def bulk(request: HttpRequest) -> HttpResponse:
    """GET: each row as it stands, and the form. POST: take the step on each, and tell."""
    actor = official(request)
    asked = request.POST if request.method == "POST" else request.GET
    step = asked.get("step", "")
    if step not in CHOICES:
        raise Http404
    marked = _marked(actor, asked)
    if not marked:
        return _page(request, step, marked, None, status=422 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, step, marked, _form(step, marked, actor))
    form = _form(step, marked, actor, request.POST)
    if not form.is_valid():
        return _page(request, step, marked, form, status=422)
    try:
        rows = _taken(request, step, marked, actor, str(form.cleaned_data["key"]))
    except (DuplicateKey, InProgress) as refused:
        return _twice(request, refused, form)
    done = sum(row["done"] for row in rows)
    context = {"rows": rows, "done": done, "refused": len(rows) - done, "step": _label(step)}
    return render(request, "steps/bulk_result.html", context | {"back_url": _back(request)})


def _marked(actor: Official, asked: QueryDict) -> Marked:
    """The tasks marked, with the versions seen; at most as many as one act takes."""
    seen: dict[int, int] = {}
    for mark in asked.getlist("item"):
        pk, version = (whole_number(part) for part in mark.partition("-")[::2])
        if pk is None or version is None:
            raise Http404
        seen[pk] = version
    found = tasks.visible_to(actor).filter(pk__in=list(seen)[:MOST]).order_by("position", "pk")
    return [(task, seen[task.pk]) for task in found]


def _form(step: str, marked: Marked, actor: Official, data: QueryDict | None = None) -> StepForm:
    """The form that stands for all; what each row answers by itself is not asked."""
    first, _version = next(
        (row for row in marked if not refusal(row[0], step, actor, row[1])), marked[0]
    )
    form = STEPS["task"][step].form(data, subject=first, actor=actor)
    for name in ("version", *form.of_each(first)):
        del form.fields[name]
    return form


def _taken(
    request: HttpRequest, step: str, marked: Marked, actor: Official, token: str
) -> list[dict[str, Any]]:
    """The rows as they came out; the same request again is told what came out then."""
    said = content_of(request.POST, request.FILES)
    key = Key.of(actor.person_id, "POST", request.path, token, said)
    try:
        with transaction.atomic():
            keys.claim(key, clock.now())
            done = take_each(list(marked), step, actor, _filler(request, step, actor))
            rows = [_row(done[task.pk]) for task, _version in marked]
            keys.store(key, {"rows": rows})
    except Replay as replay:
        rows = replay.answer["rows"]
    return rows


def _filler(
    request: HttpRequest, step: str, actor: Official
) -> Callable[[Any], tuple[StepForm, dict[str, list[str]]]]:
    def fill(subject: Any) -> tuple[StepForm, dict[str, list[str]]]:
        kind = STEPS["task"][step].form
        data = {**request.POST.dict(), **kind.of_each(subject)}
        form = kind(data, subject=subject, actor=actor)
        return form, {name: [str(text) for text in texts] for name, texts in form.errors.items()}

    return fill


def _row(outcome: Outcome) -> dict[str, Any]:
    task = outcome.subject
    return {
        "title": str(task),
        "number": task.number,
        "url": page_of(task),
        "done": outcome.answer is not None,
        "reasons": outcome.reasons,
    }


def _page(
    request: HttpRequest, step: str, marked: Marked, form: StepForm | None, status: int = 200
) -> HttpResponse:
    actor = official(request)
    rows = [
        {
            "task": task,
            "mark": f"{task.pk}-{version}",
            "reasons": refused.reasons if refused else [],
        }
        for task, version in marked
        for refused in [refusal(task, step, actor, version)]
    ]
    context = {
        "rows": rows,
        "open": sum(not row["reasons"] for row in rows),
        "form": form,
        "step": step,
        "label": _label(step),
        "back_url": _back(request),
        "most": MOST,
    }
    return render(request, "steps/bulk.html", context, status=status)


def _twice(request: HttpRequest, refused: Refusal, form: StepForm) -> HttpResponse:
    context = {
        "heading": refused.title,
        "reasons": refused.reasons,
        "kept": form.kept(),
        "subject": {"label": _label(request.POST["step"]), "url": _back(request)},
    }
    return render(request, "409.html", context, status=refused.status)


def _label(step: str) -> str:
    return str(label_of(Task(), step))


def _back(request: HttpRequest) -> str:
    """The list one came from, if it is one of ours."""
    asked = (request.POST or request.GET).get("back", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours else "/"
