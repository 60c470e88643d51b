"""The middleware that only pages need: a program with a token passes it by.

A token brings no cookie, so there is no session and no message; and what it reads is data, with
headers of its own (``coordination.api.endpoint``).
"""

from typing import Any

from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django_htmx.middleware import HtmxMiddleware

from coordination.web.middleware import ActorMiddleware

DATA = "/api/"
PAGE_OF_THE_API = "/api/v1/docs/"


class _ForPages:
    """What is mixed into a middleware to let the requests of programs by."""

    def __call__(self, request: HttpRequest) -> Any:
        path = request.path_info
        named = "HTTP_AUTHORIZATION" in request.META
        if named and path.startswith(DATA) and path != PAGE_OF_THE_API:
            return self.get_response(request)  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[misc]


class Policy(_ForPages, CSPMiddleware):
    """Content Security Policy."""


class Session(_ForPages, SessionMiddleware):
    """The session of a browser."""


class SignedIn(_ForPages, AuthenticationMiddleware):
    """The user of the session."""


class Messages(_ForPages, MessageMiddleware):
    """What the next page says."""


class Htmx(_ForPages, HtmxMiddleware):
    """Parts of pages."""


class Acting(_ForPages, ActorMiddleware):
    """The official of the session."""
