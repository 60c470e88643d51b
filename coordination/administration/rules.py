"""Who administers, and what must hold before a unit changes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.tasks.models import WORKING, Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from coordination.units.models import Unit, UnitName
from coordination.units.names import normalise
from coordination.units.states import Duty, SuccessionKind
from workflow.actor import SYSTEM, Actor
from workflow.verdict import YES, Verdict, no

FINAL = (TaskState.VERIFIED, TaskState.CANCELLED)
OPEN_PARTS = (CooperationState.DRAFT, *WORKING)
NAMED = 10


def may_administer(actor: Actor) -> Verdict:
    """The system administrator in person, or a command of the house."""
    if actor is SYSTEM or (actor.hat == Duty.SYSADMIN and not actor.on_behalf_of):
        return YES
    return no("administration", _("Only the system administrator may do this."))


def may_change(unit: Unit, actor: Any) -> Verdict:
    """The system administrator of the unit's own body."""
    verdict = may_administer(actor)
    if verdict and actor is not SYSTEM and actor.body_id != unit.body_id:
        return no("administration_body", _("This unit belongs to another government."))
    return verdict


def open_tasks(unit: Unit) -> Any:
    """What the unit leads and has not brought to its end."""
    return Task.objects.filter(lead=unit).exclude(state__in=FINAL).order_by("pk")


def open_parts(unit: Unit) -> Any:
    """The parts on which the unit still works."""
    found = Cooperation.objects.filter(unit=unit, state__in=OPEN_PARTS)
    return found.exclude(task__state__in=FINAL).order_by("pk")


def unmet(unit: Unit, kind: str, successor: Unit | None, name: str) -> list[Verdict]:
    """Every condition that does not hold, each with its reason."""
    verdicts = [_is_open(unit), _no_children(unit, kind)]
    if kind == SuccessionKind.RENAME:
        verdicts.append(_name_free(unit, name))
    elif successor is not None:
        verdicts.append(_is_successor(unit, successor))
    elif kind == SuccessionKind.CLOSE:
        verdicts += _nothing_open(unit)
    else:
        verdicts.append(no("succession_unit", _("Name the unit that follows.")))
    return [verdict for verdict in verdicts if not verdict]


def _is_open(unit: Unit) -> Verdict:
    if unit.closed_on is None:
        return YES
    return no("unit_is_closed", _("%(unit)s was closed before.") % {"unit": unit})


def _no_children(unit: Unit, kind: str) -> Verdict:
    closing = kind in (SuccessionKind.MERGE, SuccessionKind.CLOSE)
    if not closing or not Unit.objects.get_children(unit).filter(closed_on__isnull=True).exists():
        return YES
    return no("unit_has_children", _("Units below it are still open; close or merge them first."))


def _is_successor(unit: Unit, successor: Unit) -> Verdict:
    if successor.closed_on is None and successor.body_id == unit.body_id and successor != unit:
        return YES
    return no("succession_unit", _("Another open unit of the same government must follow."))


def _name_free(unit: Unit, name: str) -> Verdict:
    if not name:
        return no("succession_name", _("Give the new name."))
    others = UnitName.objects.filter(body=unit.body_id, name=normalise(name)).exclude(unit=unit)
    if not others.exists():
        return YES
    return no("succession_name", _("Another unit bears this name, or has borne it."))


def _nothing_open(unit: Unit) -> list[Verdict]:
    verdicts = []
    led = [f"{task.number} {task.title}".strip() for task in open_tasks(unit)[:NAMED]]
    if led:
        verdicts.append(
            no(
                "unit_leads_tasks",
                _("%(unit)s still leads tasks, so a unit must follow it: %(tasks)s.")
                % {"unit": unit, "tasks": "；".join(led)},
            )
        )
    helped = [
        f"{part.task.number} {part.task.title}".strip()
        for part in open_parts(unit).select_related("task")[:NAMED]
    ]
    if helped:
        verdicts.append(
            no(
                "unit_has_parts",
                _("%(unit)s still cooperates in tasks, so a unit must follow it: %(tasks)s.")
                % {"unit": unit, "tasks": "；".join(helped)},
            )
        )
    return verdicts
