"""Signing in and out, and failing to, as entries of the configuration's chains.

Each person has a chain of its own, so that sign-ins do not wait for one another. The address
stands there as a keyed digest only; so does a name that nobody bears, which may be a password.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils.crypto import salted_hmac

from coordination.units import chains
from coordination.units.models import User
from workflow import door
from workflow.actor import Actor

NOBODY = Actor(user_id=None, name="nobody")


def listen() -> None:
    """Have every sign-in of the house recorded."""
    user_logged_in.connect(_signed_in, dispatch_uid="coordination.sign_in")
    user_logged_out.connect(_signed_out, dispatch_uid="coordination.sign_out")
    user_login_failed.connect(_refused, dispatch_uid="coordination.fail_sign_in")


def _signed_in(request: Any, user: User, **_more: Any) -> None:
    _note("sign_in", user, request)


def _signed_out(request: Any, user: User | None, **_more: Any) -> None:
    if user is not None:
        _note("sign_out", user, request)


def _note(step: str, user: User, request: Any) -> None:
    with door.act(Actor(user_id=user.pk, name=user.username)) as act:
        act.follow(chains.of_person(act, user), step, address=_address(request))


def _refused(credentials: Mapping[str, Any], request: Any = None, **_more: Any) -> None:
    name = str(credentials.get("username") or "")
    with door.act(NOBODY) as act:
        known = User.objects.filter(username=name).first()
        facts = {"address": _address(request)}
        if known:
            act.follow(chains.of_person(act, known), "fail_sign_in", **facts)
        else:
            facts["named"] = _keyed(name)
            act.follow(chains.of_strangers(act), "fail_sign_in", **facts)


def _address(request: Any) -> str:
    return _keyed(request.META.get("REMOTE_ADDR", "")) if request is not None else ""


def _keyed(text: str) -> str:
    return salted_hmac("coordination.sign_ins", text, algorithm="sha256").hexdigest()
