"""``If-Match``, ``ETag`` and ``Idempotency-Key``: what a write says about itself."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.api.problems import Problem
from workflow.keys import Key

TAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')
KEY = re.compile(r"[\x21-\x7e]{1,255}")
NEVER = 0  # no subject has this version, so it is always stale


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def version_of_header(request: HttpRequest) -> int | None:
    """The version that ``If-Match`` names, strong or weak.

    ``None`` where the header is missing or says ``*``, which names no version; a tag that is
    none of ours can only be stale.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    found = TAG.fullmatch(header)
    return int(found[1]) if found else NEVER


def key_of(request: HttpRequest, user_id: int, said: Callable[[], bytes]) -> Key | None:
    """The key of the request, if it sends one; raises the problem where it cannot be one.

    ``said`` gives the content as bytes; it is asked for a key only.
    """
    token = request.headers.get("Idempotency-Key")
    if token is None:
        return None
    if not KEY.fullmatch(token):
        fault = _("A key has 1 to 255 visible ASCII characters.")
        raise Problem("invalid", errors={"Idempotency-Key": [fault]})
    return Key.of(user_id, "POST", request.path, token, said())
