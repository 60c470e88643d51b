"""What is taken back by whoever did it, before the other side has acted."""

from datetime import timedelta
from typing import Any

from tests.trust.model.moves import Move, apart, of_kind
from tests.trust.model.things import Letter, Person, Request, Task
from tests.trust.model.world import World

ASKED = ("asked",)


def withdrawn(_world: World, _task: Task, thing: Any, *_more: Any) -> None:
    thing.state = "withdrawn"


def head_of_asker(_world: World, _task: Task, request: Request, person: Person) -> bool:
    return person.signs(request.old)


def asker_apart(_world: World, task: Task, request: Request, person: Person) -> bool:
    return apart(person, task, "supervisor") and request.by == person.name


def the_office(_world: World, _task: Task, _request: Request, person: Person) -> bool:
    return person.holds("coordinator")


def sender(_world: World, _task: Task, letter: Letter, person: Person) -> bool:
    return person.holds("supervisor", "coordinator") and letter.by == person.name


def just_sent(world: World, _task: Task, letter: Letter, *_more: Any) -> bool:
    return world.now - letter.sent <= timedelta(hours=2)


def letters(task: Task) -> list[Letter]:
    return task.letters


def taking_back(kind: str, who: Any, *states: str) -> Move:
    return Move(f"withdraw_{kind}", kind, of_kind(kind), who, states or ASKED, withdrawn)


MOVES = [
    taking_back("extension", head_of_asker),
    taking_back("reopening", asker_apart),
    taking_back("transfer", the_office, "asked", "consented"),
    taking_back("amendment", the_office),
    Move("withdraw_letter", "letter", letters, sender, ("sent",), withdrawn, just_sent),
]
