"""Personal access tokens: made and revoked by the person, kept as a digest only."""

import hashlib
from datetime import date
from secrets import token_urlsafe
from typing import NamedTuple

from django.db.models import QuerySet

from coordination.units import chains
from coordination.units.people import AccessToken, User
from coordination.units.post_rows import Row, rows_by_token
from workflow import clock, door
from workflow.actor import Actor

MARK = "zh_"
SHOWN = 8


class Bearer(NamedTuple):
    """The person whose program calls, with the scopes of its token."""

    user_id: int
    username: str
    full_name: str
    scopes: tuple[str, ...]
    rows: tuple[Row, ...]


def issue_token(user: User, *, name: str, scopes: str, expires_on: date) -> tuple[AccessToken, str]:
    """Make a token; the secret is returned here and nowhere else again."""
    secret = MARK + token_urlsafe(32)
    with door.act(_person(user)) as act:
        token = AccessToken.objects.create(
            user=user,
            name=name,
            scopes=scopes,
            expires_on=expires_on,
            prefix=secret[:SHOWN],
            digest=_digest(secret),
            created_at=act.at,
        )
        facts = {"token": token.digest, "scopes": str(scopes), "expires_on": expires_on}
        act.follow(chains.of_person(act, user), "make_token", **facts)
    return token, secret


def bearer_of(secret: str) -> Bearer | None:
    """Whose the token of this secret is, where it still holds; it is marked as used today."""
    found = rows_by_token(_digest(secret))
    if found is None:
        return None
    token, rows = found
    today = clock.today()
    if token.last != today:
        AccessToken.objects.filter(pk=token.number).update(last_used_on=today)
    return Bearer(
        token.unit, token.principal, token.principal_name, tuple(token.word.split()), rows
    )


def tokens_of(user: User) -> QuerySet[AccessToken]:
    """A person's tokens, the newest first."""
    return AccessToken.objects.filter(user=user).order_by("-pk")


def revoke_token(user: User, pk: int) -> bool:
    """Let a token of the person hold no longer; whether there was one."""
    with door.act(_person(user)) as act:
        found = AccessToken.objects.filter(user=user, pk=pk, revoked_at__isnull=True)
        if not found.update(revoked_at=act.at):
            return False
        digest = AccessToken.objects.values_list("digest", flat=True).get(pk=pk)
        act.follow(chains.of_person(act, user), "revoke_token", token=digest)
    return True


def _person(user: User) -> Actor:
    return Actor(user_id=user.pk, name=user.username)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
