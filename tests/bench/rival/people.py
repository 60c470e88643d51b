"""Who calls: token, person, post and unit in one query."""

import hashlib
from typing import Any

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from tests.bench.rival.models import Token


class TokenOfAPost(BaseAuthentication):
    def authenticate(self, request: Any) -> Any:
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        digest = hashlib.sha256(secret).hexdigest()
        found = Token.objects.select_related("user__post").filter(digest=digest).first()
        if found is None or not found.user.is_active:
            raise AuthenticationFailed
        return found.user, found
