"""The caller, and the bytes of evidence."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse

from coordination.api.endpoint import caller, endpoint
from coordination.api.parameters import read_parameters
from coordination.progress import queries as progress
from coordination.progress.files import opened
from coordination.units.official import Hat
from coordination.units.states import Duty


@endpoint(any_post=True)
def me(request: HttpRequest) -> HttpResponse:
    """Who calls, in which posts, and with which scopes."""
    read_parameters(request, {})
    found = caller(request)
    posts = found.official.hats
    acting = found.official.worn
    return JsonResponse(
        {
            "username": found.official.name,
            "full_name": found.full_name,
            "acting": _post(acting) if acting else None,
            "posts": [_post(hat) for hat in posts],
            "scopes": list(found.scopes),
        }
    )


def _post(hat: Hat) -> dict[str, str | bool]:
    """A post held, or one in which the person stands in for ``on_behalf_of``.

    ``acting_unit`` is what the header says to act in it; ``signs`` whether it signs for the unit.
    """
    return {
        "acting_unit": hat.code,
        "unit_code": hat.unit_code,
        "unit_name": hat.unit_name,
        "duty": hat.duty,
        "on_behalf_of": hat.principal_name,
        "signs": hat.duty == Duty.HEAD and hat.may_sign,
    }


@endpoint()
def content(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of a piece of evidence, as an attachment."""
    read_parameters(request, {})
    found = progress.visible_evidence(caller(request).official).filter(pk=pk).first()
    file = opened(found.path) if found else None
    if found is None or file is None:
        raise Http404
    response = FileResponse(
        file, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response  # type: ignore[return-value]
