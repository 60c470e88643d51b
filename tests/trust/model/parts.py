"""What is done with a cooperating unit's part: by the unit, by the lead, by the coordinator."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.trust.model.moves import (
    DAY,
    Data,
    Move,
    apart,
    decisions,
    not_reported,
    reported,
)
from tests.trust.model.things import CONTEST, SIGN_OFF, SILENCE, Case, Part, Person, Task, workdays
from tests.trust.model.world import World

KIND = "cooperation"
OPEN, LIVING = ("pending", "accepted"), ("pending", "accepted", "contested")
CLAIMED = ("completed", "verified", "cancelled")


def parts(task: Task) -> list[Part]:
    return task.parts


def own(_world: World, _task: Task, part: Part, person: Person) -> bool:
    return person.acts(part.unit)


def own_head(_world: World, _task: Task, part: Part, person: Person) -> bool:
    return person.signs(part.unit)


def lead(_world: World, task: Task, _part: Part, person: Person) -> bool:
    return person.acts(task.lead)


def releaser(_world: World, task: Task, part: Part, person: Person) -> bool:
    return apart(person, task, "coordinator") and part.release_by != person.name


def put(state: str) -> Callable[..., None]:
    return lambda world, _task, part, _person, _data: world.put(part, state)


def in_word(world: World, _task: Task, part: Part, *_more: Any) -> bool:
    return not world.past(part.until)


def unfinished(_world: World, task: Task, *_more: Any) -> bool:
    return task.state not in ("verified", "cancelled")


def unclaimed(_world: World, task: Task, *_more: Any) -> bool:
    return task.state not in CLAIMED


def contestable(world: World, task: Task, part: Part, *_more: Any) -> bool:
    in_time = not world.past(part.contest_until)
    return in_time and not part.barred and task.state not in CLAIMED


def wishes(_world: World, _task: Task, _part: Part) -> Iterator[Data]:
    yield {"wish": "release"}
    yield {"wish": "adjust", "wish_duty": "只报送数据"}


def contested(world: World, task: Task, part: Part, *_more: Any) -> None:
    world.put(part, "contested")
    world.file(task, Case(part.unit, task.lead, part))


def days(world: World, _task: Task, _part: Part) -> Iterator[Data]:
    for count in (3, 0):
        yield {"until": world.today + count * DAY}


def askable(world: World, task: Task, _part: Part, _person: Person, data: Data) -> bool:
    return "in_progress" in (task.state, task.resume) and data["until"] > world.today


def asked_for(world: World, _task: Task, part: Part, *_more: Any) -> None:
    part.silent_after = part.silent_after or workdays(world.today, SILENCE)
    world.put(part, part.state)


def wordable(_world: World, task: Task, part: Part, *_more: Any) -> bool:
    return not part.barred and task.state not in CLAIMED


def worded(world: World, _task: Task, part: Part, *_more: Any) -> None:
    part.contest_until = workdays(world.today, CONTEST)
    if part.state == "pending":
        part.until = workdays(world.today, SIGN_OFF)
    world.put(part, part.state)


def releasable(_world: World, task: Task, part: Part, *_more: Any) -> bool:
    return not part.release_by and task.state not in ("verified", "cancelled")


def release_proposed(world: World, _task: Task, part: Part, person: Person, _data: Data) -> None:
    part.release_by = person.name
    world.put(part, part.state)


def to_be_released(_world: World, _task: Task, part: Part, *_more: Any) -> bool:
    return part.release_by != ""


def release_decided(world: World, _task: Task, part: Part, _person: Person, data: Data) -> None:
    if data["granted"]:
        world.put(part, "released")
    else:
        part.release_by = ""
        world.put(part, part.state)


def all_done(world: World, task: Task, *_more: Any) -> bool:
    """No part is owed any more, but for those silent since the lead's request."""
    owed = [part for part in task.parts if part.state in LIVING]
    return all(world.past(part.silent_after) for part in owed)


MOVES = [
    Move("coop_accept", KIND, parts, own, ("pending",), put("accepted"), in_word),
    Move(
        "coop_report",
        KIND,
        parts,
        own,
        ("accepted", "contested"),
        reported,
        not_reported,
        during=lambda task: task.owes_work,
    ),
    Move("coop_done", KIND, parts, own, ("accepted",), put("done"), unfinished),
    Move("coop_reopen", KIND, parts, own, ("done",), put("accepted"), unclaimed),
    Move("contest", KIND, parts, own_head, OPEN, contested, contestable, wishes),
    Move("edit", KIND, parts, lead, OPEN, worded, wordable),
    Move("coop_ask", KIND, parts, lead, LIVING, asked_for, askable, days),
    Move("propose_release", KIND, parts, lead, OPEN, release_proposed, releasable),
    Move(
        "confirm_release",
        KIND,
        parts,
        releaser,
        OPEN,
        release_decided,
        to_be_released,
        decisions,
    ),
]
