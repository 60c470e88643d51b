"""The official who acts: a person in one post, with the rights of that post.

Everything a rule or a list asks about the actor is here, read in one query a request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import F, Q, Value
from django.db.models.fields import BigIntegerField, CharField

from coordination.units.models import PlanGroupPermission, Post, UnitGroupPermission, User
from coordination.units.states import UNIT_DUTIES
from workflow import clock
from workflow.actor import Actor

NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Hat:
    """One of the posts a person may act in."""

    post_id: int
    duty: str
    unit_id: int
    unit_code: str
    unit_name: str
    body_id: int

    @property
    def for_unit(self) -> bool:
        """Whether the post is at a unit, not in a function of the body."""
        return self.duty in UNIT_DUTIES


@dataclass(frozen=True, slots=True)
class Official(Actor):
    """A person in one post. ``hats`` are all posts held; ``hat`` is the duty acted in."""

    unit_id: int | None = None
    unit_name: str = ""
    body_id: int | None = None
    post_id: int | None = None
    acts: frozenset[int] = NOTHING
    signs: frozenset[int] = NOTHING
    plans: Mapping[str, frozenset[int]] = field(default_factory=dict)
    hats: tuple[Hat, ...] = ()

    def may_on_plan(self, right: str, plan_id: int) -> bool:
        """Whether the post gives ``right`` on the plan."""
        return plan_id in self.plans.get(right, NOTHING)

    @property
    def for_unit(self) -> bool:
        """Whether the person acts for a unit, not in a function."""
        return self.hat in UNIT_DUTIES

    @property
    def person_id(self) -> int:
        """The account that acts; raises ``LookupError`` where nobody is signed in."""
        if self.user_id is None:
            raise LookupError("nobody is signed in")
        return self.user_id

    @property
    def own_unit_id(self) -> int:
        """The unit acted for; raises ``LookupError`` without a post."""
        if self.unit_id is None:
            raise LookupError(f"{self.name} holds no post")
        return self.unit_id


def official_of(user: User, post_id: int | None = None) -> Official:
    """The official that ``user`` is in the post ``post_id``, by default the first one held.

    A post that is not held, or no longer, gives no right at all.
    """
    return official_in(
        user, lambda hats: next((hat for hat in hats if post_id in (None, hat.post_id)), None)
    )


def official_in(user: User, choose: Callable[[tuple[Hat, ...]], Hat | None]) -> Official:
    """The official that ``user`` is in the post which ``choose`` takes among those held."""
    rows = _rows(user)
    hats = tuple(
        Hat(number, duty, unit_id, code, name, body_id)
        for what, number, duty, unit_id, code, name, body_id in rows
        if what == "post"
    )
    bare = Official(user_id=user.pk, name=user.username, hats=hats)
    chosen = choose(hats)
    if chosen is None:
        return bare
    units, plans = _rights(rows, chosen)
    return replace(
        _wearing(bare, chosen),
        acts=units.get("act_for_unit", NOTHING),
        signs=units.get("sign_for_unit", NOTHING),
        plans=plans,
    )


def _wearing(bare: Official, hat: Hat) -> Official:
    return replace(
        bare,
        unit=hat.unit_code,
        hat=hat.duty,
        unit_id=hat.unit_id,
        unit_name=hat.unit_name,
        body_id=hat.body_id,
        post_id=hat.post_id,
    )


Rights = dict[str, frozenset[int]]


def _rights(
    rows: list[tuple[str, int, str, int, str, str, int]], hat: Hat
) -> tuple[Rights, Rights]:
    """Rights on units and on plans that come with the post, each as ids by right."""
    group = f"unit:{hat.unit_id}:{hat.duty}" if hat.for_unit else f"body:{hat.body_id}:{hat.duty}"
    found: dict[str, Rights] = {"unit": {}, "plan": {}}
    for what, _number, right, target, holder, _name, _body in rows:
        if holder == group and what in found:
            found[what][right] = found[what].get(right, NOTHING) | {target}
    return found["unit"], found["plan"]


def _rows(user: User) -> list[tuple[str, int, str, int, str, str, int]]:
    """Posts held today and rights of the person's groups, in one query."""
    today = clock.today()
    posts = (
        Post.objects.filter(user=user, since__lte=today, user__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .order_by()
        .values_list(
            Value("post", output_field=CharField()),
            "pk",
            F("duty"),
            F("unit_id"),
            F("unit__code"),
            F("unit__short_name"),
            F("unit__body_id"),
        )
    )
    rights = [
        model._default_manager.filter(group__user=user, group__user__is_active=True)
        .order_by()
        .values_list(
            Value(what, output_field=CharField()),
            "pk",
            F("permission__codename"),
            F("content_object_id"),
            F("group__name"),
            Value("", output_field=CharField()),
            Value(0, output_field=BigIntegerField()),
        )
        for what, model in (("unit", UnitGroupPermission), ("plan", PlanGroupPermission))
    ]
    found = list(posts.union(*rights, all=True))
    return sorted(found, key=lambda row: (row[0], row[1]))
