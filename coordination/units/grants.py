"""The only place that writes django-guardian's rows.

Dated posts are the truth; groups follow them. A group stands for a duty at a unit, or for a
function of a body; it holds object permissions on the unit, or on each plan of the body.
"""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from guardian.shortcuts import assign_perm

from coordination.units import chains
from coordination.units.models import Body, Post, Unit, User
from coordination.units.states import PLAN_RIGHTS, UNIT_DUTIES, UNIT_RIGHTS, Duty
from workflow import door
from workflow.actor import SYSTEM, Actor
from workflow.door import Act


def group_name(duty: str, unit: Unit) -> str:
    """The name of the group whose members act in ``duty`` at ``unit`` or in its body."""
    if duty in UNIT_DUTIES:
        return f"unit:{unit.pk}:{duty}"
    return f"body:{unit.body_id}:{duty}"


def appoint(
    user: User,
    unit: Unit,
    duty: str,
    since: date,
    until: date | None = None,
    *,
    actor: Actor = SYSTEM,
) -> Post:
    """Give ``user`` a post and the rights that come with it; appointing twice is once.

    Raises ``ValueError`` where the unit is closed.
    """
    if unit.closed_on:
        raise ValueError(f"{unit} is closed")
    with door.act(actor) as act:
        post, new = Post.objects.get_or_create(
            user=user, unit=unit, duty=duty, since=since, defaults={"until": until}
        )
        group, made = Group.objects.get_or_create(name=group_name(duty, unit))
        if made and duty in UNIT_DUTIES:
            for right in UNIT_RIGHTS[duty]:
                assign_perm(right, group, unit)
        user.groups.add(group)
        if new:
            act.follow(chains.of_body(act, unit.body), "appoint", **told(post))
    return post


def end_post(post: Post, last: date, *, reason: str, actor: Actor = SYSTEM) -> None:
    """Let a post be held no longer than ``last``; the row stays as history."""
    with door.act(actor) as act:
        note_end(act, post, last, reason)


def note_end(act: Act, post: Post, last: date, reason: str) -> None:
    """Within an act: the post ends; where it has ended already its group is left too."""
    chain = chains.of_body(act, post.unit.body)
    post.until = last
    post.save(update_fields=["until"])
    others = Post.objects.filter(user=post.user, unit=post.unit, duty=post.duty)
    still = others.filter(Q(until__isnull=True) | Q(until__gte=act.day))
    if not still.exists():
        post.user.groups.remove(*Group.objects.filter(name=group_name(post.duty, post.unit)))
    act.follow(chain, "end_post", **told(post), reason=reason)


def told(post: Post) -> dict[str, Any]:
    """A post as the facts of a record."""
    return {
        "person": post.user.username,
        "at_unit": post.unit.code,
        "duty": str(post.duty),
        "since": post.since,
        "until": post.until,
    }


def grant_plan(plan: Any, body: Body) -> None:
    """Give every function of ``body`` its rights on ``plan``."""
    for duty, rights in PLAN_RIGHTS.items():
        group, _made = Group.objects.get_or_create(name=f"body:{body.pk}:{Duty(duty).value}")
        for right in rights:
            assign_perm(right, group, plan)
