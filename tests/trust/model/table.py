"""Every move with who, from where, when and to what end."""

from typing import Any

from tests.trust.model import cases, parts, undo
from tests.trust.model import moves as m
from tests.trust.model import turns as t
from tests.trust.model.moves import Move, apart, itself, of_kind
from tests.trust.model.things import OWED, Person, Task
from tests.trust.model.world import World

ASKED, CLAIMED = ("asked",), ("completed",)
ANY_STATE = (*OWED, "disputed", "suspended", "completed", "verified", "cancelled")


def lead(_w: World, task: Task, _thing: Any, person: Person) -> bool:
    return person.acts(task.lead)


def head(_w: World, task: Task, _thing: Any, person: Person) -> bool:
    return person.signs(task.lead)


def at_work(_w: World, task: Task, _thing: Any, person: Person) -> bool:
    return any(person.acts(unit) for unit in task.working())


def own(_w: World, _task: Task, thing: Any, person: Person) -> bool:
    return person.acts(thing.unit)


def own_head(_w: World, _task: Task, thing: Any, person: Person) -> bool:
    return person.signs(thing.unit)


def duty(*names: str) -> Any:
    return lambda _w, _task, _thing, person: person.holds(*names)


def judge(name: str) -> Any:
    return lambda _w, task, _thing, person: apart(person, task, name)


def replied(_w: World, _task: Task, letter: Any, _p: Person, _data: Any) -> None:
    letter.state = "answered"


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


def letters(task: Task) -> list[Any]:
    return task.letters


def evidence(task: Task) -> list[Any]:
    return task.evidence


WORK = "task"
URGING = duty("supervisor", "coordinator")
SHOWING, DATED = ("accepted", "in_progress", "disputed"), (*OWED, "disputed", "suspended")
SUPERVISOR, LEADER, COORDINATOR = judge("supervisor"), judge("leader"), duty("coordinator")

MOVES = [
    Move("accept", WORK, itself, lead, ("assigned", "disputed"), m.accepted, m.may_accept),
    Move("start", WORK, itself, lead, ("accepted", "disputed"), m.started, startable),
    Move(
        "report",
        WORK,
        itself,
        lead,
        ("in_progress", "disputed"),
        m.reported,
        m.not_reported,
        during=lambda task: task.owes_work,
    ),
    Move("edit", "report", lambda task: task.reports, own, ("filed",), m.kept, m.still_open),
    Move("add_evidence", WORK, itself, at_work, SHOWING, m.shown),
    Move("retract_evidence", "evidence", evidence, own, ("kept",), m.retracted, m.free),
    Move("claim", WORK, itself, head, ("in_progress",), m.claimed, parts.all_done),
    Move("withdraw_claim", WORK, itself, lead, CLAIMED, m.withdrawn, unchecked),
    Move("begin_verification", WORK, itself, SUPERVISOR, CLAIMED, m.begun, checked_by_other),
    Move("verify", WORK, itself, SUPERVISOR, CLAIMED, m.verified, checked_here),
    Move("return", WORK, itself, SUPERVISOR, CLAIMED, m.returned),
    Move("suspend", WORK, itself, LEADER, OWED, m.suspended, reviewed_ahead, m.reviews),
    Move("resume", WORK, itself, LEADER, ("suspended",), m.resumed),
    Move("set_upper_due", WORK, itself, COORDINATOR, DATED, m.bound, m.ahead, m.hard_dates),
    Move("waive_upper", WORK, itself, LEADER, DATED, m.waived, m.waivable, m.later_dates),
    Move("ask_extension", WORK, itself, head, OWED, t.asked("extension"), t.extendable, t.later),
    Move(
        "decide_extension",
        "extension",
        of_kind("extension"),
        t.may_decide_extension,
        ASKED,
        t.extension_decided,
        t.extension_grantable,
        m.decisions,
    ),
    Move(
        "ask_reopen",
        WORK,
        itself,
        SUPERVISOR,
        ("verified",),
        t.asked("reopening"),
        none_open("reopening"),
    ),
    Move(
        "decide_reopen",
        "reopening",
        of_kind("reopening"),
        LEADER,
        ASKED,
        t.reopening_decided,
        verified_still,
        m.decisions,
    ),
    Move(
        "ask_transfer",
        WORK,
        itself,
        COORDINATOR,
        OWED,
        t.asked("transfer"),
        t.may_ask_transfer,
        t.others,
    ),
    Move(
        "consent_transfer",
        "transfer",
        of_kind("transfer"),
        t.may_consent,
        ASKED,
        t.consented,
        drawn=t.answers,
    ),
    Move(
        "decide_transfer",
        "transfer",
        of_kind("transfer"),
        t.may_decide_transfer,
        ("asked", "consented"),
        t.transfer_decided,
        t.transferable,
        m.decisions,
    ),
    Move("urge", WORK, itself, URGING, (*OWED, "disputed"), t.urged, t.may_urge, t.letters),
    Move("reply_urge", "letter", letters, own, ("sent", "unanswered"), replied),
    *cases.MOVES,
    Move("amend", WORK, itself, COORDINATOR, ANY_STATE, t.asked("amendment"), t.cancellable),
    Move(
        "decide_amendment",
        "amendment",
        of_kind("amendment"),
        duty("leader"),
        ASKED,
        t.amendment_decided,
        t.cancellable,
        m.decisions,
    ),
    *parts.MOVES,
    *undo.MOVES,
]
