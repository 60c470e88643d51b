"""Every refusal as RFC 9457 ``application/problem+json`` with a stable code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _

from workflow.errors import Refusal
from workflow.verdict import Text

MEDIA_TYPE = "application/problem+json"

# Code -> status and title; the titles of a step's refusals come from the refusals themselves.
CODES: dict[str, tuple[int, Text]] = {
    "unauthenticated": (401, _("Sign in, or send a personal access token.")),
    "not_allowed": (403, _("This step is not yours to take.")),
    "not_found": (404, _("There is nothing here that you may see.")),
    "method_not_allowed": (405, _("This address does not know the method.")),
    "illegal_transition": (409, _("In the present state this step is not possible.")),
    "unmet_conditions": (409, _("Something is still missing for this step.")),
    "in_progress": (409, _("This is being worked on at this moment.")),
    "stale_version": (412, _("Somebody else has acted meanwhile.")),
    "too_large": (413, _("The request is too large.")),
    "unsupported_media_type": (415, _("The body is neither JSON nor a form with files.")),
    "invalid": (422, _("What was sent is not complete or not in the right form.")),
    "duplicate_key": (422, _("The key was used before with another content.")),
    "server_error": (500, _("Something went wrong here; nothing was changed.")),
    "precondition_required": (428, _("The request does not say which version it acts on.")),
}


@dataclass(eq=False)
class Problem(Exception):
    """Raised by a view, answered by :func:`coordination.api.endpoint.endpoint`."""

    code: str
    detail: Text = ""
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """The problem as JSON."""
        status, title = CODES[self.code]
        return _content(self.code, status, title, self.detail or title, [], self.errors)


def content_of_refusal(refused: Refusal, **more: Any) -> dict[str, Any]:
    """A step's refusal as JSON: every rule that stood in the way, by code and in words."""
    rules = [{"code": each.code, "reason": str(each.reason)} for each in refused.verdicts]
    detail = " ".join(refused.reasons)
    return _content(refused.code, refused.status, refused.title, detail, rules, {}) | more


def answer(content: dict[str, Any], headers: Mapping[str, str] | None = None) -> JsonResponse:
    """The response that carries a problem."""
    return JsonResponse(
        content, status=content["status"], content_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def let_through(_error: Exception, _context: Any) -> None:
    """For the framework's own views: nothing is answered there, the endpoint answers."""


def _content(
    code: str,
    status: int,
    title: Text,
    detail: Text,
    rules: Sequence[Mapping[str, str]],
    errors: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    return {
        "type": f"urn:zongheng:problem:{code}",
        "title": str(title),
        "status": status,
        "code": code,
        "detail": str(detail),
        "rules": list(rules),
        "errors": {name: [str(text) for text in texts] for name, texts in errors.items()},
    }
