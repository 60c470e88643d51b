"""A review begins from the division before the ruling: what the ruling did to parts is undone."""

from collections.abc import Collection

from django.db.models import QuerySet

from coordination.disputes.acts import Ruling
from coordination.disputes.models import Dispute
from coordination.tasks.actions import living_parts, release_parts
from coordination.tasks.effects import add_parts
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.states import CooperationState
from coordination.units.models import Unit
from workflow.door import Act
from workflow.models import Record


def end_what_was_given(act: Act, dispute: Dispute, task: Task, kept: Collection[int]) -> None:
    """Parts that the ruling gave end, but for those of the ``kept`` units; so do further leads."""
    added = Assignment.objects.filter(task=task, accountable=False, until__isnull=True)
    ruling = Ruling.objects.get(dispute=dispute, number=1)
    added.filter(since=ruling.at).update(until=act.at)
    parts = _parts(dispute, "add").exclude(unit__in=kept).exclude(state=CooperationState.RELEASED)
    release_parts(act, list(parts))


def give_back(act: Act, dispute: Dispute, task: Task, kept: Collection[int]) -> None:
    """Parts that the ruling ended go on, and the ``kept`` units have one.

    Not those of a unit that leads now or has another part by then.
    """
    placed = {task.lead_id} | {part.unit_id for part in living_parts([task])}
    for part in _parts(dispute, "release").filter(state=CooperationState.RELEASED):
        if part.unit_id not in placed:
            act.follow(part, "coop_resolve", barred=part.barred)
            placed.add(part.unit_id)
    add_parts(act, task, list(Unit.objects.filter(pk__in=set(kept) - placed).order_by("pk")))


def _parts(dispute: Dispute, step: str) -> QuerySet[Cooperation]:
    """The parts that took ``step`` while the ruling was carried out.

    Whoever acts on the task or its case locks the task, so that these records have none between.
    """
    case = Record.objects.filter(kind=Dispute.kind, subject_id=dispute.pk)
    ended = case.filter(step="carry_out").latest("version")
    begun = case.get(version=ended.version - 1)
    records = Record.objects.filter(
        root_kind=Task.kind, root_id=dispute.task_id, kind=Cooperation.kind, step=step
    )
    taken = records.filter(pk__gt=begun.pk, pk__lt=ended.pk).values("subject_id")
    return Cooperation.objects.filter(pk__in=taken).order_by("pk")
