"""Everything that makes an official, as rows of one query, or of two while a substitution runs.

What each row says stands in ``what``: ``post`` (held now or once), ``sub`` and ``sub_signing`` (a
post in which the person stands in), ``linked`` (a unit of the other side of a substitution),
``kin`` (a unit and the one that follows it), ``unit`` and ``plan`` (a right of a group); ``stands``
says only that a substitution concerns the person, so that more is to be asked; ``token`` is the
one by which a program has named the person.
"""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, DateField, F, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import BigIntegerField, CharField

from coordination.units.models import (
    AccessToken,
    PlanGroupPermission,
    Post,
    Substitution,
    Succession,
    UnitGroupPermission,
    User,
)
from coordination.units.states import SuccessionKind
from workflow import clock
from workflow.prepared import Prepared


class Row(NamedTuple):
    """``word`` is a duty or a right; ``code`` that of the unit, or the name of the group."""

    last: date | None
    closed: date | None
    what: str
    number: int
    word: str
    unit: int
    code: str
    name: str
    body: int
    principal: str
    principal_name: str

    def held_on(self, today: date) -> bool:
        """Whether the post is still one: neither ended nor its unit closed."""
        return (self.last is None or self.last >= today) and (
            self.closed is None or self.closed > today
        )

    @property
    def ended_on(self) -> date:
        """The last day of a post that is held no longer."""
        return min(day for day in (self.last, self.closed) if day)


DAY = Value(None, output_field=DateField())
NUMBER = Value(0, output_field=BigIntegerField())
WORD = Value("", output_field=CharField())
# Days first, in the branch of the posts: PostgreSQL takes a column's type from there.
COLUMNS: dict[str, Any] = {
    "last": DAY,
    "closed": DAY,
    "what": WORD,
    "number": NUMBER,
    "word": WORD,
    "unit": NUMBER,
    "code": WORD,
    "name": WORD,
    "body": NUMBER,
    "principal": WORD,
    "principal_name": WORD,
}


def rows_of(user: User) -> tuple[Row, ...]:
    """Posts, substitutions, successions and rights of a person."""
    today = clock.today()
    return _complete(_OWN.rows(user.pk, today), user.pk, today)


def rows_by_token(digest: str) -> tuple[Row, tuple[Row, ...]] | None:
    """The token of this digest, where it holds, and the rows of its person.

    The token's ``last`` is the day of its last use, its ``word`` the scopes; ``unit`` is the
    account, ``principal`` and ``principal_name`` are the person's names.
    """
    today = clock.today()
    found = _BY_TOKEN.rows(digest, today)
    token = next((row for row in map(Row._make, found) if row.what == "token"), None)
    return (token, _complete(found, token.unit, today)) if token else None


def _complete(own: list[tuple[Any, ...]], user: int, today: date) -> tuple[Row, ...]:
    """The person's own rows, with what comes by substitutions."""
    found = {Row._make(values) for values in own}
    if any(row.what == "stands" for row in found):
        found.update(map(Row._make, _BY_SUBSTITUTION.rows(user, today)))
    told = (row for row in found if row.what not in ("token", "stands"))
    return tuple(sorted(told, key=_in_order))


def _in_order(row: Row) -> Any:
    return (row.what, row.number, row.word, row.unit, row.code)


def _own(who: QuerySet[Any], today: date) -> QuerySet[Any]:
    """``who`` asks for the id of the person, and is the only one to look whether there is one."""
    user = Subquery(who)
    return _posts(user, today).union(
        _kin(Q(user=user)),
        _rights(Q(group__user=user), "unit", UnitGroupPermission),
        _rights(Q(group__user=user), "plan", PlanGroupPermission),
        _stands(user, today),
        all=True,
    )


def _own_of(user: int, today: date) -> QuerySet[Any]:
    return _own(User.objects.filter(pk=user, is_active=True).values("pk"), today)


def _by_substitution(user: int, today: date) -> QuerySet[Any]:
    running_now = Substitution.objects.filter(running(today), substitute=user)
    members = Q(group__user__in=running_now.values("post__user"), group__user__is_active=True)
    return _substituted(user, today).union(
        _linked(user, today),
        _kin(_others(user, today)),
        _rights(members, "unit", UnitGroupPermission),
        _rights(members, "plan", PlanGroupPermission),
        all=True,
    )


def _by_token(digest: str, today: date) -> QuerySet[Any]:
    """The token's own row says whether it holds; without it the others are nobody's."""
    holding = AccessToken.objects.filter(
        digest=digest, revoked_at__isnull=True, expires_on__gte=today, user__is_active=True
    )
    token = _branch(
        holding,
        "token",
        last=F("last_used_on"),
        number=F("pk"),
        word=F("scopes"),
        unit=F("user_id"),
        principal=F("user__username"),
        principal_name=F("user__full_name"),
    )
    named = AccessToken.objects.filter(digest=digest)
    return _own(named.values("user"), today).union(token, all=True)


_OWN = Prepared(_own_of)
_BY_TOKEN = Prepared(_by_token)
_BY_SUBSTITUTION = Prepared(_by_substitution)


def running(today: date) -> Q:
    """Substitutions that run on the day, of posts that are still held."""
    until = Q(post__until__isnull=True) | Q(post__until__gte=today)
    return until & Q(
        since__lte=today,
        until__gte=today,
        ended_at__isnull=True,
        post__since__lte=today,
        post__user__is_active=True,
        post__unit__closed_on__isnull=True,
    )


def _branch(rows: QuerySet[Any], what: Any, **given: Any) -> QuerySet[Any]:
    kind = Value(what, output_field=CharField()) if isinstance(what, str) else what
    columns = {**COLUMNS, "what": kind, **given}
    return rows.order_by().values_list(*columns.values())


def _posts(user: Any, today: date) -> QuerySet[Any]:
    posts = Post.objects.filter(user=user, since__lte=today)
    return _branch(
        posts,
        "post",
        last=F("until"),
        closed=F("unit__closed_on"),
        number=F("pk"),
        word=F("duty"),
        unit=F("unit_id"),
        code=F("unit__code"),
        name=F("unit__short_name"),
        body=F("unit__body_id"),
    )


def _substituted(user: int, today: date) -> QuerySet[Any]:
    return _branch(
        Substitution.objects.filter(running(today), substitute=user, substitute__is_active=True),
        Case(When(may_sign=True, then=Value("sub_signing")), default=Value("sub")),
        number=F("post_id"),
        word=F("post__duty"),
        unit=F("post__unit_id"),
        code=F("post__unit__code"),
        name=F("post__unit__short_name"),
        body=F("post__unit__body_id"),
        principal=F("post__user__username"),
        principal_name=F("post__user__full_name"),
    )


def _others(user: int, today: date) -> Q:
    """People for whom the person stands in, and those who stand in for him."""
    mine = Substitution.objects.filter(running(today))
    return Q(user__in=mine.filter(substitute=user).values("post__user")) | Q(
        user__in=mine.filter(post__user=user).values("substitute")
    )


def _linked(user: int, today: date) -> QuerySet[Any]:
    held = Q(until__isnull=True) | Q(until__gte=today)
    posts = Post.objects.filter(_others(user, today), held, since__lte=today)
    return _branch(posts, "linked", unit=F("unit_id"))


def _kin(of: Q) -> QuerySet[Any]:
    units = Post.objects.filter(of).values("unit")
    followed = Succession.objects.filter(Q(old__in=units) | Q(new__in=units)).exclude(
        Q(kind=SuccessionKind.RENAME) | Q(new__isnull=True)
    )
    return _branch(followed, "kin", number=F("old_id"), unit=F("new_id"))


def _stands(user: Any, today: date) -> QuerySet[Any]:
    """Whether there may be a substitution on either side; what it gives is asked then."""
    either = Q(substitute=user) | Q(post__user=user)
    dated = Substitution.objects.filter(either, since__lte=today, until__gte=today)
    return _branch(dated.filter(ended_at__isnull=True), "stands")


def _rights(members: Q, what: str, model: Any) -> QuerySet[Any]:
    return _branch(
        model._default_manager.filter(members),
        what,
        number=F("pk"),
        word=F("permission__codename"),
        unit=F("content_object_id"),
        code=F("group__name"),
    )
