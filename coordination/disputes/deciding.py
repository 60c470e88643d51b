"""The verbs from the opinions to the end: opinion, facts, file, hearing, ruling, review."""

from typing import Any

from coordination.disputes import asking, flow, node_limits, profiles, rounds
from coordination.disputes.actions import dispute_of, keep_statement
from coordination.disputes.acts import ReviewRequest, Ruling
from coordination.disputes.case_file import keep_file
from coordination.disputes.choice import chosen
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.outcome_rules import tier_of
from coordination.disputes.outcomes import carry_out
from coordination.disputes.states import PartyRole, SlotKind
from coordination.units.models import Unit
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.door import Act
from workflow.keys import Key


def give_opinion(
    slot: DisputeSlot,
    *,
    actor: Official,
    version: int | None,
    stance: str,
    text: str,
    basis: str,
    key: Key | None = None,
) -> None:
    """N7: an office opines; after the last one the file is prepared."""
    with door.act(actor, key) as act:
        taken = act.take(slot)
        data = {"stance": stance, "text": text, "basis": basis}
        act.step(taken, "give_opinion", version=version, **data)
        keep_statement(actor, act, taken, **data)
        dispute = act.take(dispute_of(taken))
        due = flow.advance(dispute, "opinion", taken.unit_id)
        rounds.go_on(act, dispute, due, act.day)


def confirm_facts(
    slot: DisputeSlot,
    *,
    actor: Official,
    version: int | None,
    stance: str,
    text: str = "",
    key: Key | None = None,
) -> None:
    """N8: a party confirms the facts of the file, or corrects them."""
    with door.act(actor, key) as act:
        taken = act.take(slot)
        act.step(taken, "confirm_facts", version=version, stance=stance, text=text)
        keep_statement(actor, act, taken, stance=stance, text=text)


def submit_file(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    issues: str,
    advice: str,
    draft: str,
    key: Key | None = None,
) -> None:
    """N8: the coordinator submits the generated file with issues, advice and draft ruling."""
    deadlines.settle(dispute)
    text = {"issues": issues, "advice": advice, "draft": draft}
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        tier, until = tier_of(taken), profiles.limit_day(taken, "ruling", act.day)
        act.step(taken, "submit_file", version=version, until=until, tier=tier, **text)
        asking.lapse(act, taken, SlotKind.FACTS)
        keep_file(act, taken, **text)
        flow.advance(taken, "file")
        node_limits.arm(taken, node_limits.RULING_LIMIT, act.day)


def hear_unit(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    unit: Unit,
    reason: str,
    key: Key | None = None,
) -> None:
    """N9: the one hearing; the unit becomes a party and gets its window, the ruling waits."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        until = profiles.limit_day(taken, "late", taken.due_on or act.day)
        act.step(taken, "hear", version=version, until=until, unit=unit, reason=reason)
        rounds.add_party(taken, unit, PartyRole.NAMED)
        asking.open_window(act, taken, unit, act.day)
        node_limits.arm(taken, node_limits.RULING_LIMIT, act.day)


def rule_dispute(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    outcome: str,
    reasons: str,
    dissent: str = "",
    key: Key | None = None,
    **choice: Any,
) -> None:
    """N9: who is in charge rules, for this task only; the outcome is carried out at once."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        data = {**chosen(outcome, **choice), "reasons": reasons, "dissent": dissent}
        act.step(taken, "rule", version=version, **data)
        _keep_ruling(act, actor, taken, 1, data)
        flow.advance(taken, "rule")
        rounds.carry_through(act, taken, act.day)


def receive_ruling(
    slot: DisputeSlot, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """N11: a party signs for the ruling."""
    with door.act(actor, key) as act:
        act.step(act.take(slot), "receive", version=version)


def ask_review(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    ground: str,
    reason: str,
    key: Key | None = None,
) -> None:
    """A party's head asks, once; all requests are decided within the limit of the first."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        until = profiles.limit_day(taken, "review", act.day)
        act.step(taken, "ask_review", version=version, until=until, ground=ground, reason=reason)
        ReviewRequest.objects.create(
            dispute=taken,
            unit_id=actor.own_unit_id,
            ground=ground,
            reason=reason,
            by_id=actor.person_id,
            at=act.at,
        )
        due_on = taken.review_until or until
        counted = profiles.counted(act.day, due_on)
        deadlines.arm(taken, node_limits.REVIEW_LIMIT, due_on, counted)


def decide_review(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    stands: bool,
    outcome: str,
    reasons: str,
    dissent: str = "",
    key: Key | None = None,
    **choice: Any,
) -> None:
    """The same tier decides: the ruling stands, or another outcome is carried out."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        data = {**chosen(outcome, **choice), "reasons": reasons, "dissent": dissent}
        act.step(taken, "decide_review", version=version, stands=stands, **data)
        flow.advance(taken, "receipt")
        rounds.end(act, taken)
        if not stands:
            _keep_ruling(act, actor, taken, 2, data)
            carry_out(act, taken)
            if taken.part_id is None:
                rounds.void_idle(act, rounds.task_of(taken))


def _keep_ruling(
    act: Act, actor: Official, dispute: Dispute, number: int, data: dict[str, Any]
) -> None:
    Ruling.objects.create(
        dispute=dispute,
        number=number,
        tier=dispute.tier,
        by_id=actor.person_id,
        at=act.at,
        **data,
    )
