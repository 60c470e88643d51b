"""Failures of the server: a page for people, a problem with a request id for programs."""

import logging
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from coordination.api.problems import Problem, answer

log = logging.getLogger("coordination.api")


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that nobody caught; the log names the same request id."""
    if not request.path.startswith("/api/"):
        return server_error(request)
    request_id = uuid4().hex
    log.error("request %s failed", request_id, exc_info=True)  # noqa: LOG014 - Django is handling it
    content = Problem("server_error").content() | {"request_id": request_id}
    response = answer(content)
    response.headers["Cache-Control"] = "private, no-store"
    return response
