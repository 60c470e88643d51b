"""Taking a step: one thin view for all of them, beside the pages on the same table."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse

from coordination.api.bodies import JSON, MULTIPART, Content, read_content
from coordination.api.callers import ACT
from coordination.api.endpoint import caller, endpoint
from coordination.api.nouns import ROOTS, acted, action_of, fetch, fetch_in, needs_version
from coordination.api.preconditions import key_of, version_of_header
from coordination.api.problems import Problem
from coordination.forms.base import StepForm, without_marks
from coordination.forms.json_schema import Errors
from coordination.steps import Action, refusal, take
from coordination.units.official import Official
from workflow import door, keys
from workflow.door import Act
from workflow.errors import Refusal, Replay
from workflow.keys import Key

LOCKING_ANOTHER_FIRST = ("opine",)  # an opinion changes with its plan, before the task
SOON_KEPT = 1024 * 1024  # bytes of a form with its files


@endpoint("POST", scope=ACT)
def act(request: HttpRequest, plural: str, pk: int, step: str) -> HttpResponse:
    """Take a step; refusals come in the order in which the door finds them."""
    me = caller(request)
    try:
        with _begun(request, plural, step, me.official) as begun:
            if begun:
                subject = fetch_in(begun, plural, me.official, pk, step)
            else:
                subject = fetch(plural, me.official, pk)
            return acted(_acted_on(request, subject, step, me.official))
    except Replay as replay:
        return acted(replay.answer)


def _begun(
    request: HttpRequest, plural: str, step: str, actor: Official
) -> AbstractContextManager[Act | None]:
    """An act in which the subject is locked at once, so that everything is asked but once.

    Not where large files come, nor where another root is locked before this one.
    """
    if plural not in ROOTS or step in LOCKING_ANOTHER_FIRST or not _at_hand(request):
        return nullcontext()
    return door.begun(actor)


def _at_hand(request: HttpRequest) -> bool:
    """Whether the body is read already, and soon kept: nobody waits for a lock meanwhile."""
    if request.content_type == JSON:
        _whole = request.body
        return True
    length = request.headers.get("Content-Length", "")
    if request.content_type != MULTIPART or not length.isdecimal() or int(length) > SOON_KEPT:
        return False
    _with_its_files = request.POST
    return True


def _acted_on(request: HttpRequest, subject: Any, step: str, actor: Official) -> dict[str, Any]:
    action = action_of(subject.kind, step)
    content = read_content(request, action.form)
    key = key_of(request, actor.person_id, content.said)
    version = version_of_header(request)
    if version is None and not needs_version(subject.kind, step):
        version = subject.version
    return carry_out(subject, step, actor, content, version, key)


def carry_out(
    subject: Any,
    step: str,
    actor: Official,
    content: Content,
    version: int | None,
    key: Key | None = None,
) -> dict[str, Any]:
    """Take the step and return its answer; raises ``Replay``, refusals, or the problem.

    Data that is not in order is told last: first whether the step is open at all.
    """
    action = action_of(subject.kind, step)
    form, errors = filled(action, subject, actor, content)
    if errors:
        if key:
            keys.recall(key)
        refused = refusal(subject, step, actor, version)
        raise refused or Problem("invalid", errors=errors)
    try:
        with door.answers() as heard:
            take(subject, step, form, actor, key, version)
    except Refusal as refused:
        if refused.subject is None:
            refused.subject = subject
        raise
    return heard[0]


def filled(
    action: Action, subject: Any, actor: Official, content: Content
) -> tuple[StepForm, Errors]:
    """The step's form filled in, and what is wrong with it."""
    asking = without_marks(action.form)
    form = asking(content.data, content.files, subject=subject, actor=actor)
    errors = {
        "" if name == "__all__" else name: [str(text) for text in texts]
        for name, texts in form.errors.items()
    }
    return form, errors | content.errors
