"""Evidence, given out as an attachment."""

from django.http import Http404, HttpRequest, HttpResponse

from coordination.progress import queries as progress
from coordination.progress.files import attachment
from coordination.web.access import VISIBLE, official, open_to


@open_to(VISIBLE)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A piece of evidence, to be saved and never shown inline."""
    found = progress.visible_evidence(official(request)).filter(pk=pk).first()
    response = attachment(found.name, found.path) if found else None
    if response is None:
        raise Http404
    return response  # type: ignore[return-value]
