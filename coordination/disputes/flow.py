"""The dispute flow in viewflow: who is asked next, in parallel and in rounds.

::

    opened -> ask (each party, and a limit) -> statements in -> propose
           -> ask for answers (each party, and a limit) -> answers in
           -> decide: agreed -> end | rounds left -> ask | else -> rule -> end

viewflow only routes. What the case is stands in our own tables; pages never read
viewflow's. Every call here happens inside the act that changed the case, under its lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from viewflow import this
from viewflow.workflow import Activation, flow
from viewflow.workflow.base import Edge
from viewflow.workflow.models import Process
from viewflow.workflow.nodes.split import Split, SplitActivation
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.settlement import agreed
from coordination.disputes.states import SlotKind
from coordination.tasks.models import Task
from coordination.units.models import Unit

ENDED = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)


class ItemLock:
    """Locks the task's own row, as the door does, so that flow and door share one lock.

    Three look-ups by primary key; a join plans a scan on a large table.
    """

    @contextmanager
    def __call__(self, _flow_class: Any, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            dispute_id = Process.objects.values_list("seed_object_id", flat=True).get(pk=process_pk)
            task_id = Dispute.objects.values_list("task_id", flat=True).get(pk=dispute_id)
            Task.objects.select_for_update(no_key=True).values_list("pk").get(pk=task_id)
            yield


class FanOutActivation(SplitActivation):
    """One token for each party asked, then the fixed branches."""

    @Activation.status.super()  # type: ignore[untyped-decorator]
    def create_next(self) -> Iterator[Any]:
        """Create a task of the asking node for each party, its seed the unit."""
        tokens = Token.split_token_source(self.task.token, self.task.pk)
        for unit in parties(self.process.seed):
            yield self.flow_task.each._create(self, next(tokens), seed=unit)
        for node, _condition in self.next_tasks:
            yield node._create(self, next(tokens))


class FanOut(Split):
    """Asks every party at once; viewflow's own Split knows fixed branches only."""

    activation_class = FanOutActivation

    def __init__(self, each: Any) -> None:
        super().__init__()
        self.each = each

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.each = this.resolve(instance, self.each)

    def _outgoing(self) -> Iterator[Edge]:
        yield Edge(src=self, dst=self.each, edge_class="default")
        yield from super()._outgoing()


def all_in(limit: str) -> Any:
    """The join goes on when only the limit is left, or when the limit has fired."""

    def condition(_activation: Any, active: Any) -> bool:
        names = {task.flow_task.name for task in active}
        return limit not in names or names == {limit}

    return condition


class DisputeFlow(flow.Flow):
    """Who must answer next in a dispute."""

    lock_impl = ItemLock()

    opened = flow.StartHandle().Next(this.ask)
    ask = FanOut(this.statement).Always(this.statement_limit)
    statement = flow.Handle().Next(this.statements_in)
    statement_limit = flow.Handle().Next(this.statements_in)
    statements_in = flow.Join(continue_on_condition=all_in("statement_limit")).Next(this.propose)
    propose = flow.Handle().Next(this.ask_answers)
    ask_answers = FanOut(this.answer).Always(this.answer_limit)
    answer = flow.Handle().Next(this.answers_in)
    answer_limit = flow.Handle().Next(this.answers_in)
    answers_in = flow.Join(continue_on_condition=all_in("answer_limit")).Next(this.decide)
    decide = (
        flow.Switch()
        .Case(this.end, this.is_agreed)
        .Case(this.ask, this.has_rounds_left)
        .Default(this.rule)
    )
    rule = flow.Handle().Next(this.end)
    end = flow.End()

    def is_agreed(self, activation: Any) -> bool:
        """The answers settle the proposal."""
        cases = Dispute.objects.select_related("new_lead", "contesting")
        dispute = cases.get(pk=activation.process.seed.pk)
        return agreed(dispute.gaining, answers(dispute))

    def has_rounds_left(self, activation: Any) -> bool:
        """Another round may be held."""
        dispute = Dispute.objects.get(pk=activation.process.seed.pk)
        return dispute.round < dispute.max_rounds


def parties(dispute: Dispute) -> list[Unit]:
    """The units of the case, in the order in which they entered."""
    found = dispute.parties.select_related("unit").order_by("pk")
    return [party.unit for party in found]


def answers(dispute: Dispute) -> dict[str, str]:
    """The answers to the present proposal by unit name; silence is the empty string."""
    slots = DisputeSlot.objects.filter(
        dispute=dispute, round=dispute.round, asked_for=SlotKind.ANSWER
    )
    return dict(slots.values_list("unit__short_name", "stance"))


def begin(dispute: Dispute) -> None:
    """Start the flow of a case; the parties are asked for their first statements."""
    DisputeFlow.opened.run(_process_seed=dispute)


def advance(dispute: Dispute, node: str, unit_id: int | None = None) -> frozenset[str]:
    """Finish the waiting task of ``node`` (that of ``unit_id``); return what is due next.

    The answer holds the names of the nodes that wait now; it is empty when the flow ended.
    """
    process = _process(dispute)
    waiting = process.task_set.filter(flow_task=getattr(DisputeFlow, node)).exclude(
        status__in=ENDED
    )
    if unit_id is not None:
        waiting = waiting.filter(seed_object_id=unit_id)
    task = waiting.first()
    if task is not None:
        getattr(DisputeFlow, node).run(task)
    return due(dispute)


def due(dispute: Dispute) -> frozenset[str]:
    """The names of the nodes that wait for somebody."""
    waiting = _process(dispute).task_set.exclude(status__in=ENDED)
    return frozenset(task.flow_task.name for task in waiting if task.flow_task_type != "JOIN")


def cancel(dispute: Dispute) -> None:
    """End the flow of a case that was withdrawn."""
    DisputeFlow.instance.cancel(_process(dispute))


def succeed(dispute: Dispute, old_id: int, new_id: int) -> None:
    """Whatever waits for the old unit waits for its successor."""
    units = ContentType.objects.get_for_model(Unit)
    waiting = _process(dispute).task_set.exclude(status__in=ENDED)
    waiting.filter(seed_content_type=units, seed_object_id=old_id).update(seed_object_id=new_id)


def _process(dispute: Dispute) -> Any:
    return Process.objects.get(
        flow_class=DisputeFlow,
        seed_content_type=ContentType.objects.get_for_model(Dispute),
        seed_object_id=dispute.pk,
    )
