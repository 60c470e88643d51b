"""The timeline: records read as sentences, without the texts that the reader may not see."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.queries import SEALED
from coordination.reports.people import People
from coordination.units.models import Unit
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
    prepared_by: str
    step: str
    tone: str
    text: str
    hash: str
    changes: list[Any] = field(default_factory=list)


def of_task(task_id: int, *, cases: Collection[int] = (), limit: int = 60) -> list[Entry]:
    """What happened around a task, newest first.

    ``cases`` are the ids of the disputes that the reader sees; of others, and of statements
    still sealed, no text is shown.
    """
    return _entries(Record.objects.filter(root_kind="task", root_id=task_id), limit, cases)


def of_case(case: Dispute, limit: int = 40) -> list[Entry]:
    """What happened in a dispute, newest first, for a reader who sees it."""
    own = Record.objects.filter(kind="dispute", subject_id=case.pk)
    slots = DisputeSlot.objects.filter(dispute=case).values("pk")
    about = ("cooperation", case.part_id) if case.part_id else ("task", case.task_id)
    around = Q(
        kind=about[0],
        subject_id=about[1],
        step__in=["contest", "resolve", "coop_resolve", "release"],
        at__in=own.values("at"),
    )
    records = Record.objects.filter(root_kind="task", root_id=case.task_id).filter(
        Q(kind="dispute", subject_id=case.pk) | Q(kind="slot", subject_id__in=slots) | around
    )
    return _entries(records, limit, [case.pk])


def path_of(case: Dispute) -> list[tuple[str, datetime]]:
    """Each state that a case was in after each of its steps, and when, from the first on."""
    records = Record.objects.filter(kind=case.kind, subject_id=case.pk).order_by("version")
    return list(records.values_list("target", "at"))


def of_plan(plan_id: int, limit: int = 30) -> list[Entry]:
    """What happened to a plan, newest first."""
    return _entries(Record.objects.filter(root_kind="plan", root_id=plan_id), limit)


def since(subject: Any, version: int) -> list[Entry]:
    """What happened to one subject, which the reader sees, after ``version``, newest first."""
    records = Record.objects.filter(kind=subject.kind, subject_id=subject.pk, version__gt=version)
    return _entries(records, 20, [subject.pk] if subject.kind == "dispute" else ())


def _entries(records: QuerySet[Record], limit: int, cases: Collection[int] = ()) -> list[Entry]:
    quiet = Q()
    for kind, step in QUIET:
        quiet |= Q(kind=kind, step=step)
    found = list(records.exclude(quiet).prefetch_related("texts").order_by("-id")[:limit])
    units = dict(
        Unit.objects.filter(code__in={record.unit for record in found}).values_list(
            "code", "short_name"
        )
    )
    people = People(found)
    hidden = hidden_records(found, set(cases))
    return [_entry(record, units, people, hidden) for record in found]


def hidden_records(records: list[Record], cases: set[int]) -> set[int]:
    """Ids of the records whose texts a reader of ``cases`` may not see: of others, or sealed."""
    slots = {record.subject_id for record in records if record.kind == "slot"}
    readable: set[int] = set()
    if slots and cases:
        found = DisputeSlot.objects.filter(pk__in=slots, dispute__in=cases)
        opened = found.exclude(asked_for="statement", state__in=SEALED)
        readable = set(opened.values_list("pk", flat=True))
    contests = _contests(records, cases)
    return {
        record.pk
        for record in records
        if (record.kind == "slot" and record.subject_id not in readable)
        or (record.kind == "dispute" and record.subject_id not in cases)
        or (is_contest(record) and record.pk not in contests)
    }


def _contests(records: list[Record], cases: set[int]) -> set[int]:
    """Ids of the records of the objections that opened ``cases``: each just before its filing."""
    found, last = set(), 0
    for record in sorted(records, key=lambda record: record.pk):
        if is_contest(record):
            last = record.pk
        elif (record.kind, record.step) == ("dispute", "file"):
            if record.subject_id in cases:
                found.add(last)
            last = 0
    return found


def is_contest(record: Record) -> bool:
    """Whether the record is of an objection, to the lead or to a part, whose texts a case keeps."""
    return record.step == "contest" and record.kind in ("task", "cooperation")


def _entry(record: Record, units: dict[str, str], people: People, hidden: set[int]) -> Entry:
    texts = [] if record.pk in hidden else [text.body for text in record.texts.all()]
    return Entry(
        time=record.at,
        unit=units.get(record.unit, record.unit),
        person=people.actor(record) if record.actor_id else "",
        on_behalf_of=people.principal(record),
        prepared_by=people.preparer(record),
        step=label_of(record),
        tone=TONES.get(record.step, "plain"),
        text="\n".join(texts),
        hash=record.hash[:12],
    )


def label_of(record: Record) -> str:
    """The step of a record in words."""
    return label_of_step(record.kind, record.step)


def label_of_step(kind: str, step: str) -> str:
    """A step, or a creation, of a kind of subject in words."""
    model = subject_of(kind)
    declared = steps_of(model).get(step)
    if declared:
        return str(declared.label)
    made = next((made for made in model.creations if made.name == step), None)
    return str(made.label) if made else step
