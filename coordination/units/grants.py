"""The only place that writes django-guardian's rows.

Dated posts are the truth; groups follow them. A group stands for a duty at a unit, or for a
function of a body; it holds object permissions on the unit, or on each plan of the body.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from guardian.utils import get_group_obj_perms_model

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
            _give(unit, {group: UNIT_RIGHTS[duty]})
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
    rights = {f"body:{body.pk}:{Duty(duty).value}": given for duty, given in PLAN_RIGHTS.items()}
    groups = Group.objects.in_bulk(rights, field_name="name")
    missing = [Group(name=name) for name in rights if name not in groups]
    groups |= {group.name: group for group in Group.objects.bulk_create(missing)}
    _give(plan, {groups[name]: given for name, given in rights.items()})


def _give(thing: Any, rights: dict[Group, Iterable[str]]) -> None:
    """Give groups their rights on ``thing``; giving twice is once."""
    kind = ContentType.objects.get_for_model(thing)
    known = {each.codename: each for each in Permission.objects.filter(content_type=kind)}
    row: Any = get_group_obj_perms_model(thing)
    row.objects.bulk_create(
        [
            row(group=group, permission=known[right], content_object=thing)
            for group, given in rights.items()
            for right in given
        ],
        ignore_conflicts=True,
    )
