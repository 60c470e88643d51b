"""Who may do what with a cooperating unit's part, and what must hold for it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.tasks import rules
from coordination.tasks.states import CooperationState, PartFlag, TaskState
from coordination.units import rules as people
from coordination.units.official import Official
from workflow import clock
from workflow.verdict import YES, Verdict, no

FINISHED = (TaskState.VERIFIED, TaskState.CANCELLED)


def may_take_part(part: Any, actor: Official) -> Verdict:
    """Handler or head of the cooperating unit."""
    return people.acts_for(part.unit_id, actor)


def may_contest(part: Any, actor: Official) -> Verdict:
    """Head of the cooperating unit; the objection is signed."""
    return people.signs_for(part.unit_id, actor)


def may_word(part: Any, actor: Official) -> Verdict:
    """The drafters while the part is a draft, the lead from then on."""
    if part.state == CooperationState.DRAFT:
        return rules.may_draft(part.task, actor)
    return may_ask(part, actor)


def may_ask(part: Any, actor: Official) -> Verdict:
    """Handler or head of the unit that leads the task now."""
    return people.acts_for(part.task.lead_id, actor)


def may_confirm_release(part: Any, actor: Official) -> Verdict:
    """A coordinator of the plan without any part in the task, who did not propose it."""
    return (
        people.on_plan("coordinate_plan", part.task.plan_id, actor)
        and rules.no_party(part.task, actor)
        and people.not_signer(part.release_by_id, actor)
    )


def within_window(part: Any, _actor: Official, _data: Any) -> Verdict:
    """An objection comes within seven working days of the day the part was sent."""
    if part.contest_until is None or clock.today() <= part.contest_until:
        return YES
    return no(
        "contest_window",
        _("The objection had to be raised by %(day)s; after that the part stands.")
        % {"day": part.contest_until.isoformat()},
    )


def not_barred(part: Any, _actor: Official, _data: Any) -> Verdict:
    """What was decided upon once is not contested again."""
    if not part.barred:
        return YES
    return no("part_barred", _("An objection to this part was decided already; the part stands."))


def not_claimed(part: Any, _actor: Official, _data: Any) -> Verdict:
    """Nothing is contested once completion is claimed."""
    if part.task.state not in (TaskState.COMPLETED, *FINISHED):
        return YES
    return no(
        "part_claimed",
        _("The task is “%(state)s”; its parts can no longer be contested.")
        % {"state": part.task.get_state_display()},
    )


def not_relied_on(part: Any, _actor: Official, _data: Any) -> Verdict:
    """A part is taken up again while the lead has not claimed completion with it."""
    if part.task.state not in (TaskState.COMPLETED, *FINISHED):
        return YES
    return no(
        "claimed_already",
        _("The task is “%(state)s”; the lead relied on your part. Speak with %(lead)s.")
        % {"state": part.task.get_state_display(), "lead": part.task.lead},
    )


def not_finished(part: Any, _actor: Official, _data: Any) -> Verdict:
    """The task is neither verified nor cancelled."""
    if part.task.state not in FINISHED:
        return YES
    return no("task_closed", _("The task is closed; nothing is owed any more."))


def wording_open(part: Any, _actor: Official, _data: Any) -> Verdict:
    """What a decision said of the part is not rewritten by the lead."""
    if not part.barred:
        return YES
    return no("part_decided", _("What the unit is to do was decided in a dispute; it stands."))


def under_way(part: Any, _actor: Official, _data: Any) -> Verdict:
    """A part is asked for while the lead's own work is under way, also while disputed."""
    task = part.task
    if TaskState.IN_PROGRESS in (task.state, task.resume_state):
        return YES
    return no("task_under_way", _("Start the task first; then its parts can be asked for."))


def day_ahead(_part: Any, _actor: Official, data: Any) -> Verdict:
    """The part is asked for by a day to come."""
    if data is None or data["until"] > clock.today():
        return YES
    return no("ask_day", _("Choose a day after today by which you ask for the part."))


def release_proposed(part: Any, _actor: Official, _data: Any) -> Verdict:
    """A release is confirmed where the lead has proposed it."""
    if part.release_by_id is not None:
        return YES
    return no("release_not_proposed", _("The lead has not proposed a release of this unit."))


def release_not_proposed(part: Any, _actor: Official, _data: Any) -> Verdict:
    """One proposal at a time."""
    if part.release_by_id is None:
        return YES
    return no("release_pending", _("A release of this unit was proposed; the coordinator decides."))


def parts_done(task: Any, _actor: Official, _data: Any) -> Verdict:
    """Every part is done or released, or was asked for and the limit of the request passed."""
    waiting = [part for part in task.parts_not_done() if not overdue(part)]
    if not waiting:
        return YES
    return no(
        "parts_done",
        gettext_lazy("These cooperating units have not finished their part yet: %(units)s.")
        % {"units": "；".join(_way_out(part) for part in waiting)},
    )


def overdue(part: Any) -> bool:
    """Whether the lead's request has gone unfulfilled for as long as the lead must wait."""
    return part.silent_after is not None and clock.today() > part.silent_after


def flags_of(parts: Iterable[Any]) -> list[dict[str, str]]:
    """What a claim says of the parts that are not done, for whoever verifies it."""
    return [
        {
            "unit": part.unit.code,
            "name": str(part.unit),
            "flag": str(
                PartFlag.CONTESTED if part.state == CooperationState.CONTESTED else PartFlag.SILENT
            ),
            "asked_on": part.asked_on.isoformat(),
        }
        for part in parts
        if overdue(part)
    ]


def _way_out(part: Any) -> str:
    if part.asked_on is None:
        return _("%(unit)s (not asked yet: ask it for its part)") % {"unit": part.unit}
    return _("%(unit)s (asked on %(asked)s; from the day after %(until)s the claim is open)") % {
        "unit": part.unit,
        "asked": part.asked_on.isoformat(),
        "until": part.silent_after.isoformat(),
    }
