"""Substitution 代理: somebody acts for the holder of a post between two days."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from coordination.units import chains
from coordination.units import substitution_rules as rules
from coordination.units.models import Post, Substitution, User
from coordination.units.official import Official
from coordination.units.states import Duty
from workflow import door
from workflow.errors import NotAllowed, Unmet, WrongState
from workflow.keys import Key
from workflow.verdict import no


def register(
    post: Post,
    *,
    actor: Official,
    substitute: User,
    since: date,
    until: date,
    cause: str,
    may_sign: bool = False,
    key: Key | None = None,
) -> Substitution:
    """Let ``substitute`` act for the holder of ``post`` from ``since`` to ``until``, the last day.

    Raises ``NotAllowed`` for whoever may not register it, ``Unmet`` with all that stands against.
    """
    with door.act(actor, key) as act:
        verdict = rules.may_substitute(post, actor)
        if not verdict:
            raise NotAllowed(verdict, step="substitute")
        chain = chains.of_body(act, post.unit.body)
        faults = rules.unmet(post, substitute, since, until, actor)
        if faults:
            raise Unmet(*faults, step="substitute")
        made = Substitution.objects.create(
            post=post,
            substitute=substitute,
            since=since,
            until=until,
            may_sign=may_sign and post.duty == Duty.HEAD,
            cause=cause,
            registered_at=act.at,
            registered_by_id=actor.user_id,
        )
        act.follow(
            chain,
            "substitute",
            number=made.pk,
            principal=post.user.username,
            substitute=substitute.username,
            at_unit=post.unit.code,
            duty=str(post.duty),
            since=since,
            until=until,
            may_sign=made.may_sign,
            reason=cause,
        )
        return made


def end(
    substitution: Substitution, *, actor: Official, reason: str, key: Key | None = None
) -> None:
    """End a substitution early, from this moment; the row stays.

    Raises ``NotAllowed`` for whoever could not have registered it, ``WrongState`` where it is over.
    """
    with door.act(actor, key) as act:
        verdict = rules.may_substitute(substitution.post, actor)
        if not verdict:
            raise NotAllowed(verdict, step="end_substitution")
        chain = chains.of_body(act, substitution.post.unit.body)
        open_ones = Substitution.objects.filter(
            pk=substitution.pk, ended_at__isnull=True, until__gte=act.day
        )
        if not open_ones.update(ended_at=act.at):
            raise WrongState(no("substitution_over", _("This substitution is over already.")))
        act.follow(chain, "end_substitution", number=substitution.pk, reason=reason)
