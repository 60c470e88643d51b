"""Importing a task table: upload, preview with the source beside each field, apply once."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.forms.content import content_of
from coordination.forms.plans import NewPlanForm, UnknownUnitsForm, UploadForm
from coordination.plans import actions as plans
from coordination.plans.models import Plan
from coordination.plans.rules import may_found
from coordination.sources.flags import words_of
from coordination.sources.reader.errors import BadFile
from coordination.sources.reader.reading import Reading
from coordination.sources.reader.table import read_table
from coordination.tasks.intake import ChosenNames, known_keys, take_tasks
from coordination.units.directory import BodyDirectory
from coordination.units.official import Official
from coordination.units.queries import body_of
from coordination.web.access import SIGNED_IN, VISIBLE, official, open_to
from coordination.web.nouns import fetch, page_of
from coordination.web.request_body import whole_number
from workflow.errors import Refusal, Replay
from workflow.keys import Key

SHOWN = 300
SESSION = "imports"


@open_to(SIGNED_IN, "GET", "HEAD", "POST")
def new_plan(request: HttpRequest) -> HttpResponse:
    """Begin a plan; then its table can be imported."""
    actor = official(request)
    if not may_found(None, actor):
        raise Http404
    form = NewPlanForm(_sent(request), body=body_of(actor))
    if form.is_valid():
        try:
            return redirect("web:import", _begin(request, form, actor))
        except Replay as done:
            return redirect("web:import", done.answer["id"])
        except Refusal as refused:
            form.add_error("title", " ".join(refused.reasons))
    status = 422 if form.is_bound else 200
    return render(request, "plans/new.html", {"form": form}, status=status)


def _begin(request: HttpRequest, form: NewPlanForm, actor: Official) -> int:
    """Draft the plan and return its id."""
    values = dict(form.cleaned_data)
    token = str(values.pop("key"))
    body = content_of(request.POST, request.FILES)
    key = Key.of(actor.person_id, "POST", request.path, token, body)
    return plans.draft_plan(form.body, actor=actor, key=key, **values).pk


def _sent(request: HttpRequest) -> Any:
    """What was sent, be it nothing; ``None`` where the page is only looked at."""
    return request.POST if request.method == "POST" else None


@open_to(VISIBLE, "GET", "HEAD", "POST")
def import_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the file; it is read at once and kept for the preview."""
    plan = _draft(request, pk)
    form = UploadForm(_sent(request), request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        data = upload.read()
        try:
            read_table(upload.name, data, BodyDirectory(plan.body), plan.year)
        except BadFile as bad:
            form.add_error("file", str(bad))
        else:
            token = _remember(request, plan, upload.name, data)
            return redirect("web:preview", plan.pk, token)
    status = 422 if form.is_bound else 200
    return render(request, "plans/import.html", {"plan": plan, "form": form}, status=status)


@open_to(VISIBLE, "GET", "HEAD", "POST")
def preview(request: HttpRequest, pk: int, token: UUID) -> HttpResponse:
    """Show what was read, ask about unknown units, and take the tasks in."""
    plan = _draft(request, pk)
    name, data = _recall(request, plan, token)
    reading = read_table(name, data, BodyDirectory(plan.body), plan.year)
    form = UnknownUnitsForm(_sent(request), names=list(reading.unknown_units), body_id=plan.body_id)
    if not form.is_valid():
        return _preview_page(request, plan, name, reading, form)
    try:
        return _apply(request, plan, name, data, form)
    except Replay:
        messages.info(request, _("This was carried out already; nothing was done twice."))
        return redirect(page_of(plan))
    except Refusal as refused:
        messages.error(request, " ".join(refused.reasons))
        return redirect(page_of(plan))


def _apply(
    request: HttpRequest, plan: Plan, name: str, data: bytes, form: UnknownUnitsForm
) -> HttpResponse:
    actor = official(request)
    digest = hashlib.sha256(data).hexdigest()
    token = request.POST.get("key", "")
    said = content_of(request.POST, request.FILES)
    key = Key.of(actor.person_id, "POST", request.path, token, said)
    choices = form.chosen()
    names = ChosenNames(BodyDirectory(plan.body), choices)
    reading = read_table(name, data, names, plan.year)
    taken = take_tasks(
        plan,
        reading,
        actor=actor,
        version=whole_number(request.POST.get("version", "")),
        file=name,
        digest=digest,
        choices=choices,
        key=key,
    )
    made = ngettext("%(count)d task was taken in.", "%(count)d tasks were taken in.", taken.made)
    messages.success(request, made % {"count": taken.made})
    if taken.known:
        known = _("%(count)d rows were in the plan already; nothing was added for them.")
        messages.info(request, known % {"count": taken.known})
    return redirect(page_of(plan))


def _preview_page(
    request: HttpRequest, plan: Plan, name: str, reading: Reading, form: UnknownUnitsForm
) -> HttpResponse:
    known = known_keys(plan)
    rows = [
        {
            "task": task,
            "flags": [words_of(flag) for flag in task.flags],
            "known": task.key in known,
        }
        for task in reading.tasks[:SHOWN]
    ]
    context = {
        "plan": plan,
        "name": name,
        "reading": reading,
        "rows": rows,
        "hidden": max(len(reading.tasks) - SHOWN, 0),
        "known": sum(task.key in known for task in reading.tasks),
        "no_lead": sum(not (task.lead and task.lead[0].unit) for task in reading.tasks),
        "form": form,
        "key": uuid4(),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "plans/preview.html", context, status=status)


def _draft(request: HttpRequest, pk: int) -> Any:
    """The plan, if the official drafts it and it is a draft; otherwise there is nothing here."""
    actor = official(request)
    plan = fetch("plans", actor, pk)
    if plan.state != "drafting" or not actor.may_on_plan("draft_plan", plan.pk):
        raise Http404
    return plan


def _remember(request: HttpRequest, plan: Plan, name: str, data: bytes) -> str:
    """Keep the file for its preview; a session holds its last three."""
    token = str(uuid4())
    path = default_storage.save(f"imports/{token}", ContentFile(data))
    kept = [*request.session.get(SESSION, []), [token, plan.pk, name, path]]
    for _token, _plan, _name, old in kept[:-3]:
        default_storage.delete(old)
    request.session[SESSION] = kept[-3:]
    return token


def _recall(request: HttpRequest, plan: Plan, token: UUID) -> tuple[str, bytes]:
    for kept, plan_id, name, path in request.session.get(SESSION, []):
        if kept == str(token) and plan_id == plan.pk and default_storage.exists(path):
            with default_storage.open(path) as file:
                return name, file.read()
    raise Http404(_("The file is no longer here; choose it again."))
