"""What must hold for a case to be joined to another one (decisions 3.3 and 3.12)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.rules import no_party
from coordination.disputes.states import DisputeState, Phase, Profile
from coordination.units.official import Official
from workflow.verdict import YES, Verdict, no


def is_no_leading_case(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """A case to which others were joined is not joined itself: one waits for one."""
    if not dispute.joined.filter(state=DisputeState.JOINED).exists():
        return YES
    return no("leads_cases", _("Other cases are joined to this one; it is consulted on first."))


def normal_limits(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Urgent cases and those before the issue wait for none, nor does a new ground."""
    ordinary = dispute.profile == Profile.NORMAL and dispute.phase == Phase.ISSUED
    rounds_left = dispute.round == 1 < dispute.max_rounds
    if ordinary and not dispute.new_ground and rounds_left:
        return YES
    return no(
        "joins_not",
        _("Only cases with normal limits, in the first round and on no new ground, are joined."),
    )


def may_be_led(dispute: Any, actor: Official, data: Any) -> Verdict:
    """Into an earlier case of the plan that is not consulted on yet; for a part, its task's.

    Whoever is barred in that case does not join another one to it.
    """
    into = data["into"] if data else None
    barred = no_party(into, actor) if into else YES
    if not barred:
        return barred
    found = dispute.leading_cases()
    if (found.filter(pk=into.pk) if into else found).exists():
        return YES
    return no(
        "joining_late",
        _(
            "A case joins an earlier one of the same plan, one about a part that of its task, "
            "and only before the first consultation."
        ),
    )
