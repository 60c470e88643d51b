"""What must hold for the file, the hearing, the ruling and its review."""

from functools import wraps
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import Outcome, Profile, SlotKind, SlotState
from coordination.tasks.states import CooperationState
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Condition, Verdict, no

LIVING = ("draft", "assigned", "accepted", "in_progress")


def facts_heard(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """The parties have a day to correct the facts; in the urgent profile until it is filed."""
    if dispute.profile == Profile.URGENT:
        return YES
    waiting = dispute.slots.filter(asked_for=SlotKind.FACTS, state=SlotState.ASKED)
    still = waiting.filter(due_on__gte=clock.today()).order_by("-due_on").first()
    if still is None:
        return YES
    return no(
        "facts_open",
        _("The parties may correct the facts until %(day)s.") % {"day": still.due_on.isoformat()},
    )


def not_heard_yet(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """There is one hearing in a case."""
    if not dispute.heard:
        return YES
    return no("hearing_once", _("The one hearing of this case has been held."))


def unit_unheard(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A hearing is for a unit that was never a party."""
    if data is None or data["unit"].pk not in dispute.party_ids():
        return YES
    return no("party_already", _("%(unit)s is a party already.") % {"unit": data["unit"]})


def windows_over(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """While a unit has its window for a statement nothing is ruled."""
    slots = dispute.slots.filter(asked_for=SlotKind.WINDOW, state=SlotState.ASKED)
    waiting = slots.filter(due_on__gte=clock.today()).select_related("unit").first()
    if waiting is None:
        return YES
    return no(
        "window_open",
        _("%(unit)s has its window for a statement until %(day)s.")
        % {"unit": waiting.unit, "day": waiting.due_on.isoformat()},
    )


def review_in_time(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Within the limit from the notice of the ruling."""
    until = dispute.receipt_until()
    if until is not None and clock.today() <= until:
        return YES
    return no("review_limit", _("A review had to be asked for within the limit of the receipt."))


def review_once(dispute: Any, actor: Official, _data: Any) -> Verdict:
    """Once for each party; a ruling changed on review is not reviewed again."""
    if not dispute.reviews.filter(unit__in=actor.acts).exists():
        return YES
    return no("review_once", _("Your unit has asked for the review already."))


def review_asked(dispute: Any, _actor: Official, _data: Any) -> Verdict:
    """Somebody asked."""
    if dispute.review_until is not None:
        return YES
    return no("review_not_asked", _("Nobody has asked for a review."))


def review_possible(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A task that was claimed, closed or cancelled meanwhile keeps its lead."""
    if data is None or data["stands"] or dispute.task.state in LIVING:
        return YES
    return no(
        "review_state",
        _("The task is “%(state)s” now; the ruling can only stand.")
        % {"state": dispute.task.get_state_display()},
    )


def part_can_return(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A review gives back a part that the ruling ended, not one that ended otherwise."""
    if data is None or data["stands"] or data["outcome"] == Outcome.RELEASE:
        return YES
    part, task = dispute.part, dispute.task
    if part is None or part.state != CooperationState.RELEASED:
        return YES
    others = task.cooperations.filter(unit=part.unit_id).exclude(state=CooperationState.RELEASED)
    elsewhere = task.lead_id == part.unit_id or others.exists()
    if dispute.outcome == Outcome.RELEASE and not elsewhere:
        return YES
    return no(
        "review_part",
        _("The part of %(unit)s has ended since, or it has another one; the ruling can only stand.")
        % {"unit": part.unit},
    )


def unless_it_stands(rule: Condition) -> Condition:
    """The condition of an outcome, asked only where the review changes it."""

    @wraps(rule)
    def asked(dispute: Any, actor: Official, data: Any) -> Verdict:
        return YES if data is None or data["stands"] else rule(dispute, actor, data)

    return asked
