"""What becomes of a unit: renamed, split, merged or closed, from the day of the act."""

from typing import Any

from django.db.models import Q

from coordination.administration import rules
from coordination.administration.inheritance import pass_on
from coordination.signing.actions import withdraw_of
from coordination.units import chains
from coordination.units.grants import note_end
from coordination.units.models import Post, Succession, Unit, UnitName
from coordination.units.names import normalise
from coordination.units.states import SuccessionKind
from workflow import door
from workflow.actor import Actor
from workflow.door import Act
from workflow.errors import NotAllowed, Unmet
from workflow.keys import Key


def succeed(
    unit: Unit,
    *,
    actor: Actor,
    kind: str,
    reason: str,
    successor: Unit | None = None,
    name: str = "",
    short_name: str = "",
    key: Key | None = None,
) -> Succession:
    """Record what became of ``unit`` and let its open work pass on.

    A renamed unit keeps its rows; of a split one nothing moves by itself, but the new unit counts
    as the same in the separation of duties. A merged or closed unit acts no longer from today.
    Raises ``NotAllowed``, or ``Unmet`` with all that stands against it.
    """
    with door.act(actor, key) as act:
        verdict = rules.may_change(unit, actor)
        if not verdict:
            raise NotAllowed(verdict, step="succeed")
        chain = chains.of_body(act, unit.body)
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        faults = rules.unmet(unit, kind, successor, name)
        if faults:
            raise Unmet(*faults, step="succeed")
        facts: dict[str, Any] = {"old": unit.code, "of_kind": kind}
        former = ""
        if kind == SuccessionKind.RENAME:
            former, successor = unit.name, unit
            _rename(act, unit, name, short_name or name[:30])
        elif kind != SuccessionKind.SPLIT:
            facts |= _close(act, unit, successor, reason)
        if successor is not None:
            facts["new"] = successor.code
        made = _row(act, unit, successor, kind, former)
        act.follow(chain, "succeed", **facts, reason=reason)
        return made


def _row(act: Act, unit: Unit, successor: Unit | None, kind: str, former_name: str) -> Succession:
    """The row itself, and one from each unit that this one has followed."""
    common = {"new": successor, "on": act.day, "kind": kind}
    if successor is not None and kind != SuccessionKind.RENAME:
        older = Succession.objects.filter(new=unit).exclude(kind=SuccessionKind.RENAME)
        Succession.objects.bulk_create(
            Succession(old_id=pk, direct=False, **common)
            for pk in sorted(set(older.values_list("old_id", flat=True)))
        )
    return Succession.objects.create(old=unit, former_name=former_name, **common)


def _rename(act: Act, unit: Unit, name: str, short_name: str) -> None:
    """Old names stay findable, as former ones."""
    UnitName.objects.filter(unit=unit, former=False).update(former=True, until=act.day)
    Unit.objects.filter(pk=unit.pk).update(name=name, short_name=short_name)
    for each in (name, short_name):
        UnitName.objects.update_or_create(
            body_id=unit.body_id,
            name=normalise(each),
            defaults={"unit": unit, "former": False, "until": None},
        )


def _close(act: Act, unit: Unit, successor: Unit | None, reason: str) -> dict[str, int]:
    """Work and names pass on; posts end today, and nobody acts in a closed unit any more."""
    moved: dict[str, int] = {}
    if successor is not None:
        moved = pass_on(act, unit, successor)
        UnitName.objects.filter(unit=unit).update(unit=successor, former=True, until=act.day)
    Unit.objects.filter(pk=unit.pk).update(closed_on=act.day)
    held = Post.objects.filter(unit=unit).filter(Q(until__isnull=True) | Q(until__gte=act.day))
    posts = list(held.select_related("unit__body", "user").order_by("pk"))
    for post in posts:
        note_end(act, post, act.day, reason)
    withdraw_of([unit.pk])
    return moved | {"posts": len(posts)}
