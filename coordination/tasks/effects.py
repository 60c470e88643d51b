"""What the outcome of a dispute does to a task besides its lead; each within an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordination.tasks import ends, limits
from coordination.tasks.actions import living_parts, release_parts
from coordination.tasks.date_actions import follow_due
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Assignment, Cooperation, Task
from coordination.tasks.queries import drafted_parts
from coordination.tasks.rules import CONTEST_WORKING_DAYS
from coordination.tasks.states import Cause, CooperationState, DueKind
from coordination.units.calendar import add_working_days
from coordination.units.models import Unit
from workflow import deadlines
from workflow.door import Act


@dataclass(frozen=True)
class Piece:
    """A part into which a task is split: who leads it, what it is, measured by what, until when."""

    unit: Unit
    title: str
    indicator: str
    due_on: date


def split(act: Act, task: Task, pieces: Sequence[Piece]) -> None:
    """The task becomes the container of its pieces; whoever cooperated does so in each.

    Each piece is assigned to its lead at once, with the limits of a new assignment.
    """
    old = living_parts([task])
    helpers = {part.unit_id for part in old}
    release_parts(act, old)
    act.follow(task, "split")
    deadlines.lift(task)
    Assignment.objects.filter(task=task, until__isnull=True).update(until=act.at)
    children = act.create_all(
        [_child(task, n, piece) for n, piece in enumerate(pieces, 1)], "draft"
    )
    given = {
        "on": act.day,
        "contest_until": add_working_days(act.day, CONTEST_WORKING_DAYS),
        "sign_off_until": limits.limit_after(act.day, limits.SIGN_OFF),
    }
    act.follow_all(children, "issue", lambda _task: given)
    limits.arm_sign_off(children)
    limits.arm_first_due(children)
    for child, piece in zip(children, pieces, strict=True):
        Assignment.objects.create(task=child, unit=piece.unit, since=act.at, cause=Cause.SPLIT)
        Indicator.objects.create(task=child, text=piece.indicator)
        others = Unit.objects.filter(pk__in=helpers - {piece.unit.pk}).order_by("code")
        add_parts(act, child, list(others))
    ends.ended(act, [task])


def _child(task: Task, number: int, piece: Piece) -> Task:
    return Task(
        plan_id=task.plan_id,
        section_id=task.section_id,
        parent=task,
        position=task.position,
        number=f"{task.number}-{number}"[:20],
        title=piece.title,
        text=task.text,
        lead=piece.unit,
        due_on=piece.due_on,
        due_kind=DueKind.DATE,
    )


def give_draft(act: Act, task: Task, lead: Unit, *, keep_old: bool) -> None:
    """A draft gets the lead that was decided on; the one before cooperates, if kept."""
    old_id = task.lead_id
    act.follow(task, "assign_lead", lead=lead)
    release_parts(act, drafted_parts(task, lead))
    helping = {part.unit_id for part in living_parts([task])}
    if keep_old and old_id is not None and old_id not in helping:
        act.create(Cooperation(task=task, unit_id=old_id), "draft")


def defer(act: Act, task: Task) -> None:
    """The plan is issued without the draft."""
    act.follow(task, "defer")
    release_parts(act, living_parts([task]))


def reword(act: Act, task: Task, wording: str, due_on: date | None) -> None:
    """The task gets another wording or due date; what is empty stays."""
    act.follow(task, "reword", wording=wording or task.text, due_on=due_on or task.due_on)
    if due_on:
        follow_due(task)


def join_leads(act: Act, task: Task, units: Sequence[Unit], cause: Cause) -> None:
    """The units lead beside the accountable one; a part they had ends."""
    release_units(act, task, units)
    Assignment.objects.bulk_create(
        Assignment(task=task, unit=unit, accountable=False, since=act.at, cause=cause)
        for unit in units
    )


def add_parts(act: Act, task: Task, units: Sequence[Unit]) -> None:
    """The units cooperate from now on, and are to confirm their parts."""
    sent = limits.part_limits(act.day)
    parts = [Cooperation(task=task, unit=unit, **sent) for unit in units]
    limits.arm_part_sign_off(act.create_all(parts, "add"))


def release_units(act: Act, task: Task, units: Sequence[Unit]) -> None:
    """The units have no part any more."""
    parts = Cooperation.objects.filter(task=task, unit__in=units)
    release_parts(act, list(parts.exclude(state=CooperationState.RELEASED).order_by("pk")))
