"""Who may do what with a task, and what must hold for it. Each answers with a reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.tasks.states import GroupChoice, TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no

CONTEST_WORKING_DAYS = 7


def may_draft(task: Any, actor: Official) -> Verdict:
    """The drafters of the plan."""
    return people.on_plan("draft_plan", task.plan_id, actor)


def may_have_lead(task: Any, _actor: Official, data: Any) -> Verdict:
    """A line has its lead; a divided one has none, but each of its shares has another."""
    if task.group == GroupChoice.DIVIDED:
        return no("divided", _("The line is divided; each of its shares has its own lead."))
    return YES if data is None else one_share(task, data["lead"])


def lead_undisputed(task: Any, _actor: Official, _data: Any) -> Verdict:
    """While a case on the draft is open its lead, its units and its wording stand."""
    if not task.opinions.filter(state="in_dispute").exists():
        return YES
    return no(
        "draft_disputed",
        _("The lead of this draft is disputed; it stands as it is until the case is decided."),
    )


def opinions_decided(task: Any, _actor: Official, _data: Any) -> Verdict:
    """Over an undecided opinion a draft is neither dropped nor divided."""
    if not task.opinions.filter(state__in=["open", "in_dispute"]).exists():
        return YES
    return no(
        "opinions_open",
        _("A unit's opinion on “%(task)s” is undecided; decide on it first.")
        % {"task": f"{task.number} {task.title}".strip()},
    )


def names_a_group(task: Any, _actor: Official, _data: Any) -> Verdict:
    """The choice is open where the printed line names a group of units."""
    if task.collective:
        return YES
    return no("no_group", _("The line names no group of units; name its units one by one."))


def several_units(_task: Any, _actor: Official, data: Any) -> Verdict:
    """What is divided has at least two shares."""
    if data is None or len(data["units"]) > 1:
        return YES
    return no("several_units", _("Choose at least two units; a single one simply leads."))


def may_accept(task: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that leads the task now."""
    return people.acts_for(task.lead_id, actor)


def may_start(task: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that leads the task now."""
    return people.acts_for(task.lead_id, actor)


def may_contest(task: Any, actor: Official) -> Verdict:
    """Head of the unit that leads the task now; the objection is signed."""
    return people.signs_for(task.lead_id, actor)


def may_claim(task: Any, actor: Official) -> Verdict:
    """Head of the unit that leads the task now; the claim is signed."""
    return people.signs_for(task.lead_id, actor)


def may_withdraw_claim(task: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that leads: it goes on working, and signs its claim anew."""
    return people.acts_for(task.lead_id, actor)


def may_verify(task: Any, actor: Official) -> Verdict:
    """A supervisor of the plan whose unit neither leads, cooperates nor claimed."""
    return people.on_plan("supervise_plan", task.plan_id, actor) and no_party(task, actor)


def may_return(task: Any, actor: Official) -> Verdict:
    """As for verification: whoever may verify may return."""
    return may_verify(task, actor)


def may_suspend(task: Any, actor: Official) -> Verdict:
    """The leader in charge, who is of no party's unit."""
    return people.on_plan("rule_plan", task.plan_id, actor) and no_party(task, actor)


def review_ahead(_task: Any, _actor: Official, data: Any) -> Verdict:
    """A suspension is looked at again on a day to come."""
    if data is None or data["review_on"] > clock.today():
        return YES
    return no("review_ahead", _("Choose a day after today for the review."))


def no_party(task: Any, actor: Official) -> Verdict:
    """Separation of duties: the actor's unit had no part in the work it judges.

    His units are those of any post held since the assignment and, while a substitution runs, those
    of the other side; who signed for a party is out of it for ever.
    """
    own = actor.units_since(task.assigned_on)
    if own & {task.lead_id, task.claimed_by_id}:
        return no(
            "separation_lead",
            _("Your unit leads this task; somebody of another unit must verify it."),
        )
    if own & task.units_with_a_part():
        return no(
            "separation_cooperating",
            _("Your unit has a part in this task; somebody of another unit must verify it."),
        )
    if task.signed_by(actor.user_id):
        return no(
            "separation_signed_for_party",
            _("You have signed for a party in this task; somebody else decides."),
        )
    return YES


def not_begun(task: Any, _actor: Official, _data: Any) -> Verdict:
    """A claim is withdrawn before a supervisor has begun to check it."""
    if task.verifying_id is None:
        return YES
    return no(
        "verification_begun",
        _("%(unit)s has begun to check the claim; ask it to return the claim instead.")
        % {"unit": task.verifying},
    )


def not_begun_here(task: Any, actor: Official, _data: Any) -> Verdict:
    """One unit checks at a time; another one may take the check over."""
    if task.verifying_id is None or task.verifying_id != actor.unit_id:
        return YES
    return no("begun_already", _("Your unit has begun this verification already."))


def begun_here(task: Any, actor: Official, _data: Any) -> Verdict:
    """Whoever verifies has begun the verification: the checking unit is named first."""
    if task.verifying_id is not None and task.verifying_id == actor.unit_id:
        return YES
    return no("begin_first", _("Begin the verification first; it names the unit that checks."))


def to_be_accepted(task: Any, _actor: Official, _data: Any) -> Verdict:
    """While disputed the duty goes on: what was not accepted yet may still be."""
    if task.resume_state in ("", TaskState.ASSIGNED):
        return YES
    return no("to_be_accepted", _("The task was accepted before it was disputed."))


def within_sign_off(subject: Any, _actor: Official, _data: Any) -> Verdict:
    """Receipt is given by its limit; after that it is deemed, whether the clock has fired or not.

    While disputed the clock stands, so that acceptance stays possible.
    """
    until = subject.sign_off_until
    if until is None or clock.today() <= until or subject.state == TaskState.DISPUTED:
        return YES
    return no(
        "sign_off_limit",
        _("The limit for signing was %(day)s; receipt is deemed, the work goes on from there.")
        % {"day": until.isoformat()},
    )


def to_be_started(task: Any, _actor: Official, _data: Any) -> Verdict:
    """While disputed the duty goes on: what was accepted may still be started."""
    if task.resume_state in ("", TaskState.ACCEPTED):
        return YES
    return no(
        "to_be_started",
        _("A disputed task can be started once it is accepted and not under way yet."),
    )


def milestones_cover(task: Any, _actor: Official, data: Any) -> Verdict:
    """There are milestones, in order, and the last one stands on the due date."""
    if data is None:
        return YES
    days = data["milestones"]
    if not days or days != sorted(days):
        return no("milestones", _("Name at least one milestone; their dates follow one another."))
    if task.due_on is None or days[-1] == task.due_on:
        return YES
    return no(
        "milestones_cover",
        _("The last milestone must stand on the due date, %(day)s.")
        % {"day": task.due_on.isoformat()},
    )


def indicators_measured(task: Any, _actor: Official, data: Any) -> Verdict:
    """Each indicator has a unit of measure; ``measures`` adds those that are missing."""
    if data is None:
        return YES
    indicators = task.indicators.model.of_task(task.pk)
    bare = [each for each in indicators if not each.measure and each.pk not in data["measures"]]
    if not bare:
        return YES
    return no(
        "indicator_measure",
        _("These indicators have no unit of measure: %(names)s.")
        % {"names": "、".join(map(str, bare))},
    )


def evidence_given(task: Any, _actor: Official, data: Any) -> Verdict:
    """A claim rests on at least one piece of evidence, kept before or given with it."""
    if data is None or data["evidence"] or task.evidence.filter(state="kept").exists():
        return YES
    return no("evidence", _("Attach at least one file as evidence of completion."))


def proposed_other(task: Any, _actor: Official, data: Any) -> Verdict:
    """The unit proposed to lead is another one than the present lead."""
    if data is None:
        return YES
    if data["proposed"].pk == task.lead_id:
        return no("proposed_other", _("Propose another unit than the one that leads now."))
    return one_share(task, data["proposed"])


def one_share(task: Any, unit: Any) -> Verdict:
    """Each unit leads one share of a divided task."""
    if unit.pk not in task.shares_of_others():
        return YES
    return no(
        "one_share",
        _("%(unit)s leads another share of the same task; name another unit.") % {"unit": unit},
    )
