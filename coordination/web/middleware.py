"""Who acts: the signed-in person in the chosen post, resolved once a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from coordination.units.official import Official, official_of

POST_KEY = "acting_post"


class ActorMiddleware:
    """Sets ``request.official``; a person of several posts acts in the one chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.official = SimpleLazyObject(lambda: _official(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _official(request: HttpRequest) -> Official:
    user = request.user
    if not user.is_authenticated:
        return Official(user_id=None, name="")
    found = official_of(user, request.session.get(POST_KEY))
    if found.post_id is None and request.session.pop(POST_KEY, None):
        return official_of(user)
    return found
