"""The rest of what people do: requests, letters, disputes and amendments, each to its end."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from tests.trust.model.moves import DAY, UNITS, Data, apart, withdrawn
from tests.trust.model.things import (
    AFTER_DISPUTE_ASKED,
    AFTER_DISPUTE_DUE,
    LEVELS,
    OWED,
    PLAN_YEAR,
    Letter,
    Person,
    Request,
    Task,
    workdays,
)
from tests.trust.model.world import World


# --- what is asked about a task ------------------------------------------------------------------
def later(_world: World, task: Task, _thing: Any) -> Iterator[Data]:
    for days in (30, 400, 0):
        yield {"new_due": task.due + days * DAY}


def extendable(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    in_time = world.today <= task.due or after_dispute(world, task)
    later = task.due < data["new_due"]
    return in_time and later and task.extensions < 2 and task.open_request("extension") is None


def after_dispute(world: World, task: Task) -> bool:
    """The due date fell inside a case or shortly after, and the case has ended just now."""
    ended = [case for case in task.lead_cases() if case.ended_on]
    if not ended or ended[-1].ended_on is None:
        return False
    filed, end = ended[-1].filed_on, ended[-1].ended_on
    soon = world.today <= workdays(end, AFTER_DISPUTE_ASKED)
    return soon and filed <= task.due <= workdays(end, AFTER_DISPUTE_DUE)


def asked(kind: str) -> Callable[..., None]:
    def then(_world: World, task: Task, _thing: Any, person: Person, data: Data) -> None:
        new_due = data.get("new_due", date.max)
        new, keep = data.get("to_unit", ""), data.get("keep_old", False)
        request = Request(kind, person.name, new_due=new_due, old=task.lead, new=new, keep=keep)
        request.beyond = new_due.year > PLAN_YEAR or new_due > task.latest
        task.requests.append(request)

    return then


def may_decide_extension(_world: World, task: Task, request: Request, person: Person) -> bool:
    return apart(person, task, "leader" if request.beyond else "supervisor")


def extension_grantable(_w: World, task: Task, request: Request, _p: Person, data: Data) -> bool:
    later = task.due < request.new_due <= task.latest
    return not data["granted"] or (task.state in OWED and later)


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
        world.change_lead(task, request.new, keep=request.keep, agreed=True)


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


def urged(world: World, task: Task, _thing: Any, person: Person, data: Data) -> None:
    until, by = data["reply_until"], person.name
    letter = Letter(data["unit"], data["level"], world.now, until, by)
    task.letters.append(letter)


# --- amendments ----------------------------------------------------------------------------------
def cancellable(_world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    return not data.get("granted", True) or task.state not in ("verified", "cancelled")


def amendment_decided(world: World, task: Task, request: Request, _p: Person, data: Data) -> None:
    request.state = "approved" if data["granted"] else "refused"
    if data["granted"]:
        for case in task.open_cases():
            world.void(case)
        task.resume = ""
        world.release(task)
        world.close(task, "cancelled")
