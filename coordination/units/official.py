"""The official who acts: a person in one post, with the rights of that post.

Everything a rule or a list asks about the actor is here, read once a request: posts held and once
held, posts in which the person stands in for somebody, and whom else that concerns.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from coordination.units.models import User
from coordination.units.post_rows import Row, rows_of
from coordination.units.states import UNIT_DUTIES
from workflow import clock
from workflow.actor import Actor

NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Hat:
    """One of the posts a person may act in.

    ``principal`` is the account of its holder where the person is a substitute, and
    ``principal_name`` the name; ``may_sign`` is then what the substitution says.
    """

    post_id: int
    duty: str
    unit_id: int
    unit_code: str
    unit_name: str
    body_id: int
    principal: str = ""
    principal_name: str = ""
    may_sign: bool = True

    @property
    def for_unit(self) -> bool:
        """Whether the post is at a unit, not in a function of the body."""
        return self.duty in UNIT_DUTIES

    @property
    def code(self) -> str:
        """What names the post to the API: ``UNIT/duty``, a substitute's with the post's number."""
        if self.principal:
            return f"{self.unit_code}/sub_{self.duty}/{self.post_id}"
        return f"{self.unit_code}/{self.duty}"


@dataclass(frozen=True, slots=True)
class Official(Actor):
    """A person in one post. ``hats`` are all posts held; ``hat`` is the duty acted in.

    ``former`` are units of posts that have ended, each with the last day; ``linked`` those of
    people who stand in for this one now, or for whom this one stands in; ``kin`` pairs of units of
    which the second follows the first.
    """

    unit_id: int | None = None
    unit_name: str = ""
    body_id: int | None = None
    post_id: int | None = None
    acts: frozenset[int] = NOTHING
    signs: frozenset[int] = NOTHING
    plans: Mapping[str, frozenset[int]] = field(default_factory=dict, hash=False)
    hats: tuple[Hat, ...] = ()
    former: tuple[tuple[int, date], ...] = ()
    linked: frozenset[int] = NOTHING
    kin: tuple[tuple[int, int], ...] = ()

    def may_on_plan(self, right: str, plan_id: int) -> bool:
        """Whether the post gives ``right`` on the plan."""
        return plan_id in self.plans.get(right, NOTHING)

    @property
    def for_unit(self) -> bool:
        """Whether the person acts for a unit, not in a function."""
        return self.hat in UNIT_DUTIES

    @property
    def worn(self) -> Hat | None:
        """The post acted in."""
        return next((hat for hat in self.hats if hat.post_id == self.post_id), None)

    def own_units(self) -> frozenset[int]:
        """Every unit to which the person belongs now, whatever post is acted in.

        By a post held, by substitution either way, and the units that these follow or that
        follow them.
        """
        held = {hat.unit_id for hat in self.hats} | self.linked
        return self._with_kin(held if self.unit_id is None else held | {self.unit_id})

    def units_since(self, day: date | None) -> frozenset[int]:
        """The same with the posts held at any time since ``day``."""
        held = {unit for unit, last in self.former if day is not None and last >= day}
        return self.own_units() | self._with_kin(held)

    def as_signer(self) -> "Official":
        """The same as the head of the units acted for would be; to ask what he could do."""
        return replace(self, signs=self.signs | self.acts)

    def signing_for(self, preparer: str) -> "Official":
        """The same, about to sign what the account ``preparer`` has prepared."""
        return replace(self, prepared_by=preparer)

    def heirs(self) -> frozenset[int]:
        """The units acted for and those that they have followed."""
        return self.acts | {old for old, new in self.kin if new in self.acts}

    def _with_kin(self, units: Iterable[int]) -> frozenset[int]:
        found = frozenset(units)
        return found | {
            other
            for old, new in self.kin
            for one, other in ((old, new), (new, old))
            if one in found
        }

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


Choice = Callable[[tuple[Hat, ...]], Hat | None]


def official_in(user: User, choose: Choice) -> Official:
    """The official that ``user`` is in the post which ``choose`` takes among those held."""
    return official_among(rows_of(user), user.pk, user.username, choose)


def official_among(rows: tuple[Row, ...], user_id: int, name: str, choose: Choice) -> Official:
    """The same of a person whose rows were read already."""
    bare = _without_post(rows, clock.today(), user_id, name)
    chosen = choose(bare.hats)
    return bare if chosen is None else _in_post(rows, bare, chosen)


@lru_cache(maxsize=2_000)
def _without_post(rows: tuple[Row, ...], today: date, user_id: int, name: str) -> Official:
    """What the rows say of the person on the day; kept, since they seldom change."""
    posts = [row for row in rows if row.what == "post"]
    hats = tuple(_hat(row) for row in posts if row.held_on(today))
    hats += tuple(_hat(row) for row in rows if row.what in ("sub", "sub_signing"))
    return Official(
        user_id=user_id,
        name=name,
        hats=hats,
        former=tuple((row.unit, row.ended_on) for row in posts if not row.held_on(today)),
        linked=frozenset(row.unit for row in rows if row.what == "linked"),
        kin=tuple((row.number, row.unit) for row in rows if row.what == "kin"),
    )


@lru_cache(maxsize=2_000)
def _in_post(rows: tuple[Row, ...], bare: Official, chosen: Hat) -> Official:
    units, plans = _rights(rows, chosen)
    return replace(
        _wearing(bare, chosen),
        acts=units.get("act_for_unit", NOTHING),
        signs=units.get("sign_for_unit", NOTHING) if chosen.may_sign else NOTHING,
        plans=plans,
    )


def _hat(row: Row) -> Hat:
    return Hat(
        post_id=row.number,
        duty=row.word,
        unit_id=row.unit,
        unit_code=row.code,
        unit_name=row.name,
        body_id=row.body,
        principal=row.principal,
        principal_name=row.principal_name or row.principal,
        may_sign=row.what != "sub",
    )


def _wearing(bare: Official, hat: Hat) -> Official:
    return replace(
        bare,
        unit=hat.unit_code,
        hat=hat.duty,
        on_behalf_of=hat.principal,
        unit_id=hat.unit_id,
        unit_name=hat.unit_name,
        body_id=hat.body_id,
        post_id=hat.post_id,
    )


Rights = dict[str, frozenset[int]]


def _rights(rows: Iterable[Row], hat: Hat) -> tuple[Rights, Rights]:
    """Rights on units and on plans that come with the post, each as ids by right."""
    group = f"unit:{hat.unit_id}:{hat.duty}" if hat.for_unit else f"body:{hat.body_id}:{hat.duty}"
    found: dict[str, Rights] = {"unit": {}, "plan": {}}
    for row in rows:
        if row.code == group and row.what in found:
            rights = found[row.what]
            rights[row.word] = rights.get(row.word, NOTHING) | {row.unit}
    return found["unit"], found["plan"]
