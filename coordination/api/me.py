"""The caller, and the bytes of evidence."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse

from coordination.api.endpoint import caller, endpoint
from coordination.api.parameters import read_parameters
from coordination.progress import queries as progress
from coordination.units.official import Hat


@endpoint(any_post=True)
def me(request: HttpRequest) -> HttpResponse:
    """Who calls, in which posts, and with which scopes."""
    read_parameters(request, {})
    found = caller(request)
    posts = found.official.hats
    acting = next((hat for hat in posts if hat.post_id == found.official.post_id), None)
    return JsonResponse(
        {
            "username": found.user.username,
            "full_name": found.user.full_name,
            "acting": _post(acting) if acting else None,
            "posts": [_post(hat) for hat in posts],
            "scopes": found.token.scopes.split() if found.token else ["read", "act"],
        }
    )


def _post(hat: Hat) -> dict[str, str]:
    """A post held; ``acting_unit`` is what the header says to act in it."""
    return {
        "acting_unit": f"{hat.unit_code}/{hat.duty}",
        "unit_code": hat.unit_code,
        "unit_name": hat.unit_name,
        "duty": hat.duty,
    }


@endpoint()
def content(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of a piece of evidence, as an attachment."""
    read_parameters(request, {})
    found = progress.visible_evidence(caller(request).official).filter(pk=pk).first()
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
