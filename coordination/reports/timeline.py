"""The timeline: records read as sentences, sealed texts left out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from coordination.disputes.models import DisputeSlot
from coordination.disputes.queries import SEALED
from coordination.units.models import Unit, User
from workflow.lifecycle import steps_of, subject_of
from workflow.models import Record

TONES = {
    "contest": "contest",
    "file": "contest",
    "rule": "contest",
    "verify": "done",
    "settle": "done",
    "resolve": "done",
    "accept": "doing",
    "start": "doing",
    "report": "doing",
    "claim": "doing",
    "issue": "todo",
    "return": "todo",
}
# Steps that only repeat what another entry says.
QUIET = {("slot", "ask"), ("slot", "open"), ("slot", "lapse"), ("cooperation", "draft")}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    time: datetime
    unit: str
    person: str
    on_behalf_of: str
    step: str
    tone: str
    text: str
    hash: str
    changes: list[Any] = field(default_factory=list)


def of_task(task_id: int, *, statements: bool, limit: int = 60) -> list[Entry]:
    """What happened around a task, newest first.

    Texts still sealed are not shown; ``statements``: whether the reader may see those opened.
    """
    records = Record.objects.filter(root_kind="task", root_id=task_id)
    return _entries(records, limit, statements=statements)


def of_plan(plan_id: int, limit: int = 30) -> list[Entry]:
    """What happened to a plan, newest first."""
    return _entries(Record.objects.filter(root_kind="plan", root_id=plan_id), limit)


def since(subject: Any, version: int) -> list[Entry]:
    """What happened to one subject after ``version``, newest first."""
    records = Record.objects.filter(kind=subject.kind, subject_id=subject.pk, version__gt=version)
    return _entries(records, 20)


def _entries(records: QuerySet[Record], limit: int, *, statements: bool = False) -> list[Entry]:
    quiet = Q()
    for kind, step in QUIET:
        quiet |= Q(kind=kind, step=step)
    found = list(records.exclude(quiet).prefetch_related("texts").order_by("-id")[:limit])
    units = dict(
        Unit.objects.filter(code__in={record.unit for record in found}).values_list(
            "code", "short_name"
        )
    )
    people = {
        user.pk: str(user)
        for user in User.objects.filter(pk__in={record.actor_id for record in found})
    }
    sealed = _sealed_slots(found, statements=statements)
    return [_entry(record, units, people, sealed) for record in found]


def _sealed_slots(records: list[Record], *, statements: bool) -> set[int]:
    """The slots whose texts the reader may not see (yet)."""
    slots = {record.subject_id for record in records if record.kind == "slot"}
    if not slots or not statements:
        return slots
    kept = DisputeSlot.objects.filter(pk__in=slots, asked_for="statement", state__in=SEALED)
    return set(kept.values_list("pk", flat=True))


def _entry(
    record: Record, units: dict[str, str], people: dict[int, str], sealed: set[int]
) -> Entry:
    hidden = record.kind == "slot" and record.subject_id in sealed
    texts = [] if hidden else [text.body for text in record.texts.all()]
    return Entry(
        time=record.at,
        unit=units.get(record.unit, record.unit),
        person=people.get(record.actor_id or 0, ""),
        on_behalf_of=record.on_behalf_of,
        step=_label(record),
        tone=TONES.get(record.step, "plain"),
        text="\n".join(texts),
        hash=record.hash[:12],
    )


def _label(record: Record) -> str:
    model = subject_of(record.kind)
    declared = steps_of(model).get(record.step)
    if declared:
        return str(declared.label)
    made = next((made for made in model.creations if made.name == record.step), None)
    return str(made.label) if made else record.step
