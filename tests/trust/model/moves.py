"""What people do, as table 3.3 has it: who, from which states, under which conditions, to what end.

A move is offered with data drawn from what makes sense and what does not; ``answer`` tells what
the house must say to it: nothing, or the code of its refusal.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.trust.model.world import (
    VERIFICATION,
    Person,
    Request,
    Task,
    World,
    workdays,
)

Data = dict[str, Any]
UNITS = ("QP-D02", "QP-D21", "QP-D17", "QP-T05")
DAY = timedelta(days=1)
OPEN_CASE = ("collecting", "consulting", "answering", "ruling")


def always(*_what: Any) -> bool:
    return True


def nothing(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    yield {}


@dataclass(frozen=True)
class Move:
    """``on``: the things of a task it is done to; ``drawn``: the data it may come with."""

    name: str
    kind: str
    on: Callable[[Task], Sequence[Any]]
    who: Callable[[World, Task, Any, Person], bool]
    states: Sequence[str]
    then: Callable[[World, Task, Any, Person, Data], None]
    when: Callable[[World, Task, Any, Person, Data], bool] = always
    drawn: Callable[[World, Task, Any], Iterator[Data]] = nothing

    def concerns(self, world: World, task: Task, thing: Any, person: Person) -> bool:
        """Whether function and state allow it, whatever the data."""
        # While disputed the duty goes on, and with it the reports.
        duty = self.name == "report" and task.state == "disputed"
        in_state = (task.resume if duty else thing.state) in self.states
        return in_state and self.who(world, task, thing, person)

    def answer(self, world: World, task: Task, thing: Any, person: Person, data: Data) -> str:
        """The code of the refusal, or nothing."""
        if not self.who(world, task, thing, person):
            return "not_allowed"
        if not self.concerns(world, task, thing, person):
            return "illegal_transition"
        return "" if self.when(world, task, thing, person, data) else "unmet_conditions"


def apart(person: Person, task: Task, duty: str) -> bool:
    return person.duty == duty and person.unit not in task.involved()


def itself(task: Task) -> list[Task]:
    return [task]


def of_kind(kind: str) -> Callable[[Task], list[Request]]:
    return lambda task: [each for each in task.requests if each.kind == kind]


def slots(kind: str) -> Callable[[Task], list[Any]]:
    return lambda task: [s for case in task.cases for s in case.slots if s.kind == kind]


def decisions(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    yield {"granted": True}
    yield {"granted": False}


# --- the straight way ----------------------------------------------------------------------------
def accepted(world: World, task: Task, *_more: Any) -> None:
    if task.state == "disputed":
        task.resume = "accepted"
        world.move(task, "disputed")
    else:
        world.move(task, "accepted")


def may_accept(world: World, task: Task, *_more: Any) -> bool:
    in_time = task.state == "disputed" or not world.past(task.sign_off_until)
    return task.resume in ("", "assigned") and in_time


def started(world: World, task: Task, *_more: Any) -> None:
    if task.state == "disputed":
        task.resume = "in_progress"
        world.move(task, "disputed")
    else:
        world.move(task, "in_progress")


def period(day: date) -> date:
    return day.replace(day=1)


def may_report(_world: World, task: Task, _thing: Any, person: Person) -> bool:
    return any(person.acts(unit) for unit in task.working())


def not_reported(world: World, task: Task, _thing: Any, person: Person, _data: Data) -> bool:
    return (person.unit, period(world.today)) not in task.reports


def claimed(world: World, task: Task, *_more: Any) -> None:
    world.move(task, "completed")
    task.claimed, task.told_late = task.lead, False
    task.verify_until = workdays(world.today, VERIFICATION)


def withdrawn(world: World, task: Task, *_more: Any) -> None:
    world.move(task, "in_progress")
    world.unclaim(task)


def returned(world: World, task: Task, *more: Any) -> None:
    withdrawn(world, task, *more)
    task.rework += 1


def begun(world: World, task: Task, _thing: Any, person: Person, _data: Data) -> None:
    world.move(task, "completed")
    task.checking = person.unit


def verified(world: World, task: Task, _thing: Any, person: Person, _data: Data) -> None:
    world.close(task, "verified")
    task.verified = person.unit


def reviews(world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    for days in (14, 1, 0):
        yield {"review_on": world.today + days * DAY}


def suspended(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> None:
    task.resume, task.suspended_on = task.state, world.today
    task.review_on, task.told_review = data["review_on"], False
    world.move(task, "suspended")


def resumed(world: World, task: Task, *_more: Any) -> None:
    stood = world.today - task.suspended_on
    task.due, task.contest_until = task.due + stood, task.contest_until + stood
    world.resolve(task)
    for part in task.parts:
        if part.state == "pending":
            part.until, part.version = workdays(world.today, 2), part.version + 1
