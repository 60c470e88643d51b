"""Taking a read table into a plan: what will be made, and making it, once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from coordination.plans.models import Plan, Section
from coordination.sources.reader.reading import Reading
from coordination.sources.reader.reading import Task as ReadTask
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Cooperation, Task
from coordination.units.actions import add_name, add_unit
from coordination.units.models import Unit
from coordination.units.names import Directory, Match, normalise
from coordination.units.official import Official
from workflow import door
from workflow.door import Act
from workflow.keys import Key

NEW = "new:"
TITLE, DUE_TEXT = 200, 60  # characters that a printed line holds


@dataclass(frozen=True)
class NameChoice:
    """What an unknown name is to mean: a unit of the list, or a new one (``None``)."""

    name: str
    unit: Unit | None = None

    @property
    def code(self) -> str:
        """The unit's code; for a new unit a stand-in until it is made."""
        return self.unit.code if self.unit else NEW + self.name


class ChosenNames:
    """A directory that also knows the names chosen for an import."""

    def __init__(self, directory: Directory, choices: Sequence[NameChoice]) -> None:
        self._directory = directory
        self._chosen = {normalise(choice.name): choice for choice in choices}

    def resolve(self, name: str) -> Match | None:
        """The chosen unit of this name, else what the directory says."""
        choice = self._chosen.get(normalise(name))
        if choice:
            return Match(choice.code, str(choice.unit or choice.name), former=False)
        return self._directory.resolve(name)


@dataclass(frozen=True)
class Taken:
    """What came of it: tasks made, and rows that were in the plan already."""

    made: int
    known: int


def known_keys(plan: Plan) -> set[str]:
    """The keys of the rows that the plan holds already."""
    keys = Task.objects.filter(plan=plan).values_list("import_key", flat=True)
    return {key for key in keys if key}


def take_tasks(
    plan: Plan,
    reading: Reading,
    *,
    actor: Official,
    version: int | None,
    file: str,
    digest: str,
    choices: Sequence[NameChoice] = (),
    key: Key | None = None,
) -> Taken:
    """Make drafts of what was read, in one transaction; rows taken before add nothing.

    ``file`` and ``digest`` (SHA-256, hexadecimal) name the source in the record; ``choices``
    are those the reading was made with, and are kept for later readings. Raises the refusals
    of the door, for instance where the plan is issued already.
    """
    with door.act(actor, key) as act:
        taken = act.take(plan)
        known = known_keys(plan)
        new = [task for task in reading.tasks if task.key not in known]
        act.step(taken, "take_in", version=version, file=file, digest=digest, tasks=len(new))
        made = _keep_names(taken, choices)
        if new:
            _make(act, taken, new, made)
    return Taken(len(new), len(reading.tasks) - len(new))


def _keep_names(plan: Plan, choices: Sequence[NameChoice]) -> dict[str, Unit]:
    """Make the new units and remember the names; the new units by their stand-in code."""
    made: dict[str, Unit] = {}
    for choice in choices:
        if choice.unit:
            add_name(choice.unit, choice.name)
        else:
            made[choice.code] = add_unit(plan.body, choice.name)
    return made


def _make(act: Act, plan: Plan, rows: list[ReadTask], new_units: Mapping[str, Unit]) -> None:
    units = {**_units(plan, rows), **new_units}
    sections = _sections(plan, rows)
    first = Task.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    made = act.create_all(
        [
            _draft(plan, row, first + offset, units, sections.get(row.section))
            for offset, row in enumerate(rows, 1)
        ],
        "draft",
    )
    parts = [
        Cooperation(task=task, unit=units[code])
        for task, row in zip(made, rows, strict=True)
        for code in _cooperating(row)
    ]
    act.create_all(parts, "draft")
    Indicator.objects.bulk_create(
        Indicator(
            task=task,
            text=found.text[:120],
            comparator=found.comparator[:10],
            target=found.value[:30],
            measure=found.unit[:20],
        )
        for task, row in zip(made, rows, strict=True)
        for found in row.indicators
    )


def _cooperating(row: ReadTask) -> list[str]:
    """Codes of the cooperating units; further units of the lead cell cooperate with the first."""
    lead = row.lead[0].unit if row.lead else None
    named = [*row.lead[1:], *row.cooperating]
    codes = dict.fromkeys(unit.unit for unit in named if unit.unit and unit.unit != lead)
    return [code for code in codes if code]


def _draft(
    plan: Plan,
    row: ReadTask,
    position: int,
    units: Mapping[str, Unit],
    section: Section | None,
) -> Task:
    lead = row.lead[0].unit if row.lead else None
    due = row.deadline
    return Task(
        plan=plan,
        section=section,
        position=position,
        number=row.number[:20],
        title=row.title[:TITLE],
        text=_wording(row),
        lead=units[lead] if lead else None,
        due_on=due.date if due else None,
        due_text=due.text[:DUE_TEXT] if due else "",
        due_kind=due.kind if due else "",
        collective=list(row.collective),
        open_ended=row.open_ended,
        flags=list(row.flags),
        unresolved=[unit.text for unit in (*row.lead, *row.cooperating) if not unit.unit],
        source=row.source.to_json(),
        import_key=row.key,
    )


def _wording(row: ReadTask) -> str:
    """The wording, before it a title and after it a date too long for their columns."""
    due = row.deadline.text if row.deadline else ""
    parts = [
        row.title if len(row.title) > TITLE else "",
        row.text,
        due if len(due) > DUE_TEXT else "",
    ]
    return "\n".join(part for part in parts if part)


def _units(plan: Plan, rows: Iterable[ReadTask]) -> dict[str, Unit]:
    codes = {unit.unit for row in rows for unit in (*row.lead, *row.cooperating) if unit.unit}
    found = Unit.objects.filter(body_id=plan.body_id, code__in=codes)
    return {unit.code: unit for unit in found}


def _sections(plan: Plan, rows: Iterable[ReadTask]) -> dict[tuple[str, ...], Section]:
    """The sections of the rows, made where the plan has none of that path."""
    known = {
        ((section.parent.title,) if section.parent else ()) + (section.title,): section
        for section in Section.objects.filter(plan=plan).select_related("parent")
    }
    position = max((section.position for section in known.values()), default=0)
    for row in rows:
        path = row.section[:2]
        for depth in range(1, len(path) + 1):
            if path[:depth] not in known:
                position += 1
                parent = known.get(path[: depth - 1]) if depth > 1 else None
                known[path[:depth]] = Section.objects.create(
                    plan=plan, parent=parent, position=position, title=path[depth - 1][:200]
                )
    return {row.section: known[row.section[:2]] for row in rows if row.section}
