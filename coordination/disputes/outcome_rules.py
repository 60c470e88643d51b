"""What must hold for an outcome, whether proposed, ruled or carried out: asked each time anew.

``data`` holds ``outcome``, ``new_lead`` and ``terms`` as the step was given them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coordination.disputes import states
from coordination.disputes.states import (
    CHANGING,
    OldLead,
    Outcome,
    Phase,
    Scope,
    Tier,
)
from coordination.tasks.rules import one_share
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no

UNBURDENING = (
    Outcome.LETTER,
    Outcome.SUSPEND,
    Outcome.DEFER,
    Outcome.RELEASE,
    Outcome.REMOVE_COOP,
)


def agreeable(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """What the parties can agree upon: a case about the lead changes no part, and vice versa.

    Before the issue nothing but the lead of the draft changes.
    """
    if data is None or data["outcome"] in states.agreeable(dispute.scope, dispute.phase):
        return YES
    return no("outcome_fits", _("A case of this scope cannot be settled so."))


def rulable(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """What can be ruled in a case of its scope and phase."""
    if data is None or data["outcome"] in states.rulable(dispute.scope, dispute.phase):
        return YES
    return no("outcome_fits", _("A case of this scope cannot end so."))


def duty_named(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A part that is adjusted says what the unit is to do from now on."""
    if data is None or data["outcome"] != Outcome.ADJUST or data.get("duty"):
        return YES
    if dispute.scope != Scope.COOPERATION:
        return YES
    return no("duty_named", _("Write down what the unit is to do from now on."))


def lead_named(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A change of lead names the new lead, and it is not the present one."""
    if data is None or data["outcome"] not in CHANGING:
        return YES
    lead = data.get("new_lead")
    if lead is None:
        return no("new_lead", _("Name the unit that is to lead."))
    if lead.pk == dispute.lead_id:
        return no("new_lead_other", _("The unit named leads already; choose “maintain” instead."))
    return one_share(dispute.task, lead)


def units_named(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """Joint lead, adding and releasing name their units, and those that fit."""
    if data is None or data["outcome"] not in (
        Outcome.JOINT,
        Outcome.ADD_COOP,
        Outcome.REMOVE_COOP,
    ):
        return YES
    units = set(_terms(data).get("units", []))
    if not units:
        return no("units_named", _("Name the units concerned."))
    helping = dispute.task.working_units() - {dispute.lead_id}
    if data["outcome"] == Outcome.REMOVE_COOP and not units <= helping:
        return no("units_helping", _("Only units that cooperate now can be released."))
    if data["outcome"] == Outcome.ADD_COOP and units & (helping | {dispute.lead_id}):
        return no("units_new", _("A unit named has a part in the task already."))
    first = data.get("new_lead")
    if data["outcome"] == Outcome.JOINT and (first.pk if first else dispute.lead_id) in units:
        return no("units_joint", _("Name the first lead apart from the further ones."))
    return YES


def terms_given(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """What an outcome needs besides: division, wording or date, review day, reminder."""
    if data is None:
        return YES
    terms, outcome = _terms(data), data["outcome"]
    if dispute.phase == Phase.PRE_ISSUE and (terms or data.get("wording")):
        return no("draft_lead_only", _("Before the issue only the lead of the draft is decided."))
    due_on = terms.get("due_on")
    if outcome == Outcome.SPLIT:
        return _split_whole(dispute, terms)
    if due_on and date.fromisoformat(due_on) <= clock.today():
        return no("due_ahead", _("The new due date lies ahead."))
    if outcome == Outcome.JOINT and not data.get("division"):
        return no("division", _("Say which content each of the leads is responsible for."))
    task = dispute.scope != Scope.COOPERATION
    if task and outcome == Outcome.ADJUST and not (data.get("wording") or due_on):
        return no("adjustment", _("Give the new wording or the new due date."))
    if outcome == Outcome.LETTER and not any(unit.outside for unit in dispute.party_units()):
        return no("letter", _("A letter is for units that are managed from above."))
    if outcome in (Outcome.LETTER, Outcome.SUSPEND):
        day = terms.get("on")
        if not day or date.fromisoformat(day) <= clock.today():
            return no("day_ahead", _("Choose a day after today on which it is looked at again."))
    return YES


def _split_whole(dispute: Any, terms: Mapping[str, Any]) -> Verdict:
    """At least two parts of distinct units, each with words, indicator and date of its own."""
    parts = terms.get("parts", [])
    units = [part["unit"] for part in parts]
    if len(parts) < 2 or len(set(units)) < len(units):
        return no("split_parts", _("Name at least two parts, each with another unit as its lead."))
    if any(not part.get(name) for part in parts for name in ("title", "indicator", "due_on")):
        return no("split_whole", _("Each part has its wording, its indicator and its due date."))
    days = [date.fromisoformat(part["due_on"]) for part in parts]
    last = dispute.task.due_on
    if min(days) <= clock.today() or (last is not None and max(days) > last):
        return no("split_due", _("The dates of the parts lie ahead and not after the task's own."))
    if dispute.task.parent_id is not None:
        return no("split_once", _("A part of a divided task is not split again."))
    return YES


def exchangeable(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """Lead and cooperating unit change places only where the unit cooperates."""
    if data is None or data["outcome"] != Outcome.SWAP or data.get("new_lead") is None:
        return YES
    if data["new_lead"].pk in dispute.task.working_units():
        return YES
    return no("exchangeable", _("%(unit)s does not cooperate now.") % {"unit": data["new_lead"]})


def burdened(dispute: Any, data: Any) -> list[Any]:
    """The units on which the outcome places a burden, or takes a part from."""
    units = [data["new_lead"]] if data.get("new_lead") else []
    return [*units, *dispute.units_of(_terms(data))]


def units_heard(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """Nobody's role changes without having been a party with its window for a statement."""
    if data is None:
        return YES
    heard = dispute.heard_ids() | {dispute.lead_id}
    return _none_of(
        "new_lead_heard",
        _("%(unit)s was not asked for a statement in this dispute, so it cannot be named."),
        [unit for unit in burdened(dispute, data) if unit.pk not in heard],
    )


def inside_power(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A unit outside the body's power bears what it agreed to; nothing is ruled upon it.

    Decisions of the district do not bind vertically managed units.
    """
    if data is None:
        return YES
    return _none_of(
        "outside_power",
        _("%(unit)s is managed from above; its superior must be asked, it cannot be ruled upon."),
        [
            unit
            for unit in _bearing(dispute, data)
            if unit.outside and not dispute.agreed_to(unit, data)
        ],
    )


def _bearing(dispute: Any, data: Any) -> list[Any]:
    """The units on which an outcome would place or keep a burden."""
    outcome = data["outcome"]
    if outcome in UNBURDENING:
        return []
    if dispute.scope == Scope.COOPERATION:
        return [dispute.contesting]
    if outcome == Outcome.SPLIT:
        return burdened(dispute, data)
    stays = outcome != Outcome.REASSIGN or data.get("old_lead") == OldLead.COOPERATING
    return [*burdened(dispute, data), *([dispute.lead] if stays else [])]


def units_living(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """A unit that was closed meanwhile receives nothing."""
    if data is None:
        return YES
    return _none_of(
        "unit_closed",
        _("%(unit)s is closed."),
        [
            unit
            for unit in burdened(dispute, data)
            if unit.closed_on is not None and unit.closed_on <= clock.today()
        ],
    )


def third_change(dispute: Any, _actor: Official, data: Any) -> Verdict:
    """The third change of lead is the special meeting's alone."""
    if data is None or not changes_lead(dispute, data["outcome"], data.get("new_lead")):
        return YES
    most = settings.LEAD_CHANGES_MAX
    if dispute.tier == Tier.MEETING or dispute.task.lead_changes() < most:
        return YES
    return no(
        "third_change",
        _("The lead has changed %(n)d times; the next change needs the government meeting.")
        % {"n": most},
    )


def tier_of(dispute: Any) -> str:
    """The third change is the special meeting's; units under two leaders go one tier up.

    A case about a part changes no lead, however often the lead has changed.
    """
    about_lead = dispute.scope != Scope.COOPERATION
    if about_lead and dispute.task.lead_changes() >= settings.LEAD_CHANGES_MAX:
        return Tier.MEETING.value
    return (Tier.TOP if len(dispute.leaders()) > 1 else Tier.LEADER).value


def changes_lead(dispute: Any, outcome: str, new_lead: Any) -> bool:
    """Whether the accountable unit becomes another one."""
    if outcome == Outcome.JOINT:
        return new_lead is not None and new_lead.pk != dispute.lead_id
    return outcome in CHANGING


def not_skipping_yet(dispute: Any, actor: Official, _data: Any) -> Verdict:
    """Each party asks once."""
    if not actor.acts & set(dispute.skipping):
        return YES
    return no("skip_once", _("Your unit has asked for this already."))


def _terms(data: Any) -> dict[str, Any]:
    return data.get("terms") or {}


def _none_of(code: str, reason: Any, units: Iterable[Any]) -> Verdict:
    named = "、".join(dict.fromkeys(str(unit) for unit in units))
    return no(code, reason % {"unit": named}) if named else YES
