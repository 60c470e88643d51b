"""The only place that writes django-guardian's rows.

Dated posts are the truth; groups follow them. A group stands for a duty at a unit, or for a
function of a body; it holds object permissions on the unit, or on each plan of the body.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
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


@dataclass(frozen=True)
class Appointment:
    """Who shall hold which duty, where and in which days; without ``until`` the post is open."""

    user: User
    unit: Unit
    duty: str
    since: date
    until: date | None = None

    @property
    def key(self) -> tuple[int, int, str, date]:
        """What makes an appointment the same as another one."""
        return (self.user.pk, self.unit.pk, str(self.duty), self.since)


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
    [post] = appoint_all([Appointment(user, unit, duty, since, until)], actor=actor)
    return post


def appoint_all(wanted: Sequence[Appointment], *, actor: Actor = SYSTEM) -> list[Post]:
    """The same for many posts, in one act; the posts in their order.

    Raises ``ValueError`` where a unit is closed.
    """
    for each in wanted:
        if each.unit.closed_on:
            raise ValueError(f"{each.unit} is closed")
    bodies = {each.unit.body_id: each.unit for each in wanted}
    with door.act(actor) as act:
        # Locked before anything is read: of two who appoint the same at once, one finds it done.
        chain = {pk: chains.of_body(act, bodies[pk].body) for pk in sorted(bodies)}
        posts = {_key(post): post for post in _held(wanted)}
        new = {each.key: each for each in wanted if each.key not in posts}
        made = Post.objects.bulk_create(
            Post(user=each.user, unit=each.unit, duty=each.duty, since=each.since, until=each.until)
            for each in new.values()
        )
        posts |= {_key(post): post for post in made}
        _put_in_groups(wanted)
        for post in made:
            act.follow(chain[post.unit.body_id], "appoint", **told(post))
    return [posts[each.key] for each in wanted]


def _key(post: Post) -> tuple[int, int, str, date]:
    return (post.user_id, post.unit_id, str(post.duty), post.since)


def _held(wanted: Sequence[Appointment]) -> QuerySet[Post]:
    """The posts of these people at these units, among them those that are held already."""
    found = Post.objects.filter(
        user__in={each.user.pk for each in wanted}, unit__in={each.unit.pk for each in wanted}
    )
    return found.select_related("user", "unit__body")


def _put_in_groups(wanted: Sequence[Appointment]) -> None:
    """Everybody is in the group of the duty; a new group of a unit gets its rights."""
    names = {group_name(each.duty, each.unit): each for each in wanted}
    groups, new = _groups(names)
    _give(
        Unit,
        [
            (names[name].unit, groups[name], UNIT_RIGHTS[names[name].duty])
            for name in new
            if names[name].duty in UNIT_DUTIES
        ],
    )
    membership: Any = User.groups.through
    membership.objects.bulk_create(
        [
            membership(user=each.user, group=groups[group_name(each.duty, each.unit)])
            for each in wanted
        ],
        ignore_conflicts=True,
    )


def _groups(names: Iterable[str]) -> tuple[dict[str, Group], list[str]]:
    """The groups by name, and the names of those that were not there; somebody else's count too."""
    groups = Group.objects.in_bulk(list(names), field_name="name")
    new = [name for name in names if name not in groups]
    Group.objects.bulk_create([Group(name=name) for name in new], ignore_conflicts=True)
    return groups | Group.objects.in_bulk(new, field_name="name"), new


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
    groups, _new = _groups(rights)
    _give(type(plan), [(plan, groups[name], given) for name, given in rights.items()])


def _give(kind: Any, wanted: Sequence[tuple[Any, Group, Iterable[str]]]) -> None:
    """Give groups their rights on things of a ``kind``; giving twice is once."""
    own = Permission.objects.filter(content_type=ContentType.objects.get_for_model(kind))
    known = {each.codename: each for each in own}
    row: Any = get_group_obj_perms_model(kind)
    row.objects.bulk_create(
        [
            row(group=group, permission=known[right], content_object=thing)
            for thing, group, given in wanted
            for right in given
        ],
        ignore_conflicts=True,
    )
