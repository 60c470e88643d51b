"""A refusal as an answer; where the caller's version is old, with what happened since."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, JsonResponse

from coordination.api.preconditions import etag, version_of_header
from coordination.api.problems import answer, content_of_refusal
from coordination.reports.history import lines_of
from workflow.errors import Refusal, Stale


def refusal_answer(request: HttpRequest, refused: Refusal) -> JsonResponse:
    """The problem; a stale version is answered with the present one and the newer records."""
    if not isinstance(refused, Stale):
        return answer(content_of_refusal(refused))
    content = content_of_refusal(refused) | newer(refused, version_of_header(request), request)
    return answer(content, {"ETag": etag(refused.subject.version)})


def newer(refused: Stale, seen: int | None, request: HttpRequest) -> dict[str, Any]:
    """The facts that are newer than the version ``seen``."""
    subject = refused.subject
    official = request.caller.official  # type: ignore[attr-defined]
    lines = lines_of(subject, official, after=seen or 0, limit=20)
    return {
        "current": {
            "kind": subject.kind,
            "id": subject.pk,
            "version": subject.version,
            "state": subject.present_state,
        },
        "meanwhile": [asdict(line) for line in lines],
    }
