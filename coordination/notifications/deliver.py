"""From an outbox message to notices in the house; delivering twice leaves one notice."""

from collections.abc import Iterator

from coordination.disputes.models import Dispute, DisputeSlot
from coordination.notifications import topics
from coordination.notifications.models import Notice
from coordination.plans.models import Plan
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState
from coordination.units.states import Duty
from workflow.models import OutboxMessage, Record


def handle(message: OutboxMessage) -> None:
    """Write a notice for each unit and function the topic names."""
    record, topic = message.record, topics.TOPICS[message.topic]
    task = Task.objects.filter(pk=record.root_id).first() if record.root_kind == "task" else None
    plan_id = task.plan_id if task else record.root_id
    common = {"record": record, "topic": message.topic, "task": task, "at": record.at}
    units = {unit for to in topic.to for unit in _units(to, record, task)}
    notices = [Notice(unit_id=unit, plan_id=plan_id, **common) for unit in sorted(units)]
    notices += [
        Notice(duty=to, plan=Plan(pk=plan_id), **common) for to in topic.to if to in Duty.values
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _units(to: str, record: Record, task: Task | None) -> Iterator[int]:
    """Ids of the units that stand in relation ``to`` to the record."""
    if task is None:
        return
    if to == topics.LEAD and task.lead_id:
        yield task.lead_id
    elif to == topics.PARTS:
        parts = task.cooperations.exclude(state=CooperationState.RELEASED)
        yield from parts.values_list("unit_id", flat=True)
    elif to == topics.PART:
        yield Cooperation.objects.values_list("unit_id", flat=True).get(pk=record.subject_id)
    elif to == topics.SLOT:
        yield DisputeSlot.objects.values_list("unit_id", flat=True).get(pk=record.subject_id)
    elif to == topics.PARTIES:
        case = Dispute.objects.filter(task=task).order_by("-pk")
        latest = case.first() if record.kind != "dispute" else case.get(pk=record.subject_id)
        if latest:
            yield from latest.parties.values_list("unit_id", flat=True)
