"""What must hold before the first round: completion, urgency, joining, temporary lead."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import DisputeState, Profile, Urgency
from coordination.units.calendar import add_working_days
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no


def not_incomplete(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """While the filer completes its objection nothing is decided upon it."""
    if dispute.completion_until is None:
        return YES
    return no(
        "completion_open",
        _("The contesting unit may complete its objection until %(day)s.")
        % {"day": dispute.completion_until.isoformat()},
    )


def not_asked_to_complete(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Completion is asked for once."""
    if dispute.admission_left is None:
        return YES
    return no("completion_once", _("The contesting unit was asked to complete already."))


def asked_to_complete(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Something is added only where the coordinator asked for it, in time."""
    until = dispute.completion_until
    if until is not None and clock.today() <= until:
        return YES
    return no("completion_not_asked", _("Nobody asks for a completion now."))


def urgency_asked(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """The filer asked for the urgent limits, and nobody has decided yet."""
    if dispute.urgency == Urgency.ASKED:
        return YES
    return no("urgency_not_asked", _("The urgent limits were not asked for, or are decided upon."))


def urgency_in_time(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Decided on the day of filing or the next working day, else the case stays normal."""
    last = add_working_days(dispute.filed_on, 1)
    if clock.today() <= last:
        return YES
    return no(
        "urgency_limit",
        _("Urgency had to be decided upon by %(day)s; the case keeps its limits.")
        % {"day": last.isoformat()},
    )


def not_party_yet(dispute: Any, actor: Official, _data: Any) -> Verdict:
    """A unit joins once."""
    if not actor.acts & dispute.party_ids():
        return YES
    return no("party_already", _("Your unit is a party of this case already."))


def before_consultation(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Objections join before the first consultation begins."""
    if dispute.state == DisputeState.FILED or dispute.round == 1:
        return YES
    return no("joining_late", _("Objections join before the first consultation begins."))


def temporary_lead_allowed(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Only in urgent cases."""
    if dispute.profile == Profile.URGENT:
        return YES
    return no("not_urgent", _("A temporary lead is named in urgent cases only."))


def no_temporary_lead(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """One at a time."""
    if not dispute.temporary_leads.filter(until__isnull=True).exists():
        return YES
    return no("temporary_lead_once", _("A temporary lead is named already."))
