"""The verbs of a cooperating unit's part beside confirming and finishing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coordination.tasks import limits
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState, TaskState
from coordination.units.official import Official
from workflow import deadlines, door
from workflow.door import Act
from workflow.keys import Key

WORDED = (CooperationState.PENDING, CooperationState.ACCEPTED)


def word_part(
    part: Cooperation,
    *,
    actor: Official,
    version: int | None,
    duty: str,
    due_on: date | None = None,
    key: Key | None = None,
) -> None:
    """The drafter or the lead says what the unit is to do; the part is sent with it."""
    with door.act(actor, key) as act:
        taken = act.take(part)
        act.step(taken, "edit", version=version, **_wording(act, duty, due_on))
        _rearm(taken)


def send_parts(act: Act, task: Task, duties: Mapping[int, tuple[str, date | None]]) -> None:
    """Within an act: the lead starts and says what units are to do, by the ids of their parts."""
    if not duties:
        return
    found = Cooperation.objects.filter(task=task, pk__in=duties, state__in=WORDED, barred=False)
    for part in found.order_by("pk"):
        act.follow(part, "edit", **_wording(act, *duties[part.pk]))
        _rearm(part)


def _wording(act: Act, duty: str, due_on: date | None) -> dict[str, Any]:
    return {"duty": duty, "due_on": due_on, **limits.part_limits(act.day)}


def _rearm(part: Cooperation) -> None:
    """The limit to confirm runs from the day on which the part was sent last.

    No clock runs while the task is suspended; it begins anew when the task goes on.
    """
    if part.present_state == CooperationState.PENDING:
        deadlines.lift(part, limits.PART_SIGN_OFF)
        if part.task.state != TaskState.SUSPENDED:
            limits.arm_part_sign_off([part])


def reopen_part(
    part: Cooperation,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    key: Key | None = None,
) -> None:
    """A cooperating unit takes up its part again that it had called done."""
    with door.act(actor, key) as act:
        act.step(act.take(part), "coop_reopen", version=version, reason=reason)


def ask_part(
    part: Cooperation,
    *,
    actor: Official,
    version: int | None,
    until: date,
    text: str,
    key: Key | None = None,
) -> None:
    """The lead asks the unit for its part by ``until``; the task's own version stays."""
    with door.act(actor, key) as act:
        silent_after = limits.limit_after(act.day, limits.PART_SILENCE)
        data = {"until": until, "text": text, "silent_after": silent_after}
        act.step(act.take(part), "coop_ask", version=version, **data)


def propose_release(
    part: Cooperation,
    *,
    actor: Official,
    version: int | None,
    reason: str,
    key: Key | None = None,
) -> None:
    """The lead proposes that the unit have no part any more."""
    with door.act(actor, key) as act:
        act.step(act.take(part), "propose_release", version=version, reason=reason)


def confirm_release(
    part: Cooperation,
    *,
    actor: Official,
    version: int | None,
    granted: bool,
    reason: str,
    key: Key | None = None,
) -> None:
    """A coordinator confirms the release that the lead proposed, or does not."""
    with door.act(actor, key) as act:
        taken = act.take(part)
        act.step(taken, "confirm_release", version=version, granted=granted, reason=reason)
        if granted:
            deadlines.lift(taken, limits.PART_SIGN_OFF)


def let_parts_go_on(act: Act, task: Task, stood: int) -> None:
    """Within an act: the task goes on after a suspension of ``stood`` days."""
    living = Cooperation.objects.filter(task=task, state__in=(*WORDED, CooperationState.CONTESTED))
    parts: Sequence[Cooperation] = list(living.order_by("pk"))
    until = limits.limit_after(act.day, limits.PART_SIGN_OFF)
    act.follow_all(parts, "go_on", lambda _part: {"stood": stood, "sign_off_until": until})
    pending = [part for part in parts if part.present_state == CooperationState.PENDING]
    limits.arm_part_sign_off(pending)
