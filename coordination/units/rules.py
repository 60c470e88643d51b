"""Who somebody is towards a unit or a plan: the words in which other rules are written."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.units.official import Official
from workflow.verdict import YES, Verdict, foreign, no


def acts_for(unit_id: int | None, actor: Official) -> Verdict:
    """Handler or head of the unit."""
    if unit_id is not None and unit_id in actor.acts:
        return YES
    return foreign("acts_for_unit", _("Only handler or head of the responsible unit may do this."))


def signs_for(unit_id: int | None, actor: Official) -> Verdict:
    """Head of the unit; its handler is told that the head must sign."""
    if unit_id is not None and unit_id in actor.signs:
        return YES
    if unit_id is not None and unit_id in actor.acts:
        return no("head_signs", _("The head of the unit must sign this; please submit it to him."))
    return foreign("head_signs", _("Only the head of the responsible unit may sign this."))


def not_signer(signer_id: int | None, actor: Official) -> Verdict:
    """Whoever signed a request does not decide on it, in whatever post."""
    if signer_id is None or signer_id != actor.user_id:
        return YES
    return no("separation_signed", _("You signed this request yourself; somebody else decides."))


def on_plan(right: str, plan_id: int, actor: Official) -> Verdict:
    """A function of the plan, by the right it gives."""
    if actor.may_on_plan(right, plan_id):
        return YES
    return foreign(right, FUNCTIONS[right])


FUNCTIONS: dict[str, Any] = {
    "draft_plan": _("Only the drafters of the plan may do this."),
    "coordinate_plan": _("Only the coordinator of the plan may do this."),
    "supervise_plan": _("Only a supervisor of the plan may do this."),
    "rule_plan": _("Only the leader in charge may do this."),
    "chair_plan": _("Only the head of the coordinating office may do this."),
    "top_plan": _("Only the executive vice head or the special meeting may do this."),
    "meet_plan": _("Only the special meeting may do this."),
    "opine_plan": _("Only the office that was asked for its opinion may do this."),
}
