"""Reopening and direct transfer: two acts each, a request and its decision by others."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coordination.supervision.states import EXTENDABLE
from coordination.tasks import rules as tasks
from coordination.tasks.states import TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow.verdict import YES, Verdict, no


def may_ask_reopen(task: Any, actor: Official) -> Verdict:
    """A supervisor of another unit, as for verification."""
    return tasks.may_verify(task, actor)


def no_reopening_asked(task: Any, _actor: Official, _data: Any) -> Verdict:
    """One request at a time."""
    if not task.reopenings.filter(state="asked").exists():
        return YES
    return no("reopening_pending", _("A request for reopening is waiting for its decision."))


def may_decide_reopen(reopening: Any, actor: Official) -> Verdict:
    """The leader in charge, who is of no party's unit and did not ask for it."""
    return (
        people.on_plan("rule_plan", reopening.task.plan_id, actor)
        and tasks.no_party(reopening.task, actor)
        and people.not_signer(reopening.by_id, actor)
    )


def reopenable(reopening: Any, _actor: Official, data: Any) -> Verdict:
    """Only a verified task is reopened; refusing is always possible."""
    if data is None or not data["granted"] or reopening.task.state == TaskState.VERIFIED:
        return YES
    return no("not_verified", _("The task is not verified any more."))


def may_ask_transfer(task: Any, actor: Official) -> Verdict:
    """The coordinator of the plan."""
    return people.on_plan("coordinate_plan", task.plan_id, actor)


def no_transfer_asked(task: Any, _actor: Official, _data: Any) -> Verdict:
    """One request at a time."""
    if not task.transfers.filter(state__in=["asked", "consented"]).exists():
        return YES
    return no("transfer_pending", _("A direct transfer of this task is under way already."))


def other_unit(task: Any, _actor: Official, data: Any) -> Verdict:
    """The new lead is another unit than the present one."""
    if data is None:
        return YES
    if data["to_unit"].pk == task.lead_id:
        return no("other_unit", _("The unit leads this task already."))
    return tasks.one_share(task, data["to_unit"])


def lead_changes_left(task: Any, _actor: Official, _data: Any) -> Verdict:
    """The third change of lead goes to the government meeting, not the short way."""
    if task.lead_changes() < settings.LEAD_CHANGES_MAX:
        return YES
    return no(
        "third_change",
        _("The lead has changed %(n)d times; the next change needs the government meeting.")
        % {"n": settings.LEAD_CHANGES_MAX},
    )


def may_consent_transfer(transfer: Any, actor: Official) -> Verdict:
    """The heads of the present and of the new lead, each once."""
    own = people.signs_for(transfer.from_unit_id, actor)
    if own:
        given = transfer.from_by_id
    else:
        new = people.signs_for(transfer.to_unit_id, actor)
        if not new:
            return own if not own.foreign else new
        given = transfer.to_by_id
    if given is None:
        return YES
    return no("consented_already", _("Your unit has agreed already."))


def may_decide_transfer(transfer: Any, actor: Official) -> Verdict:
    """A coordinator of the plan who is of neither unit and has no part in the task."""
    verdict = (
        people.on_plan("coordinate_plan", transfer.task.plan_id, actor)
        and tasks.no_party(transfer.task, actor)
        and people.not_signer(transfer.from_by_id, actor)
        and people.not_signer(transfer.to_by_id, actor)
    )
    if verdict and transfer.to_unit_id in actor.units_since(transfer.task.assigned_on):
        return no("separation_lead", _("Your unit would lead this task; somebody else decides."))
    return verdict


def both_consented(transfer: Any, _actor: Official, data: Any) -> Verdict:
    """Carried out only where both heads have agreed; refusing is always possible."""
    if data is None or not data["granted"] or (transfer.from_by_id and transfer.to_by_id):
        return YES
    return no("both_consented", _("Both heads must have agreed before the lead is transferred."))


def transferable(transfer: Any, actor: Official, data: Any) -> Verdict:
    """The task is still led by the same unit, not disputed, and may change its lead."""
    if data is None or not data["granted"]:
        return YES
    task = transfer.task
    if task.lead_id != transfer.from_unit_id or task.state not in EXTENDABLE:
        return no(
            "transfer_state",
            _("Meanwhile the task is “%(state)s” and led by %(unit)s; ask anew.")
            % {"state": task.get_state_display(), "unit": task.lead},
        )
    if transfer.to_unit.closed_on:
        return no(
            "unit_closed", _("%(unit)s exists no longer; ask anew.") % {"unit": transfer.to_unit}
        )
    return tasks.one_share(task, transfer.to_unit) and lead_changes_left(task, actor, data)
