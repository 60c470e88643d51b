"""All addresses."""

from django.urls import URLPattern, URLResolver, include, path

from coordination.web import sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/setlang/", sessions.language, name="set_language"),
    path("api/v1/", include("coordination.api.urls")),
    path("", include("coordination.web.urls")),
]

handler500 = "coordination.api.failures.failed"
