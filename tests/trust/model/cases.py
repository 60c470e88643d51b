"""What is done in a case, from the objection to the review of the ruling."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.trust.model.moves import UNITS, Data, Move, itself, slots
from tests.trust.model.things import (
    OPEN_CASE,
    OWED,
    REVIEW,
    ROUND,
    ROUNDS,
    RULERS,
    Case,
    Person,
    Task,
    workdays,
)
from tests.trust.model.world import World

KIND = "dispute"
DECIDED = ("settlement", "ruling", "review")
Who = Callable[[World, Task, Any, Person], bool]


def cases(task: Task) -> list[Case]:
    return task.cases


# --- who -----------------------------------------------------------------------------------------
def lead_head(_world: World, task: Task, _thing: Any, person: Person) -> bool:
    return person.signs(task.lead)


def free(person: Person, case: Case, *duties: str) -> bool:
    return person.holds(*duties) and person.unit not in case.parties


def coordinator(_world: World, _task: Task, case: Case, person: Person) -> bool:
    return free(person, case, "coordinator")


def chair(world: World, _task: Task, case: Case, person: Person) -> bool:
    """The convener; on its last day the coordinator too; the coordinator; its head."""
    if case.round == 1:
        last_day = case.due is None or world.today >= case.due
        stead = last_day and free(person, case, "coordinator")
        return person.acts(case.lead) or stead
    return free(person, case, "coordinator_head" if case.round == ROUNDS else "coordinator")


def ruler(_world: World, _task: Task, case: Case, person: Person) -> bool:
    return free(person, case, *RULERS[case.tier])


def party_head(_world: World, _task: Task, case: Case, person: Person) -> bool:
    return any(person.signs(unit) for unit in case.parties)


def objector(_world: World, _task: Task, case: Case, person: Person) -> bool:
    return person.signs(case.contesting) and case.state != "withdrawn"


def own(_world: World, _task: Task, slot: Any, person: Person) -> bool:
    return person.acts(slot.unit)


def own_head(_world: World, _task: Task, slot: Any, person: Person) -> bool:
    return person.signs(slot.unit)


def office(_world: World, _task: Task, slot: Any, person: Person) -> bool:
    return person.unit == slot.unit and person.holds("establishment", "legal")


# --- the objection -------------------------------------------------------------------------------
def proposed(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    for unit in UNITS[:3]:
        yield {"proposed": unit}


def contestable(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> bool:
    """In its window, and neither bound by a decision nor by what was withdrawn."""
    if world.past(task.contest_until) or data["proposed"] == task.lead:
        return False
    found = task.lead_cases()
    bound = [
        case
        for case in found
        if case.state == "receipt" or (case.decided in DECIDED and task.lead in case.parties)
    ]
    given_up = [c for c in found if c.state == "withdrawn" and c.contesting == task.lead]
    return not bound and not given_up and not task.transferred


def contested(world: World, task: Task, _thing: Any, _person: Person, data: Data) -> None:
    task.resume = task.state
    world.move(task, "disputed")
    world.file(task, Case(task.lead, data["proposed"]))


def admitted(world: World, task: Task, case: Case, *_more: Any) -> None:
    world.admit(task, case, world.today)


def given_up(state: str) -> Callable[..., None]:
    def then(world: World, task: Task, case: Case, *_more: Any) -> None:
        if state == "withdrawn":
            case.ended_on = world.today
        world.give_up(task, case, state)

    return then


# --- the rounds ----------------------------------------------------------------------------------
def case_of(task: Task, slot: Any) -> Case:
    return next(case for case in task.cases if slot in case.slots)


def in_time(world: World, _task: Task, slot: Any, _person: Person, _data: Data) -> bool:
    return not world.past(slot.until)


def stated(world: World, task: Task, slot: Any, _person: Person, _data: Data) -> None:
    slot.state, case = "given", case_of(task, slot)
    if all(each.state == "given" for each in case.open("statement")):
        world.open_statements(case, world.today)


def outcomes(_world: World, _task: Task, case: Case) -> Iterator[Data]:
    yield {"outcome": "maintain"}
    yield {"outcome": "release"}
    for duty in ("每季度报送一次", ""):
        yield {"outcome": "adjust", "duty": duty}
    for keep in (True, False):
        yield {"outcome": "reassign", "new_lead": case.proposed, "keep": keep}
    yield {"outcome": "reassign", "new_lead": case.contesting, "keep": False}
    yield {"outcome": "reassign", "new_lead": "QP-T05", "keep": False}


def fits(_world: World, _task: Task, case: Case, _person: Person, data: Data) -> bool:
    """What the case is about can end so."""
    if case.part:
        return data["outcome"] in ("maintain", "release") or bool(data.get("duty"))
    other = data["outcome"] == "reassign" and data["new_lead"] != case.lead
    return other or data["outcome"] == "maintain"


def choose(case: Case, data: Data) -> None:
    case.outcome, case.keep = data["outcome"], data.get("keep", False)
    case.new_lead = data.get("new_lead", "")


def made(world: World, _task: Task, case: Case, _person: Person, data: Data) -> None:
    choose(case, data)
    world.propose(case)


def stances(_world: World, _task: Task, _thing: Any) -> Iterator[Data]:
    for stance in ("agree", "object", "object"):
        yield {"stance": stance}


def answered(world: World, task: Task, slot: Any, _person: Person, data: Data) -> None:
    slot.state, slot.stance, case = "opened", data["stance"], case_of(task, slot)
    if all(each.state != "asked" for each in case.open("answer")):
        world.after_answers(task, case, world.today)


def not_skipping(_w: World, _task: Task, case: Case, person: Person, _data: Data) -> bool:
    return person.unit not in case.skipping


def skipped(world: World, _task: Task, case: Case, person: Person, _data: Data) -> None:
    case.skipping.add(person.unit)
    world.step(case, case.state)
    if case.skipping >= set(case.parties):
        world.ask_office(case, world.today)


# --- file, ruling, review ------------------------------------------------------------------------
def opined(world: World, task: Task, slot: Any, *_more: Any) -> None:
    slot.state = "opened"
    world.prepare_file(case_of(task, slot), world.today)


def opened(_world: World, _task: Task, slot: Any, *_more: Any) -> None:
    slot.state = "opened"


def facts_heard(world: World, _task: Task, case: Case, *_more: Any) -> bool:
    return all(slot.state != "asked" or world.past(slot.until) for slot in case.open("facts"))


def submitted(world: World, task: Task, case: Case, *_more: Any) -> None:
    world.for_ruling(task, case, world.today)


def rulable(world: World, task: Task, case: Case, person: Person, data: Data) -> bool:
    """Nobody gets a lead who had no window, nor a third change but from the meeting."""
    if not fits(world, task, case, person, data):
        return False
    if data["outcome"] != "reassign":
        return True
    heard = data["new_lead"] in case.heard() | {case.lead}
    return heard and (case.tier == "meeting" or task.changes < 2)


def ruled(world: World, task: Task, case: Case, _person: Person, data: Data) -> None:
    choose(case, data)
    world.decide(task, case, "ruling")


def reviewable(world: World, _task: Task, case: Case, person: Person, _data: Data) -> bool:
    last = max((slot.until for slot in case.slots if slot.kind == "receipt"), default=None)
    return last is not None and not world.past(last) and person.unit not in case.reviewing


def review_asked(world: World, _task: Task, case: Case, person: Person, _data: Data) -> None:
    case.reviewing.add(person.unit)
    world.step(case, "receipt")
    case.wait_review(workdays(world.today, REVIEW))


def reviews(world: World, task: Task, case: Case) -> Iterator[Data]:
    for stands in (True, False):
        for data in outcomes(world, task, case):
            yield {"stands": stands, **data}


def review_possible(world: World, task: Task, case: Case, person: Person, data: Data) -> bool:
    if case.review_until is None:
        return False
    if data["stands"]:
        return True
    changed = task.state in OWED and rulable(world, task, case, person, data)
    return changed and (data["outcome"] == "release" or returns(task, case))


def returns(task: Task, case: Case) -> bool:
    """The unit works on the part still, or has no other since the ruling took it."""
    if case.part is None or case.part.state != "released":
        return True
    at_work = {part.unit for part in task.parts if part.state != "released"}
    return case.outcome == "release" and case.part.unit not in at_work | {task.lead}


def reviewed(world: World, task: Task, case: Case, _person: Person, data: Data) -> None:
    world.end_case(case, "closed")
    if not data["stands"]:
        choose(case, data)
        case.decided = "review"
        world.carry_out(task, case)


def on_case(name: str, who: Who, states: Any, then: Any, *more: Any) -> Move:
    return Move(name, KIND, cases, who, states, then, *more)


def on_slot(name: str, kind: str, who: Who, then: Any, *more: Any) -> Move:
    states = ("asked", "given") if name == "state" else ("asked",)
    return Move(name, "slot", slots(kind), who, states, then, in_time, *more)


MOVES = [
    Move("contest", "task", itself, lead_head, OWED, contested, contestable, proposed),
    on_case("admit", coordinator, ("filed",), admitted),
    on_case("refuse", coordinator, ("filed",), given_up("closed")),
    on_slot("state", "statement", own_head, stated),
    on_case("propose", chair, ("consulting",), made, fits, outcomes),
    on_slot("answer", "answer", own_head, answered, stances),
    on_case("skip", party_head, ROUND, skipped, not_skipping),
    on_slot("give_opinion", "opinion", office, opined),
    on_slot("confirm_facts", "facts", own, opened),
    on_case("submit_file", coordinator, ("filing",), submitted, facts_heard),
    on_case("rule", ruler, ("ruling",), ruled, rulable, outcomes),
    on_slot("receive", "receipt", own, opened),
    on_case("ask_review", party_head, ("receipt",), review_asked, reviewable),
    on_case("decide_review", ruler, ("receipt",), reviewed, review_possible, reviews),
    on_case("withdraw", objector, OPEN_CASE, given_up("withdrawn")),
]
