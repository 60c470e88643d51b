"""Signing in, choosing the post to act in, the language."""

from typing import Any

from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.i18n import set_language

from coordination.web.access import PUBLIC, SIGNED_IN, official, open_to
from coordination.web.middleware import POST_KEY

login: Any = open_to(PUBLIC, "GET", "HEAD", "POST")(
    auth.LoginView.as_view(redirect_authenticated_user=True)
)
logout: Any = open_to(PUBLIC, "POST")(auth.LogoutView.as_view())
language: Any = open_to(PUBLIC, "POST")(set_language)


@open_to(SIGNED_IN, "POST")
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose in which of one's posts to act."""
    chosen = request.POST.get("acting", "")
    held = {str(hat.post_id) for hat in official(request).hats}
    if chosen in held:
        request.session[POST_KEY] = int(chosen)
    return redirect(_safe(request, request.POST.get("next", "")))


def _safe(request: HttpRequest, url: str) -> Any:
    """The address to return to, if it is one of ours."""
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()):
        return url
    return "web:desk"
