"""Cases joined: one consultation; each task has its own outcome, and each case its own end.

A joined case is asked nothing and waits; its parties are heard in the leading one. When that has
ended, the outbox brings the joined case to its end in a transaction of its own, under its own
task's lock: the outcome is carried out on its task too where it can be, else the case goes on by
itself.
"""

from typing import Any

from coordination.disputes import asking, flow, outcome_rules, rounds
from coordination.disputes.acts import Ruling
from coordination.disputes.models import Dispute
from coordination.disputes.outcomes import STILL, obstacles
from coordination.disputes.states import (
    OPEN_STATES,
    Decided,
    DisputeState,
    Outcome,
    PartyRole,
    Profile,
    Scope,
)
from coordination.tasks.models import Task
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.actor import SYSTEM
from workflow.door import Act
from workflow.keys import Key
from workflow.models import OutboxMessage

FOLLOWED = (Outcome.MAINTAIN, Outcome.REASSIGN)
# What the outcome of the leading case was not asked for this task.
FITS = (
    *STILL,
    outcome_rules.lead_named,
    outcome_rules.inside_power,
    outcome_rules.third_change,
)


def join_case(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    into: Dispute,
    reason: str,
    key: Key | None = None,
) -> None:
    """The coordinator joins the case to the earlier one ``into``, whose parties grow."""
    deadlines.settle(dispute)
    deadlines.settle(into)
    with door.act(actor, key) as act:
        act.take_all(Task, sorted({dispute.task_id, into.task_id}))
        taken, leading = act.take(dispute), act.take(into)
        act.step(taken, "join_case", version=version, into=leading, reason=reason)
        _led_by(act, taken, leading)


def take_in_parts(act: Act, leading: Dispute) -> None:
    """The lead of a task is contested: cases about its parts that have just begun go along."""
    if leading.part_id or leading.profile != Profile.NORMAL:
        return
    parts = Dispute.objects.filter(
        task=leading.task_id,
        scope=Scope.COOPERATION,
        profile=Profile.NORMAL,
        state__in=[DisputeState.FILED, DisputeState.COLLECTING],
        round=1,
        max_rounds__gt=1,
    )
    for case in parts.order_by("pk"):
        act.follow(case, "taken_in", into=leading)
        _led_by(act, case, leading)


def handle(message: OutboxMessage) -> None:
    """From the outbox: whatever was joined to a case that has ended is brought to its end."""
    record = message.record
    if record.kind != Dispute.kind or record.target in OPEN_STATES:
        return
    waiting = Dispute.objects.filter(joined_to=record.subject_id, state=DisputeState.JOINED)
    for case in waiting.select_related("joined_to").order_by("pk"):
        with door.act(SYSTEM) as act:
            _go_on(act, act.take(case))


def _led_by(act: Act, dispute: Dispute, leading: Dispute) -> None:
    flow.cancel(dispute)
    rounds.end(act, dispute)
    act.follow(leading, "lead_case", joined=dispute.pk)
    known = leading.party_ids()
    for unit in dispute.party_units():
        if unit.pk not in known:
            rounds.add_party(leading, unit, PartyRole.OBJECTING)
            if leading.present_state == DisputeState.COLLECTING:
                asking.open_window(act, leading, unit, act.day)


def _go_on(act: Act, dispute: Dispute) -> None:
    """Once: whoever comes second finds the case no longer joined."""
    leading: Any = dispute.joined_to
    if dispute.present_state != DisputeState.JOINED or leading.state in OPEN_STATES:
        return
    if _is_followed(dispute, leading):
        _follow(act, dispute, leading)
    else:
        act.follow(dispute, "part_again", heard=dispute.slots.exists())
        flow.begin(dispute)
        rounds.notify(act, dispute, act.day)


def _is_followed(dispute: Dispute, leading: Dispute) -> bool:
    """Whether the outcome of the leading case can be that of this one as it stands."""
    decided = leading.decided in (Decided.SETTLEMENT, Decided.RULING)
    of_its_own = leading.terms or leading.wording or leading.division
    if dispute.part_id or of_its_own or not decided or leading.outcome not in FOLLOWED:
        return False
    seen = Dispute.objects.get(pk=dispute.pk)
    seen.outcome, seen.new_lead, seen.old_lead = leading.outcome, leading.new_lead, leading.old_lead
    return not obstacles(seen, FITS)


def _follow(act: Act, dispute: Dispute, leading: Dispute) -> None:
    act.follow(
        dispute,
        "follow_outcome",
        decided=leading.decided,
        tier=leading.tier,
        outcome=leading.outcome,
        new_lead=leading.new_lead,
        old_lead=leading.old_lead,
    )
    if leading.decided == Decided.RULING:
        _rule_alike(dispute, leading)
        flow.begin_at_ruling(dispute)
        flow.advance(dispute, "rule")
    rounds.carry_through(act, dispute, act.day)


def _rule_alike(dispute: Dispute, leading: Dispute) -> None:
    """The ruling holds for one task only, so that each case has its own, in the same words."""
    ruling = Ruling.objects.get(dispute=leading, number=1)
    ruling.pk, ruling.dispute = None, dispute
    ruling.save(force_insert=True)
