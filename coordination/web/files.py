"""Evidence, given out as an attachment."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from coordination.progress import queries as progress
from coordination.web.access import VISIBLE, official, open_to


@open_to(VISIBLE)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A piece of evidence, to be saved and never shown inline."""
    found = progress.visible_evidence(official(request)).filter(pk=pk).first()
    if found is None or not default_storage.exists(found.path):
        raise Http404
    response = FileResponse(
        default_storage.open(found.path),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response  # type: ignore[return-value]
