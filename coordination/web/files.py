"""Evidence, given out as an attachment."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from coordination.progress import queries as progress
from coordination.progress.files import opened
from coordination.web.access import VISIBLE, official, open_to


@open_to(VISIBLE)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A piece of evidence, to be saved and never shown inline."""
    found = progress.visible_evidence(official(request)).filter(pk=pk).first()
    file = opened(found.path) if found else None
    if found is None or file is None:
        raise Http404
    response = FileResponse(
        file, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response  # type: ignore[return-value]
