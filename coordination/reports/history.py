"""The records of one subject as data: who, when, from where to where, what changed.

Texts and stances that are still sealed stand as digests only, as everywhere else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coordination.disputes.queries import read_by
from coordination.reports.people import People
from coordination.reports.timeline import hidden_records, label_of
from coordination.tasks.models import Task
from coordination.tasks.queries import sees_inside
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow.models import Record


@dataclass(frozen=True)
class Line:
    """One record. ``texts`` are readable, ``digests`` prove those that are not shown too."""

    version: int
    step: str
    label: str
    source: str
    target: str
    actor: str
    unit: dict[str, str] | None
    on_behalf_of: str
    prepared_by: str
    at: datetime
    data: dict[str, Any]
    changes: dict[str, Any]
    hash: str
    texts: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    sealed: bool = False


def may_read(subject: Any, actor: Official) -> bool:
    """Whether the actor, who sees the subject, also reads what happened to it."""
    if subject.kind == "task":
        return sees_inside(subject, actor)
    if subject.kind == "cooperation":
        return sees_inside(Task(pk=subject.task_id), actor)
    if subject.kind == "plan":
        rights = ("draft_plan", "coordinate_plan", "supervise_plan", "rule_plan")
        return any(actor.may_on_plan(right, subject.pk) for right in rights)
    return True  # the rest is seen by those who read all of it


def lines_of(subject: Any, actor: Official, *, after: int = 0, limit: int = 50) -> list[Line]:
    """The records of ``subject`` beyond version ``after``, the oldest first."""
    records = Record.objects.filter(kind=subject.kind, subject_id=subject.pk, version__gt=after)
    found = list(records.prefetch_related("texts").order_by("version")[:limit])
    units = {
        unit.code: {"code": unit.code, "name": unit.short_name}
        for unit in Unit.objects.filter(code__in={record.unit for record in found})
    }
    people = People(found)
    hidden = _hidden(subject, found, actor)
    return [_line(record, units, people, sealed=record.pk in hidden) for record in found]


def _hidden(subject: Any, found: list[Record], actor: Official) -> set[int]:
    """Ids of the records whose contents the reader may not see."""
    if subject.kind == "dispute":
        return hidden_records(found, _read(subject.pk, actor))
    if subject.kind == "slot":
        return hidden_records(found, _read(subject.dispute_id, actor))
    if not any(record.step == "contest" for record in found):
        return set()
    task = subject.root().pk
    filed = Record.objects.filter(root_kind="task", root_id=task, kind="dispute", step="file")
    cases = read_by(actor).filter(task=task).values_list("pk", flat=True)
    return hidden_records([*found, *filed], set(cases))


def _read(case: int, actor: Official) -> set[int]:
    """The case, where the actor reads it; an interested unit sees it without its texts."""
    return set(read_by(actor).filter(pk=case).values_list("pk", flat=True))


def _line(
    record: Record, units: dict[str, dict[str, str]], people: People, *, sealed: bool
) -> Line:
    told = record.told
    texts = {text.name: text.body for text in record.texts.all()}
    data = told.get("data", {})
    return Line(
        version=record.version,
        step=record.step,
        label=label_of(record),
        source=record.source,
        target=record.target,
        actor=people.actor(record),
        unit=units.get(record.unit),
        on_behalf_of=people.principal(record),
        prepared_by=people.preparer(record),
        at=record.at,
        data={} if sealed else {name: data[name] for name in data if name not in texts},
        changes={} if sealed else told.get("changes", {}),
        hash=record.hash,
        texts={} if sealed else texts,
        digests={name: str(data[name]) for name in texts if name in data},
        sealed=sealed,
    )
