"""Declares which rule stands before a page, and answers those it keeps out."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from coordination.access import PUBLIC, SIGNED_IN, VISIBLE
from coordination.units.official import Official

__all__ = ["PUBLIC", "SIGNED_IN", "VISIBLE", "official", "open_to"]

View = TypeVar("View", bound=Callable[..., Any])


def open_to(rule: str, *methods: str) -> Callable[[View], View]:
    """Declare who reaches a page, and by which methods (GET by default).

    ``VISIBLE`` pages fetch their object through ``visible_to`` and answer 404 otherwise.
    """
    allowed = methods or ("GET", "HEAD")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if rule != PUBLIC and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            response: HttpResponse = view(request, *args, **more)
            if rule != PUBLIC:
                response.headers["Cache-Control"] = "private, no-store"
            return response

        guarded.access = rule  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def official(request: HttpRequest) -> Official:
    """Who acts in this request."""
    found: Official = request.official  # type: ignore[attr-defined]
    return found
