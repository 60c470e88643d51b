"""The OpenAPI document and the page that shows it, served without the network."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from coordination.access import PUBLIC
from coordination.api import openapi
from coordination.api.endpoint import endpoint


@endpoint(rule=PUBLIC)
def schema(_request: HttpRequest) -> HttpResponse:
    """The document in the reader's language."""
    return JsonResponse(_document(get_language() or ""))


@endpoint(rule=PUBLIC)
def docs(request: HttpRequest) -> HttpResponse:
    """The document as a page."""
    return render(request, "api/docs.html")


@cache
def _document(_language: str) -> dict[str, Any]:
    from coordination.api.urls import reading  # noqa: PLC0415 - the addresses name this module

    return openapi.build(reading)
