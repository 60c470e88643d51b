"""A person's own access tokens: made, shown once, revoked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coordination.forms.tokens import TokenForm
from coordination.units.models import User
from coordination.units.tokens import issue_token, revoke_token, tokens_of
from coordination.web.access import SIGNED_IN, open_to
from workflow import clock


@open_to(SIGNED_IN, "GET", "HEAD", "POST")
def tokens(request: HttpRequest) -> HttpResponse:
    """The person's tokens; a new one is shown in this answer and never again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made, secret = issue_token(_person(request), **form.cleaned_data)
        return _page(request, TokenForm(), made=made, secret=secret)
    return _page(request, form, status=422 if form.is_bound else 200)


@open_to(SIGNED_IN, "POST")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one of the person's tokens hold no longer."""
    if not revoke_token(_person(request), pk):
        raise Http404
    messages.success(request, _("The token was revoked."))
    return redirect("web:tokens")


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "tokens": tokens_of(_person(request)),
        "today": clock.today(),
        **more,
    }
    return render(request, "account/tokens.html", context, status=status)


def _person(request: HttpRequest) -> User:
    person: User = request.user  # type: ignore[assignment]
    return person
