"""The frame of every address of the API: methods, caller, refusals as problems, no store."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from coordination.access import PUBLIC, VISIBLE
from coordination.api.callers import READ, Caller, caller_of
from coordination.api.meanwhile import refusal_answer
from coordination.api.problems import Problem, answer
from workflow import waits
from workflow.errors import Refusal

KNOWN = (Http404, RequestDataTooBig, MultiPartParserError, TooManyFieldsSent, TooManyFilesSent)

# An answer is data: nothing in it runs, and no page shows it in itself.
DATA = "default-src 'none'; frame-ancestors 'none'"

View = TypeVar("View", bound=Callable[..., Any])


def endpoint(
    *methods: str, scope: str = READ, rule: str = VISIBLE, any_post: bool = False
) -> Callable[[View], View]:
    """Declare an address: who reaches it, by which methods, with which scope of a token."""
    allowed = methods or ("GET", "HEAD")

    def declare(view: View) -> View:
        @wraps(view)
        def framed(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            try:
                if request.method not in allowed:
                    raise Problem("method_not_allowed", headers={"Allow": ", ".join(allowed)})
                with waits.bounded():
                    if rule != PUBLIC:
                        request.caller = caller_of(request, scope, any_post=any_post)  # type: ignore[attr-defined]
                    response: HttpResponseBase = view(request, *args, **more)
            except Refusal as refused:
                response = refusal_answer(request, refused)
            except (Problem, *KNOWN) as error:
                problem = _problem(error)
                response = answer(problem.content(), problem.headers)
            response.headers["Cache-Control"] = "private, no-store"
            if rule != PUBLIC:
                response.headers.setdefault("Content-Security-Policy", DATA)
            return response

        framed.access = rule  # type: ignore[attr-defined]
        return csrf_exempt(framed)  # type: ignore[return-value]

    return declare


def _problem(error: Exception) -> Problem:
    """What Django raises about a request, in this API's words."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return Problem("not_found")
    if isinstance(error, RequestDataTooBig):
        return Problem("too_large")
    return Problem("invalid", errors={"": [_("The body cannot be read.")]})


def caller(request: HttpRequest) -> Caller:
    """Who calls in this request."""
    found: Caller = request.caller  # type: ignore[attr-defined]
    return found
