"""The verbs before the first round: admission, urgency, joining, standing aside."""

from typing import Any

from coordination.disputes import asking, joining, node_limits, profiles, rounds
from coordination.disputes.acts import TemporaryLead
from coordination.disputes.models import Dispute
from coordination.disputes.states import PartyRole, Profile, Tier
from coordination.units.calendar import add_working_days, working_days_between
from coordination.units.models import Unit
from coordination.units.official import Official
from coordination.units.queries import holders
from coordination.units.states import Duty
from workflow import deadlines, door
from workflow.keys import Key


def admit_dispute(
    dispute: Dispute, *, actor: Official, version: int | None, key: Key | None = None
) -> None:
    """N2: the coordinator admits; the parties are notified and asked at once."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        act.step(taken, "admit", version=version)
        joining.take_in_parts(act, taken)
        rounds.notify(act, taken, act.day)


def ask_completion(
    dispute: Dispute, *, actor: Official, version: int | None, text: str, key: Key | None = None
) -> None:
    """The coordinator asks, once, for what the objection lacks; its own clock stands."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        until = profiles.limit_day(taken, "completion", act.day)
        left = working_days_between(act.day, taken.due_on) if taken.due_on else 0
        act.step(taken, "ask_complete", version=version, until=until, left=left, text=text)
        node_limits.arm(taken, node_limits.COMPLETION, act.day)


def complete_objection(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    facts: str,
    basis: str = "",
    key: Key | None = None,
) -> None:
    """The contesting head adds what was missing; the clock of the admission goes on."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        until = add_working_days(act.day, taken.admission_left or 0)
        act.step(taken, "complete", version=version, until=until, facts=facts, basis=basis)
        node_limits.arm(taken, node_limits.ADMISSION, act.day)


def refuse_dispute(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    ground: str,
    reason: str,
    key: Key | None = None,
) -> None:
    """The coordinator refuses on a listed ground; the task goes on as before."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        act.step(taken, "refuse", version=version, ground=ground, reason=reason)
        rounds.give_up(act, taken)


def decide_urgency(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    granted: bool,
    reason: str,
    key: Key | None = None,
) -> None:
    """The coordinator's head grants the urgent limits, or does not; they are stamped once."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        limits = profiles.limits_for(taken.plan.plan_type, Profile.URGENT)
        rule, until = node_limits.ADMISSION, taken.due_on
        if taken.completion_until:
            rule = node_limits.COMPLETION
            until = min(taken.completion_until, add_working_days(act.day, limits["completion"]))
        elif granted:
            until = max(act.day, add_working_days(taken.filed_on, limits["admission"]))
        data: dict[str, Any] = {"granted": granted, "reason": reason}
        act.step(taken, "set_urgent", version=version, limits=limits, until=until, **data)
        if granted:
            node_limits.arm(taken, rule, taken.filed_on)


def join_objection(
    dispute: Dispute, *, actor: Official, version: int | None, text: str, key: Key | None = None
) -> None:
    """The head of a cooperating unit objects too and becomes a party of the open case."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        unit = Unit(pk=actor.own_unit_id)
        act.step(taken, "join_objection", version=version, unit_id=unit.pk, text=text)
        rounds.add_party(taken, unit, PartyRole.OBJECTING)
        if taken.present_state == "collecting":
            asking.open_window(act, taken, unit, act.day)


def hand_over(
    dispute: Dispute, *, actor: Official, version: int | None, reason: str, key: Key | None = None
) -> None:
    """Whoever is barred stands aside; without another holder the case goes one tier up."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        duty, tier = handed(taken, actor)
        act.step(taken, "hand_over", version=version, duty=duty, tier=tier, reason=reason)


def handed(dispute: Dispute, actor: Official) -> tuple[str, str]:
    """Which duty is handed over, and the tier of the ruling after it."""
    duty = str(actor.hat)
    another = _another_holder(dispute, duty)
    if duty == Duty.LEADER and not another:
        return duty, Tier.TOP.value
    if duty == Duty.TOP:
        return duty, Tier.MEETING.value
    if duty in (Duty.COORDINATOR, Duty.COORDINATOR_HEAD) and another:
        return f"{duty}:{actor.unit}", dispute.tier
    return duty, dispute.tier


def _another_holder(dispute: Dispute, duty: str) -> bool:
    posts = holders(dispute.plan.body_id, duty).exclude(unit__in=dispute.party_ids())
    return posts.exclude(user__in=dispute.signer_ids()).exists()


def name_temporary_lead(
    dispute: Dispute,
    *,
    actor: Official,
    version: int | None,
    unit: Unit,
    reason: str,
    key: Key | None = None,
) -> None:
    """The coordinator's head names who does the lead's work until the outcome."""
    deadlines.settle(dispute)
    with door.act(actor, key) as act:
        taken = act.take(dispute)
        act.step(taken, "temp_lead", version=version, unit=unit, reason=reason)
        TemporaryLead.objects.create(dispute=taken, task_id=taken.task_id, unit=unit, since=act.at)
