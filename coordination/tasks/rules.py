"""Who may do what with a task, and what must hold for it. Each answers with a reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.tasks.states import TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, first_refusal, no

CONTEST_WORKING_DAYS = 7


def may_draft(task: Any, actor: Official) -> Verdict:
    """The drafters of the plan."""
    return people.on_plan("draft_plan", task.plan_id, actor)


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


def may_verify(task: Any, actor: Official) -> Verdict:
    """A supervisor of the plan whose unit neither leads, cooperates nor claimed."""
    return first_refusal(
        people.on_plan("supervise_plan", task.plan_id, actor), no_party(task, actor)
    )


def may_return(task: Any, actor: Official) -> Verdict:
    """As for verification: whoever may verify may return."""
    return may_verify(task, actor)


def no_party(task: Any, actor: Official) -> Verdict:
    """Separation of duties: the actor's unit had no part in the work it judges."""
    if actor.unit_id in (task.lead_id, task.claimed_by_id):
        return no(
            "separation_lead",
            _("Your unit leads this task; somebody of another unit must verify it."),
        )
    if actor.unit_id in task.units_with_a_part():
        return no(
            "separation_cooperating",
            _("Your unit has a part in this task; somebody of another unit must verify it."),
        )
    return YES


def to_be_accepted(task: Any, _actor: Official, _data: Any) -> Verdict:
    """While disputed the duty goes on: what was not accepted yet may still be."""
    if task.resume_state in ("", TaskState.ASSIGNED):
        return YES
    return no("to_be_accepted", _("The task was accepted before it was disputed."))


def to_be_started(task: Any, _actor: Official, _data: Any) -> Verdict:
    """While disputed the duty goes on: what was accepted may still be started."""
    if task.resume_state in ("", TaskState.ACCEPTED):
        return YES
    return no(
        "to_be_started",
        _("A disputed task can be started once it is accepted and not under way yet."),
    )


def evidence_given(_task: Any, _actor: Official, data: Any) -> Verdict:
    """A claim rests on at least one file."""
    if data is None or data.get("evidence"):
        return YES
    return no("evidence", _("Attach at least one file as evidence of completion."))


def parts_done(task: Any, _actor: Official, _data: Any) -> Verdict:
    """Every cooperating unit has finished its part or was released."""
    waiting = task.units_still_working()
    if not waiting:
        return YES
    return no(
        "parts_done",
        _("These cooperating units have not finished their part yet: %(units)s.")
        % {"units": "、".join(waiting)},
    )


def within_window(task: Any, _actor: Official, _data: Any) -> Verdict:
    """An objection comes within seven working days of the assignment (Yulin 2019)."""
    if task.contest_until is None or clock.today() <= task.contest_until:
        return YES
    return no(
        "contest_window",
        _("The objection had to be raised by %(day)s; after that the assignment stands.")
        % {"day": task.contest_until.isoformat()},
    )


def proposed_other(task: Any, _actor: Official, data: Any) -> Verdict:
    """The unit proposed to lead is another one than the present lead."""
    if data is None or data["proposed"].pk != task.lead_id:
        return YES
    return no("proposed_other", _("Propose another unit than the one that leads now."))


def may_take_part(part: Any, actor: Official) -> Verdict:
    """Handler or head of the cooperating unit."""
    return people.acts_for(part.unit_id, actor)
