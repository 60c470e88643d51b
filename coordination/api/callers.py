"""Who calls: a signed-in person or a token, in the post named by ``Acting-Unit``."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from coordination.api.problems import Problem
from coordination.units.models import User
from coordination.units.official import Hat, Official, official_among, official_in
from coordination.units.tokens import Bearer, bearer_of
from workflow.errors import NotAllowed
from workflow.verdict import no

READ, ACT = "read", "act"
CHALLENGE = 'Bearer realm="zongheng"'


@dataclass(frozen=True)
class Caller:
    """The official a person is in this request, and what a program may do for it."""

    official: Official
    full_name: str
    scopes: tuple[str, ...] = (READ, ACT)


def caller_of(request: HttpRequest, scope: str, *, any_post: bool = False) -> Caller:
    """Who calls; raises the problem where nobody may, with this scope, in this post.

    ``any_post``: the address tells a person about the posts held, so none need be chosen.
    """
    named = request.headers.get("Acting-Unit")

    def choose(hats: tuple[Hat, ...]) -> Hat | None:
        return _chosen(hats, named, any_post=any_post)

    header = request.headers.get("Authorization")
    if header is None:
        user = _signed_in(request)
        return Caller(official_in(user, choose), user.full_name)
    bearer = _bearer(header)
    if scope not in bearer.scopes:
        raise NotAllowed(no("scope", _("This token was made for reading only.")))
    official = official_among(bearer.rows, bearer.user_id, bearer.username, choose)
    return Caller(official, bearer.full_name, bearer.scopes)


def _bearer(header: str) -> Bearer:
    scheme, _space, secret = header.partition(" ")
    found = bearer_of(secret.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise Problem("unauthenticated", headers={"WWW-Authenticate": CHALLENGE})
    return found


def _signed_in(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise Problem("unauthenticated", headers={"WWW-Authenticate": CHALLENGE})
    if _Csrf.reason(request):
        raise NotAllowed(no("csrf", _("A session must send its CSRF token with every act.")))
    return user


def _chosen(hats: tuple[Hat, ...], header: str | None, *, any_post: bool) -> Hat | None:
    """The post named as ``UNIT`` or, where a person has several there, ``UNIT/duty``.

    One in which the person stands in for another is ``UNIT/sub_duty``, with ``/number`` where
    there are several of these too.
    """
    if header is None:
        if len(hats) <= 1 or any_post:
            return next(iter(hats), None)
        raise _which_post(hats)
    named = header.strip()
    fitting = [hat for hat in hats if f"{hat.code}/".startswith(f"{named}/")]
    if len(fitting) != 1:
        raise _which_post(hats)
    return fitting[0]


def _which_post(hats: tuple[Hat, ...]) -> NotAllowed:
    posts = "、".join(hat.code for hat in hats)
    reason = _("Name the post you act in by the header Acting-Unit: %(posts)s.") % {
        "posts": posts or _("you hold none")
    }
    return NotAllowed(no("acting_unit", reason))


class _Csrf(CsrfViewMiddleware):
    """Django's check, asked here because a token needs none."""

    @classmethod
    def reason(cls, request: HttpRequest) -> str:
        """Why a session's request is refused; empty where it is not."""
        check = cls(lambda _request: HttpResponse())
        check.process_request(request)
        return str(check.process_view(request, HttpResponse, (), {}) or "")

    def _reject(self, _request: HttpRequest, reason: str) -> str:
        return reason
