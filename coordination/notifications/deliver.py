"""From an outbox message to notices in the house; delivering twice leaves one notice."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from coordination.consultation.models import Opinion
from coordination.disputes.acts import TemporaryLead
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import Tier
from coordination.notifications import topics
from coordination.notifications.models import Notice
from coordination.plans.models import Plan
from coordination.supervision.models import Letter, Transfer
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState
from coordination.units.states import Duty
from workflow.lifecycle import Subject
from workflow.models import OutboxMessage, Record


def handle(message: OutboxMessage) -> None:
    """Write a notice for each unit and function the topic names."""
    record, topic = message.record, topics.TOPICS[message.topic]
    task = Task.objects.filter(pk=record.root_id).first() if record.root_kind == "task" else None
    plan_id = task.plan_id if task else record.root_id
    common = {"record": record, "topic": message.topic, "task": task, "at": record.at}
    units = {unit for to in topic.to for unit in _units(to, record, task)}
    notices = [Notice(unit_id=unit, plan_id=plan_id, **common) for unit in sorted(units)]
    duties = {duty for to in topic.to for duty in _duties(to, record)}
    notices += [Notice(duty=duty, plan=Plan(pk=plan_id), **common) for duty in sorted(duties)]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


RULERS = {
    Tier.LEADER: (Duty.LEADER,),
    Tier.TOP: (Duty.TOP, Duty.MEETING),
    Tier.MEETING: (Duty.MEETING,),
}

# Relations in which the one unit stands that the record's own subject names.
OF_UNIT: dict[str, type[Subject]] = {
    topics.PART: Cooperation,
    topics.ADDRESSEE: Letter,
    topics.SLOT: DisputeSlot,
    topics.OPINING: Opinion,
}


def _duties(to: str, record: Record) -> Iterable[str]:
    """The functions that ``to`` names; who rules depends on the tier of the case."""
    if to == topics.RULER:
        tier = Dispute.objects.values_list("tier", flat=True).get(pk=record.subject_id)
        return RULERS[Tier(tier or Tier.LEADER)]
    return [to] if to in Duty.values else []


def _units(to: str, record: Record, task: Task | None) -> Iterator[int]:
    """Ids of the units that stand in relation ``to`` to the record."""
    if task is None:
        return
    if to == topics.LEAD and task.lead_id:
        yield task.lead_id
    elif to in (topics.PARTS, topics.FORMER_PARTS):
        parts = _former(record, task) if to == topics.FORMER_PARTS else _present(task)
        yield from parts.values_list("unit_id", flat=True)
    elif to in OF_UNIT:
        subjects: Any = OF_UNIT[to]._default_manager.filter(pk=record.subject_id)
        yield from subjects.values_list("unit_id", flat=True)
    elif to == topics.BOTH_LEADS:
        units = Transfer.objects.values_list("from_unit_id", "to_unit_id")
        yield from units.get(pk=record.subject_id)
    elif to == topics.TEMPORARY_LEAD:
        named = TemporaryLead.objects.filter(dispute=record.subject_id, until__isnull=True)
        yield from named.values_list("unit_id", flat=True)
    elif to == topics.PARTIES:
        yield from _case_of(record).parties.values_list("unit_id", flat=True)


def _case_of(record: Record) -> Dispute:
    """The case of a record that a dispute or one of its slots wrote."""
    if record.kind == "slot":
        return Dispute.objects.get(slots=record.subject_id)
    return Dispute.objects.get(pk=record.subject_id)


def _present(task: Task) -> QuerySet[Cooperation]:
    """The parts of the task; who is only drafted into it is told of nothing yet."""
    return task.cooperations.exclude(state__in=[CooperationState.DRAFT, CooperationState.RELEASED])


def _former(record: Record, task: Task) -> QuerySet[Cooperation]:
    """The parts that the act of the record released."""
    released = Record.objects.filter(
        kind="cooperation", step="release", root_id=task.pk, at=record.at
    )
    return task.cooperations.filter(pk__in=released.values("subject_id"))
