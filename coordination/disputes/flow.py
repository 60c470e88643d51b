"""The dispute flow in viewflow: who is asked next, in parallel and in rounds.

::

    opened -> admission -> ask (each party, and a limit) -> statements in
           -> consult -> ask for answers (each party, and a limit) -> answers in
           -> decide: agreed -> end | rounds left -> ask | else the offices
    offices -> ask for opinions (each office, and a limit) -> opinions in
            -> file -> rule -> receipt -> end

A case that leaves this way (all parties ask for the ruling; an agreement that cannot be carried
out) ends its process and begins another one, at the offices or at the ruling.

viewflow only routes. What the case is stands in our own tables; pages never read
viewflow's. Every call here happens inside the act that changed the case, under its lock.
"""

from collections.abc import Callable, Iterator
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

from coordination.disputes.models import Dispute
from coordination.disputes.queries import answers_of, gaining, offices, parties
from coordination.disputes.settlement import agreed
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
    """One token for each unit asked, then the fixed branches."""

    @Activation.status.super()  # type: ignore[untyped-decorator]
    def create_next(self) -> Iterator[Any]:
        """Create a task of the asking node for each unit, its seed the unit."""
        tokens = Token.split_token_source(self.task.token, self.task.pk)
        for unit in self.flow_task.whom(self.process.seed):
            yield self.flow_task.each._create(self, next(tokens), seed=unit)
        for node, _condition in self.next_tasks:
            yield node._create(self, next(tokens))


class FanOut(Split):
    """Asks every unit at once; viewflow's own Split knows fixed branches only."""

    activation_class = FanOutActivation

    def __init__(self, each: Any, whom: Callable[[Dispute], list[Unit]]) -> None:
        super().__init__()
        self.each, self.whom = each, whom

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

    opened = flow.StartHandle().Next(this.admission)
    admission = flow.Handle().Next(this.ask)
    ask = FanOut(this.statement, parties).Always(this.statement_limit)
    statement = flow.Handle().Next(this.statements_in)
    statement_limit = flow.Handle().Next(this.statements_in)
    statements_in = flow.Join(continue_on_condition=all_in("statement_limit")).Next(this.stated)
    stated = flow.Switch().Case(this.after_rounds, this.is_new_ground).Default(this.consult)
    consult = flow.Handle().Next(this.consulted)
    consulted = (
        flow.Switch()
        .Case(this.ask_answers, this.is_proposed)
        .Case(this.ask, this.has_rounds_left)
        .Default(this.after_rounds)
    )
    ask_answers = FanOut(this.answer, parties).Always(this.answer_limit)
    answer = flow.Handle().Next(this.answers_in)
    answer_limit = flow.Handle().Next(this.answers_in)
    answers_in = flow.Join(continue_on_condition=all_in("answer_limit")).Next(this.decide)
    decide = (
        flow.Switch()
        .Case(this.end, this.is_agreed)
        .Case(this.ask, this.has_rounds_left)
        .Default(this.after_rounds)
    )
    to_after_rounds = flow.StartHandle().Next(this.after_rounds)
    after_rounds = flow.Switch().Case(this.ask_opinions, this.has_offices).Default(this.file)
    ask_opinions = FanOut(this.opinion, offices).Always(this.opinion_limit)
    opinion = flow.Handle().Next(this.opinions_in)
    opinion_limit = flow.Handle().Next(this.opinions_in)
    opinions_in = flow.Join(continue_on_condition=all_in("opinion_limit")).Next(this.file)
    file = flow.Handle().Next(this.rule)
    to_ruling = flow.StartHandle().Next(this.rule)
    rule = flow.Handle().Next(this.receipt)
    receipt = flow.Handle().Next(this.end)
    end = flow.End()

    def is_new_ground(self, activation: Any) -> bool:
        """A new ground is heard once in writing and then goes for ruling."""
        return bool(_case(activation).new_ground)

    def is_proposed(self, activation: Any) -> bool:
        """A proposal was written in the round."""
        return bool(_case(activation).outcome)

    def is_agreed(self, activation: Any) -> bool:
        """The answers settle the proposal."""
        case = _case(activation)
        return agreed(case.outcome, gaining(case), answers_of(case))

    def has_rounds_left(self, activation: Any) -> bool:
        """Another round may be held."""
        case = _case(activation)
        return case.round < case.max_rounds

    def has_offices(self, activation: Any) -> bool:
        """The ground names an office that is no party."""
        return bool(offices(_case(activation)))


def _case(activation: Any) -> Dispute:
    """The case as it is now; viewflow keeps the one it began with."""
    found: Dispute = Dispute.objects.select_related("new_lead", "lead", "plan").get(
        pk=activation.process.seed.pk
    )
    return found


def begin(dispute: Dispute) -> None:
    """Start the flow of a case; it waits for its admission."""
    DisputeFlow.opened.run(_process_seed=dispute)


def begin_at_offices(dispute: Dispute) -> frozenset[str]:
    """Leave the rounds: go on where opinions are asked for."""
    cancel(dispute)
    DisputeFlow.to_after_rounds.run(_process_seed=dispute)
    return due(dispute)


def begin_at_ruling(dispute: Dispute) -> None:
    """Go on at the ruling, whatever the flow of the case has come to."""
    if due(dispute):
        cancel(dispute)
    DisputeFlow.to_ruling.run(_process_seed=dispute)


def advance(dispute: Dispute, node: str, unit_id: int | None = None) -> frozenset[str]:
    """Finish the waiting task of ``node`` (that of ``unit_id``); return what is due next.

    The answer holds the names of the nodes that wait now; it is empty when the flow ended.
    """
    waiting = (
        _process(dispute)
        .task_set.filter(flow_task=getattr(DisputeFlow, node))
        .exclude(status__in=ENDED)
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
    """End the flow of a case that ends, or goes on elsewhere; one that was joined has none."""
    process = _process(dispute)
    if process.status not in ENDED:
        DisputeFlow.instance.cancel(process)


def succeed(dispute: Dispute, old_id: int, new_id: int) -> None:
    """Whatever waits for the old unit waits for its successor."""
    units = ContentType.objects.get_for_model(Unit)
    waiting = _process(dispute).task_set.exclude(status__in=ENDED)
    waiting.filter(seed_content_type=units, seed_object_id=old_id).update(seed_object_id=new_id)


def _process(dispute: Dispute) -> Any:
    return Process.objects.filter(
        flow_class=DisputeFlow,
        seed_content_type=ContentType.objects.get_for_model(Dispute),
        seed_object_id=dispute.pk,
    ).latest("pk")
