"""Personal access tokens: made and revoked by the person, kept as a digest only."""

import hashlib
from datetime import date
from secrets import token_urlsafe

from django.db.models import QuerySet

from coordination.units import chains
from coordination.units.people import AccessToken, User
from workflow import clock, door
from workflow.actor import Actor
from workflow.prepared import Prepared

MARK = "zh_"
SHOWN = 8


_HOLDING = Prepared(
    lambda digest, today: AccessToken.objects.select_related("user").filter(
        digest=digest, revoked_at__isnull=True, expires_on__gte=today, user__is_active=True
    )
)


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


def find_token(secret: str) -> AccessToken | None:
    """The token of this secret where it still holds, marked as used today."""
    today = clock.today()
    found: list[AccessToken] = _HOLDING.instances(_digest(secret), today, join="user")
    token = found[0] if found else None
    if token and token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


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
