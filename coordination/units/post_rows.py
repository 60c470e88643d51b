"""Everything that makes an official, as rows of one query, or of two while a substitution runs.

What each row says stands in ``what``: ``post`` (held now or once), ``sub`` and ``sub_signing`` (a
post in which the person stands in), ``linked`` (a unit of the other side of a substitution),
``kin`` (a unit and the one that follows it), ``unit`` and ``plan`` (a right of a group); ``stands``
says only that a substitution concerns the person, so that more is to be asked.
"""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
from django.db.models.fields import BigIntegerField, CharField

from coordination.units.models import (
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

    @property
    def held(self) -> bool:
        """Whether the post is still one: neither ended nor its unit closed."""
        today = clock.today()
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


def rows_of(user: User) -> list[Row]:
    """Posts, substitutions, successions and rights of a person."""
    asked = (user.pk, clock.today())
    found = [Row(*values) for values in _OWN.rows(*asked)]
    if any(row.what == "stands" for row in found):
        found += [Row(*values) for values in _BY_SUBSTITUTION.rows(*asked)]
    return sorted(dict.fromkeys(found), key=lambda row: (row.what, row.number))


def _own(user: int, today: date) -> QuerySet[Any]:
    return _posts(user, today).union(
        _kin(Q(user=user)),
        _rights(Q(group__user=user), "unit", UnitGroupPermission),
        _rights(Q(group__user=user), "plan", PlanGroupPermission),
        _stands(user, today),
        all=True,
    )


def _by_substitution(user: int, today: date) -> QuerySet[Any]:
    running_now = Substitution.objects.filter(running(today), substitute=user)
    members = Q(group__user__in=running_now.values("post__user"))
    return _substituted(user, today).union(
        _linked(user, today),
        _kin(_others(user, today)),
        _rights(members, "unit", UnitGroupPermission),
        _rights(members, "plan", PlanGroupPermission),
        all=True,
    )


_OWN = Prepared(_own)
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


def _posts(user: int, today: date) -> QuerySet[Any]:
    posts = Post.objects.filter(user=user, since__lte=today, user__is_active=True)
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


def _stands(user: int, today: date) -> QuerySet[Any]:
    """Whether there may be a substitution on either side; what it gives is asked then."""
    either = Q(substitute=user) | Q(post__user=user)
    dated = Substitution.objects.filter(either, since__lte=today, until__gte=today)
    return _branch(dated.filter(ended_at__isnull=True), "stands")


def _rights(members: Q, what: str, model: Any) -> QuerySet[Any]:
    return _branch(
        model._default_manager.filter(members, group__user__is_active=True),
        what,
        number=F("pk"),
        word=F("permission__codename"),
        unit=F("content_object_id"),
        code=F("group__name"),
    )
