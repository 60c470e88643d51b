"""Who may do what in a dispute: parties, chair by round, coordinator, offices, ruler by tier."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import Profile, Scope, SlotKind, Tier
from coordination.units import rules as people
from coordination.units.official import Official
from coordination.units.states import Duty
from workflow import clock
from workflow.verdict import YES, Verdict, first_refusal, foreign, no

RULING_RIGHTS = {Tier.LEADER: "rule_plan", Tier.TOP: "top_plan", Tier.MEETING: "meet_plan"}


def may_state(slot: Any, actor: Official) -> Verdict:
    """The head of the unit that was asked signs its statement."""
    kinds = (SlotKind.STATEMENT, SlotKind.WINDOW)
    return first_refusal(asked(slot, *kinds), people.signs_for(slot.unit_id, actor))


def may_answer(slot: Any, actor: Official) -> Verdict:
    """The head of the unit that was asked signs its answer to the proposal."""
    return first_refusal(asked(slot, SlotKind.ANSWER), people.signs_for(slot.unit_id, actor))


def may_give_opinion(slot: Any, actor: Official) -> Verdict:
    """Who holds the function of the office that was asked."""
    verdict = first_refusal(
        asked(slot, SlotKind.OPINION),
        people.on_plan("opine_plan", slot.dispute.plan_id, actor),
    )
    if verdict and slot.unit_id != actor.unit_id:
        return foreign("opine_plan", _("Another office was asked for its opinion."))
    return verdict


def may_confirm_facts(slot: Any, actor: Official) -> Verdict:
    """Handler or head of the party."""
    return first_refusal(asked(slot, SlotKind.FACTS), people.acts_for(slot.unit_id, actor))


def may_receive(slot: Any, actor: Official) -> Verdict:
    """Handler or head of the party."""
    return first_refusal(asked(slot, SlotKind.RECEIPT), people.acts_for(slot.unit_id, actor))


def asked(slot: Any, *kinds: SlotKind) -> Verdict:
    """A statement is not an answer, nor the other way round."""
    if slot.asked_for in kinds:
        return YES
    return foreign("asked_for", _("The unit was not asked for this."))


def coordinates(dispute: Any, actor: Official) -> Verdict:
    """A coordinator of the plan; the leader, where no coordinator may act in this case."""
    return _or_leader("coordinate_plan", Duty.COORDINATOR, dispute, actor)


def chairs(dispute: Any, actor: Official) -> Verdict:
    """The coordinator's head; the leader, where no such head may act in this case."""
    return _or_leader("chair_plan", Duty.COORDINATOR_HEAD, dispute, actor)


def _or_leader(right: str, duty: Duty, dispute: Any, actor: Official) -> Verdict:
    """Whoever was barred without another holder of the function has handed it one tier up."""
    verdict = people.on_plan(right, dispute.plan_id, actor)
    if not verdict and duty in dispute.handed_over:
        return people.on_plan("rule_plan", dispute.plan_id, actor)
    return verdict


def may_coordinate(dispute: Any, actor: Official) -> Verdict:
    """A coordinator of the plan who is of no party's unit and signed for none."""
    return first_refusal(coordinates(dispute, actor), no_party(dispute, actor))


def may_decide_urgency(dispute: Any, actor: Official) -> Verdict:
    """The coordinator's head, who is of no party's unit."""
    return first_refusal(chairs(dispute, actor), no_party(dispute, actor))


def chair_of(dispute: Any) -> str:
    """Who chairs the present round: handler (of the convener), coordinator, or its head.

    The first round is among the units (Ningbo: the lead convenes); the coordinator leads the
    next ones, its head the last, which is the meeting. In urgent cases the coordinator does.
    """
    if dispute.profile == Profile.URGENT:
        return Duty.COORDINATOR.value
    if dispute.round == dispute.max_rounds:
        return Duty.COORDINATOR_HEAD.value
    return Duty.HANDLER.value if dispute.round == 1 else Duty.COORDINATOR.value


def may_chair(dispute: Any, actor: Official) -> Verdict:
    """Who chairs the present round."""
    chair = chair_of(dispute)
    if chair == Duty.HANDLER:
        return people.acts_for(dispute.lead_id, actor)
    if chair == Duty.COORDINATOR_HEAD:
        return may_decide_urgency(dispute, actor)
    return may_coordinate(dispute, actor)


def may_propose(dispute: Any, actor: Official) -> Verdict:
    """Who chairs the round; on the last day the coordinator in the convener's stead."""
    verdict = may_chair(dispute, actor)
    if verdict or chair_of(dispute) != Duty.HANDLER:
        return verdict
    stead = may_coordinate(dispute, actor)
    if stead and dispute.due_on is not None and clock.today() < dispute.due_on:
        return no(
            "chair_first",
            _("The proposal is the chair's to write; on its last day, %(day)s, you may.")
            % {"day": dispute.due_on.isoformat()},
        )
    return stead if stead or verdict.foreign else verdict


def in_charge(dispute: Any, actor: Official) -> Verdict:
    """Who rules in the case's tier; a leader for the units of the own portfolio only."""
    tier = Tier(dispute.tier or Tier.LEADER)
    verdict = people.on_plan(RULING_RIGHTS[tier], dispute.plan_id, actor)
    if not verdict or tier != Tier.LEADER or Duty.LEADER in dispute.handed_over:
        return verdict
    leaders = dispute.leaders()
    if not leaders or actor.user_id in leaders:
        return YES
    return no("portfolio", _("The units of this case are in another leader's charge."))


def may_rule(dispute: Any, actor: Official) -> Verdict:
    """Who rules in the case's tier, of no party's unit and signatory for none."""
    return first_refusal(in_charge(dispute, actor), no_party(dispute, actor))


def may_review(dispute: Any, actor: Official) -> Verdict:
    """The same tier that ruled."""
    return may_rule(dispute, actor)


def may_withdraw(dispute: Any, actor: Official) -> Verdict:
    """The head of a unit that still objects, until the ruling is signed."""
    own = sorted(actor.acts & set(dispute.objectors))
    return people.signs_for(own[0] if own else None, actor)


def may_complete(dispute: Any, actor: Official) -> Verdict:
    """The head of the unit that filed the objection."""
    return people.signs_for(dispute.contesting_id, actor)


def may_skip(dispute: Any, actor: Official) -> Verdict:
    """The head of a party."""
    return _signs_for_party(dispute, actor)


def may_ask_review(dispute: Any, actor: Official) -> Verdict:
    """The head of a party."""
    return _signs_for_party(dispute, actor)


def _signs_for_party(dispute: Any, actor: Official) -> Verdict:
    own = sorted(actor.acts & dispute.party_ids())
    return people.signs_for(own[0] if own else None, actor)


def may_join(dispute: Any, actor: Official) -> Verdict:
    """The head of a unit that cooperates in the task; a part is contested by its unit alone."""
    helping = dispute.task.working_units() - {dispute.lead_id}
    own = sorted(actor.acts & helping) if dispute.scope != Scope.COOPERATION else []
    return people.signs_for(own[0] if own else None, actor)


def may_hand_over(dispute: Any, actor: Official) -> Verdict:
    """Somebody whose function the case now needs, and who is barred in it."""
    function = first_held(
        coordinates(dispute, actor),
        chairs(dispute, actor),
        in_charge(dispute, actor) if dispute.present_state == "ruling" else NOT_NOW,
    )
    if not function or not no_party(dispute, actor):
        return function
    return no("not_barred", _("Nothing bars you from acting in this case."))


NOT_NOW = foreign("rule_plan", _("Only the leader in charge may do this."))


def first_held(*verdicts: Verdict) -> Verdict:
    """The first verdict that allows, else the first one."""
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def no_party(dispute: Any, actor: Official) -> Verdict:
    """Recusal: who decides in a case is not of a party's unit, nor bound to one.

    As for the verification of a task: posts held since the assignment, substitutions either way,
    and whoever signed for a party.
    """
    if actor.units_since(dispute.task.assigned_on) & dispute.party_ids():
        return no(
            "recusal",
            _("Your unit is a party to this dispute; somebody of another unit must act."),
        )
    if actor.user_id in dispute.signer_ids() or dispute.task.signed_by(actor.user_id):
        return no(
            "recusal_signed", _("You have signed for a party in this case; somebody else must act.")
        )
    return YES


def within_limit(slot: Any, _actor: Official, _data: Any) -> Verdict:
    """An answer comes until its limit; after that the case goes on without it."""
    if clock.today() <= slot.due_on:
        return YES
    return no(
        "statement_limit",
        _("The limit for this answer was %(day)s; it has passed.")
        % {"day": slot.due_on.isoformat()},
    )
