"""Who may do what in a dispute, and what must hold for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import OUTCOMES, OldLead, Outcome, Scope, SlotKind
from coordination.tasks.rules import one_share
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, first_refusal, foreign, no


def may_state(slot: Any, actor: Official) -> Verdict:
    """The head of the unit that was asked signs its statement."""
    return first_refusal(asked(SlotKind.STATEMENT, slot), people.signs_for(slot.unit_id, actor))


def may_answer(slot: Any, actor: Official) -> Verdict:
    """The head of the unit that was asked signs its answer to the proposal."""
    return first_refusal(asked(SlotKind.ANSWER, slot), people.signs_for(slot.unit_id, actor))


def asked(kind: SlotKind, slot: Any) -> Verdict:
    """A statement is not an answer, nor the other way round."""
    if slot.asked_for == kind:
        return YES
    return foreign("asked_for", _("The unit was not asked for this."))


def may_propose(dispute: Any, actor: Official) -> Verdict:
    """A coordinator of the plan who is of no party's unit."""
    return first_refusal(
        people.on_plan("coordinate_plan", dispute.plan_id, actor), no_party(dispute, actor)
    )


def may_rule(dispute: Any, actor: Official) -> Verdict:
    """The leader in charge, who is of no party's unit."""
    return first_refusal(
        people.on_plan("rule_plan", dispute.plan_id, actor), no_party(dispute, actor)
    )


def may_withdraw(dispute: Any, actor: Official) -> Verdict:
    """The head of the contesting unit, until the ruling is signed."""
    return people.signs_for(dispute.contesting_id, actor)


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
    if dispute.task.signed_by(actor.user_id):
        return no(
            "recusal_signed", _("You have signed for a party in this case; somebody else must act.")
        )
    return YES


def within_limit(slot: Any, _actor: Official, _data: Any) -> Verdict:
    """A statement comes until the limit; after that the round goes on without it."""
    if clock.today() <= slot.due_on:
        return YES
    return no(
        "statement_limit",
        _("The limit for this answer was %(day)s; it has passed.")
        % {"day": slot.due_on.isoformat()},
    )


def outcome_fits(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A case about the lead changes no part, and one about a part does not change the lead."""
    if data is None or data["outcome"] in OUTCOMES[Scope(dispute.scope)]:
        return YES
    return no("outcome_fits", _("A case of this scope cannot end so."))


def duty_named(_dispute: Any, _actor: Official, data: Any) -> Verdict:
    """An adjustment says what the unit is to do from now on."""
    if data is None or data["outcome"] != Outcome.ADJUST or data.get("duty"):
        return YES
    return no("duty_named", _("Write down what the unit is to do from now on."))


def new_lead_named(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A change of lead names the new lead, and it is not the present one."""
    if data is None or data["outcome"] != Outcome.REASSIGN:
        return YES
    lead = data.get("new_lead")
    if lead is None:
        return no("new_lead", _("Name the unit that is to lead."))
    if lead.pk == dispute.lead_id:
        return no("new_lead_other", _("The unit named leads already; choose “maintain” instead."))
    return one_share(dispute.task, lead)


def new_lead_heard(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """Nobody receives a task without having been a party with its window for a statement."""
    if data is None or data["outcome"] != Outcome.REASSIGN or data.get("new_lead") is None:
        return YES
    if data["new_lead"].pk in dispute.heard_ids():
        return YES
    return no(
        "new_lead_heard",
        _("%(unit)s was not asked for a statement in this dispute, so it cannot be named.")
        % {"unit": data["new_lead"]},
    )


def inside_power(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A unit outside the body's power bears what it agreed to; nothing is ruled upon it.

    Decisions of the district do not bind vertically managed units.
    """
    if data is None:
        return YES
    for unit in _burdened(dispute, data):
        if unit.outside and not dispute.agreed_to(unit, data):
            return no(
                "outside_power",
                _(
                    "%(unit)s is managed from above; its superior must be asked, "
                    "it cannot be ruled upon."
                )
                % {"unit": unit},
            )
    return YES


def _burdened(dispute: Any, data: Any) -> list[Any]:
    """The units on which an outcome would place or keep a burden."""
    outcome = data["outcome"]
    if dispute.scope == Scope.COOPERATION:
        return [] if outcome == Outcome.RELEASE else [dispute.contesting]
    if outcome != Outcome.REASSIGN:
        return [dispute.lead]
    stays = data.get("old_lead") == OldLead.COOPERATING
    return [unit for unit in (data.get("new_lead"), dispute.lead if stays else None) if unit]
