"""The records of a thing, page by page."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from coordination.api.endpoint import caller, endpoint
from coordination.api.nouns import fetch
from coordination.api.parameters import PAGE_SIZE, read_parameters
from coordination.reports.history import lines_of, may_read

VERSIONS = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
PARAMETERS = {"cursor": VERSIONS, "page_size": PAGE_SIZE}
SIZE = 50


@endpoint()
def history(request: HttpRequest, plural: str, pk: int) -> HttpResponse:
    """The records beyond version ``cursor``, the oldest first."""
    asked = read_parameters(request, PARAMETERS)
    actor = caller(request).official
    subject = fetch(plural, actor, pk)
    if not may_read(subject, actor):
        raise Http404
    size = asked.get("page_size", SIZE)
    lines = lines_of(subject, actor, after=asked.get("cursor", 0), limit=size + 1)
    further = None
    if len(lines) > size:
        query = request.GET.copy()
        query["cursor"] = str(lines[size - 1].version)
        further = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return JsonResponse({"next": further, "results": [asdict(line) for line in lines[:size]]})
