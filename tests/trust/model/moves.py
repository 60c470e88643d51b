"""What people do, as table 3.3 has it: who, from which states, under which conditions, to what end.

A move is offered with data drawn from what makes sense and what does not; ``answer`` tells what
the house must say to it: nothing, or the code of its refusal.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.trust.model.things import (
    SIGN_OFF,
    VERIFICATION,
    WORKING,
    Evidence,
    Person,
    Report,
    Request,
    Task,
    workdays,
)
from tests.trust.model.world import World

Data = dict[str, Any]
UNITS = ("QP-D02", "QP-D21", "QP-D17", "QP-T05")
DAY = timedelta(days=1)


def always(*_what: Any) -> bool:
    return True


def kept(*_what: Any) -> None:
    """Only words change."""


def nothing(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    yield {}


@dataclass(frozen=True)
class Move:
    """``on``: the things of a task it is done to; ``drawn``: the data it may come with.

    ``during``: what the task must be like besides the state of the thing.
    """

    name: str
    kind: str
    on: Callable[[Task], Sequence[Any]]
    who: Callable[[World, Task, Any, Person], bool]
    states: Sequence[str]
    then: Callable[[World, Task, Any, Person, Data], None]
    when: Callable[[World, Task, Any, Person, Data], bool] = always
    drawn: Callable[[World, Task, Any], Iterator[Data]] = nothing
    during: Callable[[Task], bool] = always

    @property
    def title(self) -> str:
        return f"{self.kind} {self.name}"

    def concerns(self, world: World, task: Task, thing: Any, person: Person) -> bool:
        """Whether function and state allow it, whatever the data."""
        return self.is_open(task, thing) and self.who(world, task, thing, person)

    def is_open(self, task: Task, thing: Any) -> bool:
        """Whether the state allows it, whoever does it."""
        return thing.state in self.states and self.during(task)

    def answer(self, world: World, task: Task, thing: Any, person: Person, data: Data) -> str:
        """The code of the refusal, or nothing."""
        if not self.who(world, task, thing, person):
            return "not_allowed"
        if not self.concerns(world, task, thing, person):
            return "illegal_transition"
        return "" if self.when(world, task, thing, person, data) else "unmet_conditions"


def apart(person: Person, task: Task, duty: str) -> bool:
    return person.holds(duty) and person.unit not in task.involved()


def itself(task: Task) -> list[Task]:
    return [task]


def of_kind(kind: str) -> Callable[[Task], list[Request]]:
    return lambda task: [each for each in task.requests if each.kind == kind]


def slots(kind: str) -> Callable[[Task], list[Any]]:
    return lambda task: [slot for slot in task.slots() if slot.kind == kind]


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


def not_reported(world: World, task: Task, _thing: Any, person: Person, _data: Data) -> bool:
    filed = [(report.unit, report.period) for report in task.reports]
    return (person.unit, period(world.today)) not in filed


def reported(world: World, task: Task, _thing: Any, person: Person, _data: Data) -> None:
    task.reports.append(Report(person.unit, period(world.today)))


def still_open(world: World, _task: Task, report: Report, *_more: Any) -> bool:
    return report.period == period(world.today)


def shown(world: World, task: Task, _thing: Any, person: Person, _data: Data) -> None:
    task.evidence.append(Evidence(person.unit, world.now))


def free(_world: World, task: Task, evidence: Evidence, *_more: Any) -> bool:
    claimed = any(moment >= evidence.at for moment in task.claims)
    return not claimed and task.state != "disputed"


def retracted(_world: World, _task: Task, evidence: Evidence, *_more: Any) -> None:
    evidence.state = "retracted"


def claimed(world: World, task: Task, *_more: Any) -> None:
    world.move(task, "completed")
    task.evidence.append(Evidence(task.lead, world.now))
    task.claims.append(world.now)
    task.claimed, task.told_late = task.lead, False
    task.verify_until = workdays(world.today, VERIFICATION)


def withdrawn(world: World, task: Task, *_more: Any) -> None:
    world.move(task, "in_progress")
    world.unclaim(task)


def returned(world: World, task: Task, *more: Any) -> None:
    withdrawn(world, task, *more)
    task.rework += 1
    if task.rework > 1:  # the leader is told
        world.move(task, "in_progress")


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
    task.due, task.contest_until = min(task.due + stood, task.latest), task.contest_until + stood
    world.resolve(task)
    for part in task.parts:
        if part.state in WORKING:
            world.put(part, part.state)
            part.contest_until += stood
            part.silent_after = part.silent_after + stood if part.silent_after else None
        if part.state == "pending":
            part.until = workdays(world.today, SIGN_OFF)


# --- the upper level's date ----------------------------------------------------------------------
def hard_dates(world: World, task: Task, _thing: Any) -> Iterator[Data]:
    for day in (task.due + 30 * DAY, task.due - 20 * DAY, world.today):
        yield {"upper_due_on": day}


def ahead(world: World, _task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    return bool(data["upper_due_on"] > world.today)


def bound(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> None:
    task.upper, task.waived = data["upper_due_on"], None
    task.due = min(task.due, task.latest)
    world.move(task, task.state)


def later_dates(_world: World, task: Task, _thing: Any) -> Iterator[Data]:
    for days in (30, 0):
        yield {"waived_until": (task.upper or task.due) + days * DAY}


def waivable(_world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    return task.upper is not None and data["waived_until"] > task.latest


def waived(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> None:
    task.waived = data["waived_until"]
    world.move(task, task.state)
