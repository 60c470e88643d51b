"""Who records and decides an opinion on a draft, and when a dispute is opened from it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.consultation.states import UNDECIDED, OpinionKind, OpinionState
from coordination.tasks.contest_rules import bound_cases, withdrawn_cases
from coordination.tasks.states import TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, first_refusal, no


def may_opine(task: Any, actor: Official) -> Verdict:
    """A coordinator of the plan records what came in by a unit's letter."""
    return people.on_plan("coordinate_plan", task.plan_id, actor)


def may_withdraw(opinion: Any, actor: Official) -> Verdict:
    """A coordinator of the plan records that the unit took its opinion back."""
    return people.on_plan("coordinate_plan", opinion.plan_id, actor)


def may_decide(opinion: Any, actor: Official) -> Verdict:
    """A coordinator of the plan whose unit neither opines, leads nor would lead."""
    verdict = people.on_plan("coordinate_plan", opinion.plan_id, actor)
    return first_refusal(verdict, _no_party(opinion, actor))


def _no_party(opinion: Any, actor: Official) -> Verdict:
    concerned = {opinion.unit_id, opinion.proposed_id, opinion.task.lead_id}
    if not actor.units_since(opinion.task.assigned_on) & concerned:
        return YES
    return no(
        "recusal", _("This opinion concerns your own unit; somebody of another unit must act.")
    )


def lead_proposed(task: Any, _actor: Official, data: Any) -> Verdict:
    """Whoever wants another lead names it, with the ground; it is not the present one."""
    if data is None or data["about"] != OpinionKind.CHANGE_LEAD:
        return YES
    if data.get("proposed") is None or not data.get("ground"):
        return no("opinion_proposal", _("Name the unit that should lead, and the ground."))
    if data["proposed"].pk == task.lead_id:
        return no("opinion_other_lead", _("The unit named leads the draft already."))
    return YES


def recorded_once(task: Any, _actor: Official, data: Any) -> Verdict:
    """A unit has one undecided opinion of a kind on a draft."""
    if data is None:
        return YES
    same = task.opinions.filter(unit=data["unit"], about=data["about"], state__in=UNDECIDED)
    if not same.exists():
        return YES
    return no(
        "opinion_once",
        _("An opinion of this kind by %(unit)s is recorded and undecided already.")
        % {"unit": data["unit"]},
    )


def lead_living(opinion: Any, _actor: Official, data: Any) -> Verdict:
    """A unit that was closed meanwhile receives nothing."""
    if data is not None and data["decision"] != OpinionState.ADOPTED:
        return YES
    closed = opinion.proposed and opinion.proposed.closed_on
    if closed is None or closed > clock.today():
        return YES
    return no("unit_closed", _("%(unit)s is closed.") % {"unit": opinion.proposed})


def about_the_lead(opinion: Any, _actor: Official, _data: Any) -> Verdict:
    """Only who is to lead is disputed; other changes the coordinator decides."""
    if opinion.about == OpinionKind.CHANGE_LEAD:
        return YES
    return no("opinion_kind", _("Only an opinion on the lead unit can become a dispute."))


def another_leads(opinion: Any, _actor: Official, _data: Any) -> Verdict:
    """A dispute is between units: the draft has a lead, and it is not the one proposed."""
    task = opinion.task
    if task.state != TaskState.DRAFT:
        return no("not_draft", _("The task is no draft any more."))
    if task.lead_id is None:
        return no("draft_lead", _("Name the lead of the draft first."))
    if task.lead_id == opinion.proposed_id:
        return no("opinion_met", _("The unit proposed leads the draft already; adopt the opinion."))
    return YES


def no_open_case(opinion: Any, _actor: Official, _data: Any) -> Verdict:
    """One open dispute for each task."""
    if not opinion.task.opinions.filter(state=OpinionState.IN_DISPUTE).exists():
        return YES
    return no(
        "dispute_one_open",
        _("A dispute on this draft is open already; decide on this opinion when it has ended."),
    )


def not_barred(opinion: Any, _actor: Official, _data: Any) -> Verdict:
    """Who agreed, or was heard and ruled upon, does not dispute the draft again this plan year."""
    if bound_cases(opinion.task, opinion.unit_id).exists():
        return no(
            "barred",
            _("%(unit)s agreed, or was heard and ruled upon, in a case on this draft.")
            % {"unit": opinion.unit},
        )
    if withdrawn_cases(opinion.task, opinion.unit_id, opinion.ground, opinion.basis).exists():
        return no(
            "same_ground",
            _("%(unit)s raised this ground before and withdrew it.") % {"unit": opinion.unit},
        )
    return YES
