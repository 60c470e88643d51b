"""The verbs of a dispute in its rounds. Each changes the case through the door, the flow routes.

Before the rounds: ``opening``; after them: ``deciding``; what the clock does: ``lapses``.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from coordination.disputes import asking, flow, node_limits, profiles, rounds
from coordination.disputes.acts import Consultation
from coordination.disputes.choice import chosen, newly_named
from coordination.disputes.models import Dispute, DisputeSlot, Proposal, Statement
from coordination.disputes.rules import chair_of
from coordination.disputes.states import (
    DisputeState,
    PartyRole,
    Scope,
    SlotKind,
    Urgency,
)
from coordination.duties.actions import cite, told
from coordination.duties.models import DutyEntry
from coordination.tasks.limits import PART_SIGN_OFF, lift_sign_off
from coordination.tasks.models import Cooperation, Task
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.door import Act
from workflow.keys import Key


def contest_task(
    task: Task,
    *,
    actor: Official,
    version: int | None,
    ground: str,
    facts: str,
    basis: str,
    proposed: Unit,
    urgent: str = "",
    new_ground: str = "",
    document: str = "",
    document_on: date | None = None,
    cited: Sequence[DutyEntry] = (),
    key: Key | None = None,
) -> Dispute:
    """N1: the head of the lead contests; a case opens and waits for its admission.

    ``urgent`` is the reason for which the urgent limits are asked for. A ``new_ground`` lets a
    unit contest late or again, with a ``document`` dated after the last decision.
    """
    with door.act(actor, key) as act:
        taken = act.take(task)
        filing = {"ground": ground, "facts": facts, "basis": basis, "proposed": proposed}
        new = {"new_ground": new_ground, "document": document, "document_on": document_on}
        said = {"urgent": urgent, "cited": told(cited)}
        act.step(taken, "contest", version=version, **said, **filing, **new)
        lift_sign_off(taken)
        case = Dispute(
            task=taken,
            contesting=taken.lead,
            lead=taken.lead,
            urgency=Urgency.ASKED if urgent else "",
            **filing,
            **new,
        )
        opened = rounds.open_case(act, case, proposed, PartyRole.PROPOSED)
        cite(cited, dispute=opened)
        return opened


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
    cited: Sequence[DutyEntry] = (),
    key: Key | None = None,
) -> Dispute:
    """The head of a cooperating unit contests its part alone; the task goes on.

    ``wish`` is release or adjust; for the latter ``wish_duty`` is what the unit would do.
    """
    with door.act(actor, key) as act:
        taken = act.take(part)
        data = {"ground": ground, "facts": facts, "basis": basis}
        data |= {"wish": wish, "wish_duty": wish_duty}
        act.step(taken, "contest", version=version, **data, cited=told(cited))
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
        opened = rounds.open_case(act, case, lead, PartyRole.LEAD)
        cite(cited, dispute=opened)
        return opened


def give_statement(
    slot: DisputeSlot,
    *,
    actor: Official,
    version: int | None,
    stance: str,
    text: str,
    basis: str = "",
    cited: Sequence[DutyEntry] = (),
    key: Key | None = None,
) -> None:
    """A party's head states its position, sealed until all are in or the limit passes."""
    with door.act(actor, key) as act:
        taken = act.take(slot)
        data = {"stance": stance, "text": text, "basis": basis}
        act.step(taken, "state", version=version, **data, cited=told(cited))
        said = keep_statement(actor, act, taken, **data)
        cite(cited, dispute=dispute_of(taken), statement=said)
        if taken.asked_for == SlotKind.WINDOW:
            deadlines.lift(taken, node_limits.WINDOW_LIMIT)
            return
        dispute = act.take(dispute_of(taken))
        due = flow.advance(dispute, "statement", taken.unit_id)
        if dispute.present_state == DisputeState.COLLECTING:
            rounds.go_on(act, dispute, due, act.day)


def record_consultation(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    held_on: date,
    people: str,
    agreed: str = "",
    still_open: str = "",
    key: Key | None = None,
) -> None:
    """N5.k: whoever chairs the round records when it met, who was there, and the points."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        text = {"people": people, "agreed": agreed, "still_open": still_open}
        act.step(taken, "consult", version=version, held_on=held_on, **text)
        Consultation.objects.create(
            dispute=taken,
            round=taken.round,
            chair=chair_of(taken),
            meeting=profiles.is_meeting(taken),
            held_on=held_on,
            by_id=actor.person_id,
            at=act.at,
            **text,
        )


def propose_settlement(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    outcome: str,
    text: str,
    cited: Sequence[DutyEntry] = (),
    key: Key | None = None,
    **choice: Any,
) -> None:
    """N6.k: whoever chairs writes the proposal; every party's head is asked for an answer.

    A unit that the proposal names becomes a party, and has its own time to answer.
    """
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        until = profiles.round_day(taken, profiles.ANSWERS, act.day)
        data = chosen(outcome, **choice)
        late = newly_named(taken, data)
        if late:
            until = max(until, profiles.limit_day(taken, "late", act.day))
        words = {"text": text, "cited": told(cited)}
        act.step(taken, "propose", version=version, until=until, **words, **data)
        proposal = Proposal.objects.create(
            dispute=taken, round=taken.round, text=text, by_id=actor.person_id, at=act.at, **data
        )
        cite(cited, dispute=taken, proposal=proposal)
        for unit in late:
            rounds.add_party(taken, unit, PartyRole.NAMED)
        flow.advance(taken, "consult")
        asking.ask(act, taken, SlotKind.ANSWER, taken.party_units(), until)
        node_limits.arm(taken, node_limits.ANSWER_LIMIT, act.day)


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
        keep_statement(actor, act, taken, stance=stance, text=text)
        dispute = act.take(dispute_of(taken))
        due = flow.advance(dispute, "answer", taken.unit_id)
        rounds.go_on(act, dispute, due, act.day)


def skip_rounds(
    dispute: Dispute, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """A party asks for the ruling without further rounds; the last one to ask leads there."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        act.step(taken, "skip", version=version, unit_id=actor.own_unit_id)
        if set(taken.skipping) >= taken.party_ids():
            rounds.leave_rounds(act, taken, act.day)


def withdraw_dispute(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    key: Key | None = None,
) -> None:
    """A contesting unit takes its objection back; after the last the task goes on as before."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        act.step(taken, "withdraw", version=version, unit_id=actor.own_unit_id, reason=reason)
        if taken.present_state == DisputeState.WITHDRAWN:
            rounds.give_up(act, taken)


def keep_statement(
    actor: Official, act: Act, slot: DisputeSlot, stance: str, text: str, basis: str = ""
) -> Statement:
    """Within an act: what the unit said becomes a row of its own."""
    return Statement.objects.create(
        slot=slot,
        position=slot.statements.count() + 1,
        stance=stance,
        text=text,
        basis=basis,
        by_id=actor.person_id,
        at=act.at,
    )


def dispute_of(slot: DisputeSlot) -> Dispute:
    """The case of a slot, to be taken in the same act."""
    return Dispute.objects.get(pk=slot.dispute_id)
