"""What people do, as table 3.3 has it: who, from which states, under which conditions, to what end.

A move is offered with data drawn from what makes sense and what does not; ``answer`` tells what
the house must say to it: nothing, or the code of its refusal.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.trust.model.world import (
    LEVELS,
    OWED,
    VERIFICATION,
    Case,
    Letter,
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


# --- what is asked about a task ------------------------------------------------------------------
def later(_world: World, task: Task, _thing: Any) -> Iterator[Data]:
    for days in (30, 400, 0):
        yield {"new_due": task.due + days * DAY}


def extendable(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    in_time = world.today <= task.due < data["new_due"]
    return in_time and task.extensions < 2 and task.open_request("extension") is None


def asked(kind: str) -> Callable[..., None]:
    def then(_world: World, task: Task, _thing: Any, person: Person, data: Data) -> None:
        new_due = data.get("new_due", date.max)
        new, keep = data.get("to_unit", ""), data.get("keep_old", False)
        task.requests.append(
            Request(kind, person.name, new_due=new_due, old=task.lead, new=new, keep=keep)
        )

    return then


def may_decide_extension(_world: World, task: Task, request: Request, person: Person) -> bool:
    return apart(person, task, "leader" if request.new_due.year > 2026 else "supervisor")


def extension_grantable(_w: World, task: Task, request: Request, _p: Person, data: Data) -> bool:
    return not data["granted"] or (task.state in OWED and request.new_due > task.due)


def extension_decided(world: World, task: Task, request: Request, _p: Person, data: Data) -> None:
    request.state = "granted" if data["granted"] else "refused"
    if data["granted"]:
        task.due, task.extensions = request.new_due, task.extensions + 1
        world.move(task, task.state)


def reopening_decided(world: World, task: Task, request: Request, _p: Person, data: Data) -> None:
    request.state = "granted" if data["granted"] else "refused"
    if data["granted"]:
        task.reopened += 1
        withdrawn(world, task)


def others(_world: World, task: Task, _thing: Any) -> Iterator[Data]:
    for unit in UNITS[:3]:
        yield {"to_unit": unit, "keep_old": unit != "QP-D21"}


def may_ask_transfer(_world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    free = task.open_request("transfer") is None
    return free and task.changes < 2 and data["to_unit"] != task.lead


def may_consent(_world: World, _task: Task, request: Request, person: Person) -> bool:
    concerned = person.signs(request.old) or person.signs(request.new)
    return concerned and person.unit not in request.agreed


def answers(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    for agreed in (True, True, False):
        yield {"agreed": agreed}


def consented(_world: World, _task: Task, request: Request, person: Person, data: Data) -> None:
    if not data["agreed"]:
        request.state = "refused"
        return
    request.agreed.add(person.unit)
    request.state = "consented" if len(request.agreed) == 2 else "asked"


def may_decide_transfer(_world: World, task: Task, request: Request, person: Person) -> bool:
    return apart(person, task, "coordinator") and person.unit != request.new


def transferable(_w: World, task: Task, request: Request, _p: Person, data: Data) -> bool:
    same = task.lead == request.old and task.state in OWED and task.changes < 2
    return not data["granted"] or (request.state == "consented" and same)


def transfer_decided(world: World, task: Task, request: Request, _p: Person, data: Data) -> None:
    request.state = "carried_out" if data["granted"] else "refused"
    if data["granted"]:
        world.change_lead(task, request.new, keep=request.keep)


# --- letters -------------------------------------------------------------------------------------
def letters(world: World, task: Task, _thing: Any) -> Iterator[Data]:
    for unit in UNITS[:3]:
        for level in LEVELS:
            yield {"unit": unit, "level": level, "reply_until": world.today + 4 * DAY}
    yield {"unit": task.lead, "level": "blue", "reply_until": world.today}


def may_urge(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    last, highest = task.last_letter(data["unit"]), 0
    if last:
        silent = last.state == "unanswered" or (last.state == "sent" and world.past(last.until))
        highest = min(LEVELS.index(last.level) + silent, 2)
    rested = last is None or world.now - last.sent >= timedelta(hours=4)
    concerned = data["unit"] in task.working() and data["reply_until"] > world.today
    return concerned and rested and LEVELS.index(data["level"]) <= highest


def urged(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> None:
    letter = Letter(data["unit"], data["level"], world.now, data["reply_until"])
    task.letters.append(letter)


# --- disputes ------------------------------------------------------------------------------------
def proposed(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    for unit in UNITS[:3]:
        yield {"proposed": unit}


def contestable(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    return not world.past(task.contest_until) and data["proposed"] != task.lead


def contested(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> None:
    task.resume = task.state
    world.move(task, "disputed")
    case = Case(task.lead, data["proposed"])
    task.cases.append(case)
    world.ask(case, "statement")


def case_of(task: Task, slot: Any) -> Case:
    return next(case for case in task.cases if slot in case.slots)


def in_time(world: World, _task: Task, slot: Any, _person: Person, _data: Data) -> bool:
    return not world.past(slot.until)


def stated(world: World, task: Task, slot: Any, _person: Person, _data: Data) -> None:
    slot.state, case = "given", case_of(task, slot)
    if all(each.state == "given" for each in case.open("statement")):
        world.open_statements(case)


def stances(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    for stance in ("agree", "object"):
        yield {"stance": stance}


def answered(world: World, task: Task, slot: Any, _person: Person, data: Data) -> None:
    slot.state, slot.stance, case = "opened", data["stance"], case_of(task, slot)
    if all(each.state != "asked" for each in case.open("answer")):
        world.after_answers(task, case)


def no_party(duty: str) -> Callable[..., bool]:
    return lambda _w, _t, case, person: (
        person.duty == duty and person.unit not in (case.contesting, case.proposed)
    )


def outcomes(_world: World, _task: Task, case: Case) -> Iterator[Data]:
    yield {"outcome": "maintain"}
    for keep in (True, False):
        yield {"outcome": "reassign", "new_lead": case.proposed, "keep": keep}
    yield {"outcome": "reassign", "new_lead": case.contesting, "keep": False}
    yield {"outcome": "reassign", "new_lead": "QP-T05", "keep": False}


def heard(_world: World, _task: Task, case: Case, _person: Person, data: Data) -> bool:
    return data["outcome"] == "maintain" or data["new_lead"] == case.proposed


def proposal(world: World, _task: Task, case: Case, _person: Person, data: Data) -> None:
    case.state, case.outcome = "answering", data["outcome"]
    case.keep = data.get("keep", False)
    world.ask(case, "answer")


def ruled(world: World, task: Task, case: Case, _person: Person, data: Data) -> None:
    case.outcome, case.keep = data["outcome"], data.get("keep", False)
    world.execute(task, case)


def case_withdrawn(world: World, task: Task, case: Case, *_more: Any) -> None:
    world.end_case(case, "withdrawn")
    world.resolve(task)


# --- amendments ----------------------------------------------------------------------------------
def cancellable(_world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    return not data.get("granted", True) or task.state not in ("verified", "cancelled")


def amendment_decided(world: World, task: Task, request: Request, _p: Person, data: Data) -> None:
    request.state = "approved" if data["granted"] else "refused"
    if data["granted"]:
        if task.case:
            world.end_case(task.case, "void")
        task.resume = ""
        world.close(task, "cancelled")
        world.release(task)
