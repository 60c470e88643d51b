"""The verbs of a dispute. Each changes the case through the door and lets the flow route."""

from typing import Any

from coordination.disputes import flow, rounds
from coordination.disputes.models import (
    Dispute,
    DisputeSlot,
    Proposal,
    Ruling,
    Statement,
)
from coordination.disputes.states import (
    DisputeState,
    OldLead,
    Outcome,
    PartyRole,
    Scope,
    SlotKind,
    SlotState,
)
from coordination.tasks.limits import PART_SIGN_OFF, lift_sign_off
from coordination.tasks.models import Cooperation, Task
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.actor import SYSTEM
from workflow.door import Act
from workflow.keys import Key
from workflow.models import Deadline

STATEMENT_LIMIT = rounds.STATEMENT_LIMIT
ANSWER_LIMIT = rounds.ANSWER_LIMIT


def contest_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    ground: str,
    facts: str,
    basis: str,
    proposed: Unit,
    key: Key | None = None,
) -> Dispute:
    """The head of the lead contests; a case opens and the parties are asked at once."""
    with door.act(actor, key) as act:
        taken = act.take(task)
        data = {"ground": ground, "facts": facts, "basis": basis, "proposed": proposed}
        act.step(taken, "contest", version=version, **data)
        lift_sign_off(taken)
        case = Dispute(task=taken, contesting=taken.lead, lead=taken.lead, **data)
        return rounds.open_case(act, case, proposed, PartyRole.PROPOSED)


def contest_part(
    part: Cooperation,
    *,
    actor: Official,
    version: int | None,
    ground: str,
    facts: str,
    basis: str,
    wish: str,
    wish_duty: str = "",
    key: Key | None = None,
) -> Dispute:
    """The head of a cooperating unit contests its part alone; the task goes on.

    ``wish`` is release or adjust; for the latter ``wish_duty`` is what the unit would do.
    """
    with door.act(actor, key) as act:
        taken = act.take(part)
        data = {"ground": ground, "facts": facts, "basis": basis}
        data |= {"wish": wish, "wish_duty": wish_duty}
        act.step(taken, "contest", version=version, **data)
        deadlines.lift(taken, PART_SIGN_OFF)
        task = act.take(taken.task)
        lead: Any = task.lead  # whoever has a part was sent it with the lead named
        case = Dispute(
            task=task,
            scope=Scope.COOPERATION,
            part=taken,
            contesting=taken.unit,
            lead=lead,
            **data,
        )
        return rounds.open_case(act, case, lead, PartyRole.LEAD)


def give_statement(
    slot: DisputeSlot,
    *,
    actor: Official,
    version: int | None,
    stance: str,
    text: str,
    basis: str = "",
    key: Key | None = None,
) -> None:
    """A party's head states its position, sealed until all are in or the limit passes."""
    with door.act(actor, key) as act:
        taken = act.take(slot)
        act.step(taken, "state", version=version, stance=stance, text=text, basis=basis)
        _keep_statement(actor, act, taken, stance, text, basis)
        dispute = act.take(_dispute_of(taken))
        due = flow.advance(dispute, "statement", taken.unit_id)
        if "propose" in due and dispute.present_state == DisputeState.COLLECTING:
            rounds.open_statements(act, dispute)


def propose_settlement(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    outcome: str,
    text: str,
    new_lead: Unit | None = None,
    old_lead: str = "",
    duty: str = "",
    key: Key | None = None,
) -> None:
    """The coordinator writes the proposal; every party's head is asked for an answer."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        data = _chosen(outcome, new_lead, old_lead, duty) | {"text": text}
        act.step(taken, "propose", version=version, **data)
        Proposal.objects.create(
            dispute=taken, round=taken.round, by_id=actor.person_id, at=act.at, **data
        )
        flow.advance(taken, "propose")
        rounds.ask(act, taken, SlotKind.ANSWER)


def answer_proposal(
    slot: DisputeSlot,
    *,
    actor: Official,
    version: int | None,
    stance: str,
    text: str = "",
    key: Key | None = None,
) -> None:
    """A party's head agrees or objects; the last answer settles, or leads on."""
    with door.act(actor, key) as act:
        taken = act.take(slot)
        act.step(taken, "answer", version=version, stance=stance, text=text)
        _keep_statement(actor, act, taken, stance, text, "")
        dispute = act.take(_dispute_of(taken))
        rounds.after_answers(act, dispute, flow.advance(dispute, "answer", taken.unit_id))


def rule_dispute(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    outcome: str,
    reasons: str,
    new_lead: Unit | None = None,
    old_lead: str = "",
    duty: str = "",
    key: Key | None = None,
) -> None:
    """The leader rules, for this task only; the outcome is carried out at once."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        data = _chosen(outcome, new_lead, old_lead, duty) | {"reasons": reasons}
        act.step(taken, "rule", version=version, **data)
        Ruling.objects.create(dispute=taken, by_id=actor.person_id, at=act.at, **data)
        flow.advance(taken, "rule")
        rounds.execute(act, taken)


def withdraw_dispute(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    key: Key | None = None,
) -> None:
    """The contesting unit takes its objection back; the task goes on as before."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        act.step(taken, "withdraw", version=version, reason=reason)
        rounds.give_up(act, taken)


def statements_due(deadline: Deadline) -> None:
    """The clock: the limit for statements has passed; silence is recorded as silence."""
    with door.act(SYSTEM) as act:
        dispute = act.take(Dispute.objects.get(pk=deadline.subject_id))
        if dispute.present_state == DisputeState.COLLECTING:
            flow.advance(dispute, STATEMENT_LIMIT)
            rounds.open_statements(act, dispute)


def answers_due(deadline: Deadline) -> None:
    """The clock: the limit for answers has passed; the case goes on with what is there."""
    with door.act(SYSTEM) as act:
        dispute = act.take(Dispute.objects.get(pk=deadline.subject_id))
        if dispute.present_state == DisputeState.ANSWERING:
            act.follow_all(rounds.slots(dispute, SlotKind.ANSWER, SlotState.ASKED), "fall_silent")
            rounds.after_answers(act, dispute, flow.advance(dispute, ANSWER_LIMIT))


def _chosen(outcome: str, new_lead: Unit | None, old_lead: str, duty: str) -> dict[str, Any]:
    """The outcome with what it means: a new lead and the old one's role, or an adjusted duty."""
    changes, adjusts = outcome == Outcome.REASSIGN, outcome == Outcome.ADJUST
    return {
        "outcome": outcome,
        "new_lead": new_lead if changes else None,
        "old_lead": (old_lead or OldLead.COOPERATING) if changes else "",
        "duty": duty if adjusts else "",
    }


def _keep_statement(
    actor: Official, act: Act, slot: DisputeSlot, stance: str, text: str, basis: str
) -> None:
    Statement.objects.create(
        slot=slot,
        position=slot.statements.count() + 1,
        stance=stance,
        text=text,
        basis=basis,
        by_id=actor.person_id,
        at=act.at,
    )


def _dispute_of(slot: DisputeSlot) -> Dispute:
    return Dispute.objects.get(pk=slot.dispute_id)
