"""The verbs of lines that name a group of units (各镇、街道; 各有关部门)."""

from collections.abc import Iterable, Sequence

from coordination.tasks.actions import drop_shares, living_parts, release_parts
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import TaskState
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import door
from workflow.door import Act
from workflow.keys import Key

OWN_OF_INDICATOR = ("id", "task_id")


def divide_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    units: Sequence[Unit],
    key: Key | None = None,
) -> None:
    """Make the draft a container with one share for each of ``units``; older shares go.

    Whoever led or cooperated in the line cooperates in each share.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        former = taken.lead_id
        act.step(taken, "divide", version=version, units=units)
        helpers = _clear(act, taken)
        if former is not None:
            helpers.setdefault(former, Cooperation(unit_id=former))
        shares = act.create_all(
            [_share(taken, unit, n) for n, unit in enumerate(units, 1)], "draft"
        )
        for share in shares:
            _add_parts(act, share, helpers.values())
        _copy_indicators(taken, shares)


def take_collective(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    units: Sequence[Unit],
    key: Key | None = None,
) -> None:
    """Let ``units`` cooperate in the draft, under the one unit that leads it."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        act.step(taken, "take_collective", version=version, units=units)
        helpers = _clear(act, taken)
        for unit in units:
            helpers.setdefault(unit.pk, Cooperation(unit=unit))
        _add_parts(act, taken, helpers.values())


def _clear(act: Act, task: Task) -> dict[int, Cooperation]:
    """Drop the shares and parts drafted so far; what they said, by the cooperating unit."""
    shares = list(task.children.filter(state=TaskState.DRAFT).order_by("pk"))
    parts = living_parts([task, *shares])
    drop_shares(act, shares)
    release_parts(act, living_parts([task]))
    return {part.unit_id: part for part in parts}


def _add_parts(act: Act, task: Task, helpers: Iterable[Cooperation]) -> None:
    parts = [
        Cooperation(task=task, unit_id=part.unit_id, duty=part.duty, due_on=part.due_on)
        for part in helpers
        if part.unit_id != task.lead_id
    ]
    act.create_all(parts, "draft")


def _share(task: Task, unit: Unit, n: int) -> Task:
    """The share of one unit: the same line, with a lead and a number of its own."""
    suffix = f"-{n}"
    return Task(
        plan=task.plan,
        section=task.section,
        parent=task,
        position=task.position,
        number=f"{task.number or task.position}"[: 20 - len(suffix)] + suffix,
        title=task.title,
        text=task.text,
        lead=unit,
        due_on=task.due_on,
        due_text=task.due_text,
        due_kind=task.due_kind,
        source=task.source,
    )


def _copy_indicators(task: Task, shares: Sequence[Task]) -> None:
    names = [field.attname for field in Indicator._meta.concrete_fields]
    copied = [name for name in names if name not in OWN_OF_INDICATOR]
    Indicator.objects.bulk_create(
        Indicator(task=share, **{name: getattr(each, name) for name in copied})
        for share in shares
        for each in task.indicators.order_by("pk")
    )
