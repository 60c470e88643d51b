"""A suspended task: its clocks stand, and a day of review is set. Within an act."""

from datetime import date

from coordination.tasks import limits
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState
from workflow import deadlines
from workflow.door import Act

REVIEW = "review"
REVIEW_RISE = "review_rise"


def pause(act: Act, task: Task, *, number: str, review_on: date) -> None:
    """A ruling on a dispute suspends the task until it is looked at again on ``review_on``."""
    act.follow(task, "suspend", number=number, reason="", review_on=review_on)
    stop_clocks(task, review_on)


def stop_clocks(task: Task, review_on: date) -> None:
    """What was to be signed waits; the review has its day."""
    limits.lift_sign_off(task)
    for part in pending_parts(task):
        deadlines.lift(part, limits.PART_SIGN_OFF)
    deadlines.arm(task, REVIEW, review_on)


def pending_parts(task: Task) -> list[Cooperation]:
    """Parts that the cooperating units are still to confirm."""
    pending = Cooperation.objects.filter(task=task, state=CooperationState.PENDING)
    return list(pending.order_by("pk"))
