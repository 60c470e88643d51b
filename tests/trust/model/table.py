"""Every move with who, from where, when and to what end."""

from typing import Any

from tests.trust.model import moves as m
from tests.trust.model.moves import OPEN_CASE, Move, apart, itself, of_kind
from tests.trust.model.world import OWED, Person, Task, World

ASKED, CLAIMED, GIVING = ("asked",), ("completed",), ("asked", "given")
ANY_STATE = (*OWED, "disputed", "suspended", "completed", "verified", "cancelled")


def lead(_w: World, task: Task, _thing: Any, person: Person) -> bool:
    return person.acts(task.lead)


def head(_w: World, task: Task, _thing: Any, person: Person) -> bool:
    return person.signs(task.lead)


def own(_w: World, _task: Task, thing: Any, person: Person) -> bool:
    return person.acts(thing.unit)


def own_head(_w: World, _task: Task, thing: Any, person: Person) -> bool:
    return person.signs(thing.unit)


def duty(*names: str) -> Any:
    return lambda _w, _task, _thing, person: person.duty in names


def judge(name: str) -> Any:
    return lambda _w, task, _thing, person: apart(person, task, name)


def parts(task: Task) -> list[Any]:
    return task.parts


def part_to(state: str) -> Any:
    def then(_w: World, _task: Task, part: Any, _p: Person, _data: Any) -> None:
        part.state, part.version = state, part.version + 1

    return then


def reported(world: World, task: Task, _thing: Any, person: Person, _data: Any) -> None:
    task.reports.add((person.unit, m.period(world.today)))


def replied(_w: World, _task: Task, letter: Any, _p: Person, _data: Any) -> None:
    letter.state = "answered"


def all_done(_w: World, task: Task, *_more: Any) -> bool:
    return task.working() == {task.lead}


def unchecked(_w: World, task: Task, *_more: Any) -> bool:
    return not task.checking


def checked_by_other(_w: World, task: Task, _thing: Any, person: Person, _data: Any) -> bool:
    return task.checking != person.unit


def checked_here(_w: World, task: Task, _thing: Any, person: Person, _data: Any) -> bool:
    return task.checking == person.unit


def startable(_w: World, task: Task, *_more: Any) -> bool:
    return task.resume in ("", "accepted")


def none_open(kind: str) -> Any:
    return lambda _w, task, *_more: task.open_request(kind) is None


def verified_still(_w: World, task: Task, _thing: Any, _p: Person, data: Any) -> bool:
    return not data["granted"] or task.state == "verified"


def reviewed_ahead(world: World, _task: Task, _thing: Any, _p: Person, data: Any) -> bool:
    return bool(data["review_on"] > world.today)


def cases(task: Task) -> list[Any]:
    return task.cases


def contesting(_w: World, _task: Task, case: Any, person: Person) -> bool:
    return person.signs(case.contesting)


def in_word(_w: World, _task: Task, part: Any, *_more: Any) -> bool:
    return not _w.past(part.until)


def letters(task: Task) -> list[Any]:
    return task.letters


CASE = "dispute"
WORK = "task"
URGING = duty("supervisor", "coordinator")
SUPERVISOR, LEADER, COORDINATOR = judge("supervisor"), judge("leader"), duty("coordinator")

MOVES = [
    Move("accept", WORK, itself, lead, ("assigned", "disputed"), m.accepted, m.may_accept),
    Move("start", WORK, itself, lead, ("accepted", "disputed"), m.started, startable),
    Move("report", WORK, itself, m.may_report, ("in_progress",), reported, m.not_reported),
    Move("claim", WORK, itself, head, ("in_progress",), m.claimed, all_done),
    Move("withdraw_claim", WORK, itself, lead, CLAIMED, m.withdrawn, unchecked),
    Move("begin_verification", WORK, itself, SUPERVISOR, CLAIMED, m.begun, checked_by_other),
    Move("verify", WORK, itself, SUPERVISOR, CLAIMED, m.verified, checked_here),
    Move("return", WORK, itself, SUPERVISOR, CLAIMED, m.returned),
    Move("suspend", WORK, itself, LEADER, OWED, m.suspended, reviewed_ahead, m.reviews),
    Move("resume", WORK, itself, LEADER, ("suspended",), m.resumed),
    Move("coop_accept", "cooperation", parts, own, ("pending",), part_to("accepted"), in_word),
    Move("coop_done", "cooperation", parts, own, ("accepted",), part_to("done")),
    Move("ask_extension", WORK, itself, head, OWED, m.asked("extension"), m.extendable, m.later),
    Move(
        "decide_extension",
        "extension",
        of_kind("extension"),
        m.may_decide_extension,
        ASKED,
        m.extension_decided,
        m.extension_grantable,
        m.decisions,
    ),
    Move(
        "ask_reopen",
        WORK,
        itself,
        SUPERVISOR,
        ("verified",),
        m.asked("reopening"),
        none_open("reopening"),
    ),
    Move(
        "decide_reopen",
        "reopening",
        of_kind("reopening"),
        LEADER,
        ASKED,
        m.reopening_decided,
        verified_still,
        m.decisions,
    ),
    Move(
        "ask_transfer",
        WORK,
        itself,
        COORDINATOR,
        OWED,
        m.asked("transfer"),
        m.may_ask_transfer,
        m.others,
    ),
    Move(
        "consent_transfer",
        "transfer",
        of_kind("transfer"),
        m.may_consent,
        ASKED,
        m.consented,
        drawn=m.answers,
    ),
    Move(
        "decide_transfer",
        "transfer",
        of_kind("transfer"),
        m.may_decide_transfer,
        ("asked", "consented"),
        m.transfer_decided,
        m.transferable,
        m.decisions,
    ),
    Move("urge", WORK, itself, URGING, (*OWED, "disputed"), m.urged, m.may_urge, m.letters),
    Move("reply_urge", "letter", letters, own, ("sent", "unanswered"), replied),
    Move("contest", WORK, itself, head, OWED, m.contested, m.contestable, m.proposed),
    Move("state", "slot", m.slots("statement"), own_head, GIVING, m.stated, m.in_time),
    Move(
        "propose",
        CASE,
        cases,
        m.no_party("coordinator"),
        ("consulting",),
        m.proposal,
        m.heard,
        m.outcomes,
    ),
    Move("answer", "slot", m.slots("answer"), own_head, ASKED, m.answered, m.in_time, m.stances),
    Move("rule", CASE, cases, m.no_party("leader"), ("ruling",), m.ruled, m.heard, m.outcomes),
    Move("withdraw", CASE, cases, contesting, OPEN_CASE, m.case_withdrawn),
    Move("amend", WORK, itself, COORDINATOR, ANY_STATE, m.asked("amendment"), m.cancellable),
    Move(
        "decide_amendment",
        "amendment",
        of_kind("amendment"),
        duty("leader"),
        ASKED,
        m.amendment_decided,
        m.cancellable,
        m.decisions,
    ),
]
