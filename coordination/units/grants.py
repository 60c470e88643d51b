"""The only place that writes django-guardian's rows.

Dated posts are the truth; groups follow them. A group stands for a duty at a unit, or for a
function of a body; it holds object permissions on the unit, or on each plan of the body.
"""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm

from coordination.units.models import Body, Post, Unit, User
from coordination.units.states import PLAN_RIGHTS, UNIT_DUTIES, UNIT_RIGHTS, Duty


def group_name(duty: str, unit: Unit) -> str:
    """The name of the group whose members act in ``duty`` at ``unit`` or in its body."""
    if duty in UNIT_DUTIES:
        return f"unit:{unit.pk}:{duty}"
    return f"body:{unit.body_id}:{duty}"


def appoint(user: User, unit: Unit, duty: str, since: date, until: date | None = None) -> Post:
    """Give ``user`` a post and the rights that come with it; appointing twice is once."""
    post, _made = Post.objects.get_or_create(
        user=user, unit=unit, duty=duty, since=since, defaults={"until": until}
    )
    group, made = Group.objects.get_or_create(name=group_name(duty, unit))
    if made and duty in UNIT_DUTIES:
        for right in UNIT_RIGHTS[duty]:
            assign_perm(right, group, unit)
    user.groups.add(group)
    return post


def grant_plan(plan: Any, body: Body) -> None:
    """Give every function of ``body`` its rights on ``plan``."""
    for duty, rights in PLAN_RIGHTS.items():
        group, _made = Group.objects.get_or_create(name=f"body:{body.pk}:{Duty(duty).value}")
        for right in rights:
            assign_perm(right, group, plan)
