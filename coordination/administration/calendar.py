"""The verbs of the calendar: a day set or removed, a year loaded, and every open limit after it.

The edit is one entry of the calendar's chain; the limits that it moves follow in the same act.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.administration import rules
from coordination.administration.counting import Moves, moves, roots_of
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.tasks.models import Cooperation, Task
from coordination.units import chains
from coordination.units.actions import load_years as load_rows
from coordination.units.calendar import Calendar
from coordination.units.models import CalendarDay
from workflow import deadlines, door
from workflow.actor import Actor
from workflow.door import Act
from workflow.errors import NotAllowed, Stale, Unmet
from workflow.keys import Key
from workflow.verdict import Verdict, no


def set_day(
    day: date,
    *,
    actor: Actor,
    version: int | None,
    working: bool,
    name: str,
    reason: str,
    key: Key | None = None,
) -> None:
    """Let ``day`` be worked, or not, whatever the plain week says."""

    def write(act: Act) -> None:
        _refuse(_ahead(act, day), _differs(day, working=working))
        CalendarDay.objects.update_or_create(
            day=day,
            defaults={"working": working, "name": name},
            create_defaults={"working": working, "name": name, "published": False},
        )

    facts = {"day": day, "working": working, "reason": reason}
    _edit("set_day", write, actor, version, key, **facts)


def remove_day(
    day: date, *, actor: Actor, version: int | None, reason: str, key: Key | None = None
) -> None:
    """Let ``day`` be as in the plain week again."""

    def write(act: Act) -> None:
        _refuse(_ahead(act, day))
        if not CalendarDay.objects.filter(day=day).delete()[0]:
            _refuse(no("calendar_day", _("The calendar holds nothing about this day.")))

    _edit("remove_day", write, actor, version, key, day=day, reason=reason)


def load_years(
    years: Collection[int] = (),
    *,
    actor: Actor,
    version: int | None = None,
    key: Key | None = None,
) -> dict[int, int]:
    """Take in the published days of ``years``, of all that are known where none is named.

    What the office has edited stays. Returns the days published for each year; 0 where it is not
    published yet.
    """
    loaded: dict[int, int] = {}

    def write(_act: Act) -> None:
        loaded.update(load_rows(years))

    _edit("load_year", write, actor, version, key, years=sorted(years))
    return loaded


def _edit(
    step: str,
    write: Callable[[Act], None],
    actor: Actor,
    version: int | None,
    key: Key | None,
    **facts: Any,
) -> None:
    with door.act(actor, key) as act:
        verdict = rules.may_administer(actor)
        if not verdict:
            raise NotAllowed(verdict, step=step)
        chain = chains.of_calendar(act)
        if version is not None and version != chain.version:
            raise Stale(subject=chain, step=step)
        write(act)
        found = move_limits(act)
        numbers = {"limits": len(found.limits), "tasks": len(found.tasks)}
        numbers |= {"parts": len(found.parts), "slots": len(found.slots)}
        numbers |= {"disputes": len(found.cases)}
        act.follow(chain, step, **facts, **numbers)


def move_limits(act: Act) -> Moves:
    """Within an act: count every open limit anew by the calendar as it is now."""
    tasks = act.take_all(Task, roots_of(moves()))
    found = moves()  # as they are under the locks
    moved = [task for task in tasks if task.pk in found.tasks]
    act.follow_all(moved, "move_limits", lambda task: found.tasks[task.pk])
    parts = list(Cooperation.objects.filter(pk__in=found.parts).order_by("pk"))
    act.follow_all(parts, "move_limits", lambda part: found.parts[part.pk])
    cases = list(Dispute.objects.filter(pk__in=found.cases).order_by("pk"))
    act.follow_all(cases, "move_limits", lambda case: {"due_on": found.cases[case.pk]})
    slots = list(DisputeSlot.objects.filter(pk__in=found.slots).order_by("pk"))
    act.follow_all(slots, "move_limits", lambda slot: {"due_on": found.slots[slot.pk]})
    deadlines.move_all(found.limits)
    return found


def _ahead(act: Act, day: date) -> Verdict | None:
    if day >= act.day:
        return None
    return no("calendar_past", _("What has been counted stays; choose today or a later day."))


def _differs(day: date, *, working: bool) -> Verdict | None:
    if Calendar().is_working(day) != working or CalendarDay.objects.filter(day=day).exists():
        return None
    return no("calendar_plain", _("This day is so in the plain week already."))


def _refuse(*verdicts: Verdict | None) -> None:
    found = [verdict for verdict in verdicts if verdict is not None]
    if found:
        raise Unmet(*found)
