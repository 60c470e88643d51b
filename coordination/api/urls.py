"""The addresses of the API."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from coordination.api import acting, bulk, document, history, me, offers, precedents
from coordination.api.endpoint import endpoint
from coordination.api.reading import READINGS


@endpoint("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def nothing(_request: HttpRequest, **_more: str) -> HttpResponse:
    """An address that the API does not know."""
    raise Http404


def _reading() -> list[URLPattern]:
    found = []
    for plural, view in READINGS.items():
        listed = endpoint()(view.as_view({"get": "list"}))
        single = endpoint()(view.as_view({"get": "retrieve"}))
        found.append(path(f"{plural}/", listed, name=plural))
        found.append(path(f"{plural}/<int:pk>/", single, name=f"{plural}-one"))
    return found


app_name = "api"
reading = _reading()
urlpatterns = [
    path("<slug:plural>/<int:pk>/steps/<str:step>/", acting.act, name="step"),  # the busiest first
    *reading,
    path("precedents/", precedents.precedents, name="precedents"),
    path("me/", me.me, name="me"),
    path("evidence/<int:pk>/content/", me.content, name="content"),
    path("tasks/steps/<str:step>/", bulk.act_on_many, name="bulk"),
    path("<slug:plural>/<int:pk>/offers/", offers.offers, name="offers"),
    path("<slug:plural>/<int:pk>/offers/<str:step>/", offers.dry_run, name="offer"),
    path("<slug:plural>/<int:pk>/history/", history.history, name="history"),
    path("schema/", document.schema, name="schema"),
    path("docs/", document.docs, name="docs"),
    re_path("", nothing, name="nothing"),  # whatever else, line breaks too
]
