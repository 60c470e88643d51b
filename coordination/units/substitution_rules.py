"""Who may register and end a substitution, and what must hold for it."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coordination.units.models import Post, Substitution, User
from coordination.units.official import Official
from coordination.units.states import ADMINISTRATORS, Duty
from workflow import clock
from workflow.verdict import YES, Verdict, no


def may_substitute(post: Post, actor: Official) -> Verdict:
    """The holder, the head of the unit for its handlers, or the system administrator.

    In one's own post only: who acts for somebody else passes nothing on.
    """
    if actor.post_id is None or actor.on_behalf_of:
        return no("substitution_own_post", _("A substitute does not name a further substitute."))
    if post.user_id == actor.user_id or _head_of_handler(post, actor):
        return YES
    if actor.hat == Duty.SYSADMIN and post.unit.body_id == actor.body_id:
        return YES
    return no(
        "substitution_actor",
        _(
            "A substitution is registered by the holder of the post, by the head of the unit for "
            "its handlers, or by the system administrator."
        ),
    )


def _head_of_handler(post: Post, actor: Official) -> bool:
    return post.duty == Duty.HANDLER and post.unit_id in actor.signs


def unmet(post: Post, substitute: User, since: date, until: date, actor: Official) -> list[Verdict]:
    """Every condition that does not hold, each with its reason."""
    verdicts = (
        _days(post, since, until),
        _administrators(post, substitute),
        _another(post, substitute),
        _in_office(post, substitute),
        _not_the_administrator(post, substitute, actor),
        *_free(post, substitute, since, until),
    )
    return [verdict for verdict in verdicts if not verdict]


def _days(post: Post, since: date, until: date) -> Verdict:
    longest = settings.SUBSTITUTION_MAX_DAYS
    if not clock.today() <= since <= until:
        return no(
            "substitution_days", _("It begins today or later, and ends on that day or later.")
        )
    if until - since > timedelta(days=longest):
        return no("substitution_length", _("It lasts %(n)d days at most.") % {"n": longest})
    if post.since > since or (post.until and post.until < until):
        return no("substitution_post", _("The post itself is not held on all of these days."))
    return YES


def _administrators(post: Post, substitute: User) -> Verdict:
    """System, security and audit administrators act in no case and are appointed, not replaced."""
    if post.duty in ADMINISTRATORS:
        return no("substitution_admin", _("Another administrator is appointed, not substituted."))
    if _posts_of(substitute).filter(duty__in=ADMINISTRATORS).exists():
        return no(
            "substitution_admin",
            _("%(person)s is an administrator and acts in no case.") % {"person": substitute},
        )
    return YES


def _another(post: Post, substitute: User) -> Verdict:
    if post.user_id != substitute.pk and substitute.is_active and post.user.is_active:
        return YES
    return no("substitution_person", _("Name another person, whose account is active."))


def _in_office(post: Post, substitute: User) -> Verdict:
    if _posts_of(substitute).filter(unit__body_id=post.unit.body_id).exists():
        return YES
    return no(
        "substitution_office",
        _("%(person)s holds no post in this government.") % {"person": substitute},
    )


def _not_the_administrator(post: Post, substitute: User, actor: Official) -> Verdict:
    """Nobody gives himself the rights of another."""
    if substitute.pk != actor.user_id or _head_of_handler(post, actor):
        return YES
    return no("substitution_self", _("Nobody registers himself as the substitute of another."))


def _free(post: Post, substitute: User, since: date, until: date) -> list[Verdict]:
    """One substitute for a post at a time, and no chain of substitutes."""
    within = Substitution.objects.filter(since__lte=until, until__gte=since, ended_at__isnull=True)
    verdicts = []
    if taken := within.filter(post=post).first():
        verdicts.append(_overlap("substitution_taken", taken))
    if absent := within.filter(post__user=substitute).first():
        verdicts.append(_overlap("substitution_chain", absent))
    if standing_in := within.filter(substitute=post.user).first():
        verdicts.append(_overlap("substitution_chain", standing_in))
    return verdicts


def _overlap(code: str, other: Substitution) -> Verdict:
    return no(
        code,
        _(
            "%(substitute)s stands in for %(principal)s from %(since)s to %(until)s; substitutes "
            "form no chain. End that one first, or choose other days or another person."
        )
        % {
            "substitute": other.substitute,
            "principal": other.post.user,
            "since": other.since.isoformat(),
            "until": other.until.isoformat(),
        },
    )


def _posts_of(person: User) -> Any:
    today = clock.today()
    return Post.objects.filter(user=person, since__lte=today).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )
