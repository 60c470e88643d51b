"""People, the clock and old pages at random; house and model must agree after every step."""

from collections import Counter
from contextlib import AbstractContextManager
from datetime import date, timedelta
from random import Random
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from coordination.reports.invariants import findings
from tests.cast import PEOPLE, Cast, make_plan
from tests.conftest import MONDAY
from tests.trust.model.house import VERSIONLESS, House, told
from tests.trust.model.moves import Data, Move
from tests.trust.model.table import MOVES
from tests.trust.model.things import Part, Person, Task, workdays
from tests.trust.model.world import World
from workflow import clock, deadlines, outbox
from workflow.lifecycle import subjects
from workflow.replay import deviations

Choice = tuple[Move, Task, Any, Person, Data]
PERSONS = [Person(name, code, duty) for name, (code, duty) in PEOPLE.items()]
CHOICE = st.integers(0, 1_000_000)
# Steps that end a life early, or could be taken all the time.
RARE = (
    "amend",
    "decide_amendment",
    "suspend",
    "ask_transfer",
    "withdraw",
    "refuse",
    "withdraw_claim",
    "return",
    "set_upper_due",
    "confirm_release",
    *(f"withdraw_{kind}" for kind in ("extension", "reopening", "transfer", "amendment", "letter")),
)
# A case has many steps before its end, and few tasks are ever verified.
OFTEN = ("slot", "dispute", "reopening", "task claim", "task begin_verification", "task verify")
WAITS = [timedelta(hours=5), *map(timedelta, (1, 1, 2, 3, 7, 30))]


class Lives(RuleBasedStateMachine):
    """The lives of two tasks of a plan. Set ``cast`` before it runs."""

    cast: ClassVar[Cast]
    steps: ClassVar[int] = 0
    taken: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.past: list[str] = []
        self.frozen: AbstractContextManager[None] = clock.at(MONDAY)
        self.frozen.__enter__()
        self.house = House(self.cast)
        plan = make_plan(self.cast, 2, due_on=date(2026, 6, 30))
        start = timezone.localtime(MONDAY)
        self.world = World(start, [self._task(pk, start.date()) for pk in self._pks(plan)])
        self._agree(*self.world.tasks)

    def _pks(self, plan: Any) -> list[int]:
        return list(plan.tasks.order_by("pk").values_list("pk", flat=True))

    def _task(self, pk: int, today: date) -> Task:
        part = Part("QP-D21", until=workdays(today, 2), contest_until=workdays(today, 7))
        return Task(
            pk,
            "QP-D02",
            [part],
            due=date(2026, 6, 30),
            assigned_on=today,
            contest_until=workdays(today, 7),
            sign_off_until=workdays(today, 2),
            leads={"QP-D02"},
        )

    # --- what happens ----------------------------------------------------------------------------
    @rule(name=CHOICE, which=CHOICE)
    def go_on(self, name: int, which: int) -> None:
        """Somebody does what may be done now."""
        possible = self._choices()
        names = [each for each in possible if each.split()[1] not in RARE or name % 4 == 0]
        often = [each for each in names if each.startswith(OFTEN)]
        names += [each for each in often if each.split()[1] not in RARE] * 2
        if names:
            chosen = possible[Random(name).choice(names)]
            self._make(*Random(which).choice(chosen))

    @rule(name=CHOICE, which=CHOICE)
    def go_further(self, name: int, which: int) -> None:
        """The same: people do mostly what they may."""
        self.go_on(name, which)

    @rule(which=CHOICE)
    def try_in_vain(self, which: int) -> None:
        """Somebody does what function and state allow, and something else stands in the way."""
        hindered = self._choices(hindered=True)
        if which % 3:
            self.go_on(which, which)
        elif hindered:
            rng = Random(which)
            self._make(*rng.choice(hindered[rng.choice(list(hindered))]))

    @rule(which=CHOICE, late=st.integers(0, 7))
    def try_anything(self, which: int, late: int) -> None:
        """Anybody tries anything, sometimes from an old page."""
        rng = Random(which)
        task = rng.choice(self.world.tasks)
        near = [move for move in MOVES if any(each.state in move.states for each in move.on(task))]
        move = rng.choice(near if near and which % 2 else MOVES)
        things = move.on(task)
        if things:
            thing = rng.choice(things)
            data = rng.choice(list(move.drawn(self.world, task, thing)))
            rightful = [each for each in PERSONS if move.who(self.world, task, thing, each)]
            duties = {each.duty for each in rightful}
            alike = [each for each in PERSONS if each.duty in duties]
            person = rng.choice((rightful, alike, PERSONS)[which % 3] or PERSONS)
            self._make(move, task, thing, person, data, late=late == 0)

    @rule(wait=st.sampled_from(WAITS), ticking=st.booleans())
    def time_passes(self, wait: timedelta, ticking: bool) -> None:
        """The clock may stand still meanwhile, and catch up later."""
        type(self).steps += 1
        self.world.now += wait
        self.frozen.__exit__(None, None, None)
        self.frozen = clock.at(self.world.now)
        self.frozen.__enter__()
        self.past.append(f"{self.world.now:%m-%d %H} {'tick' if ticking else 'no tick'}")
        if ticking:
            assert deadlines.fire_due().failed == []
            outbox.drain()
            self.world.tick()
            self.world.relay()
        self._agree(*self.world.tasks)

    # --- how it is compared ----------------------------------------------------------------------
    def _choices(self, *, hindered: bool = False) -> dict[str, list[Choice]]:
        """What may be done now, or what only a condition hinders, by the name of the move."""
        found: dict[str, list[Choice]] = {}
        for move in MOVES:
            for task in self.world.tasks:
                for thing in move.on(task):
                    revised = thing.state == "given"  # may be done for ever
                    if revised or not move.is_open(task, thing):
                        continue
                    for person in PERSONS:
                        if move.who(self.world, task, thing, person):
                            found.setdefault(move.title, []).extend(
                                (move, task, thing, person, data)
                                for data in move.drawn(self.world, task, thing)
                                if move.when(self.world, task, thing, person, data) is not hindered
                            )
        return {name: choices for name, choices in found.items() if choices}

    def _make(
        self, move: Move, task: Task, thing: Any, person: Person, data: Data, late: bool = False
    ) -> None:
        type(self).steps += 1
        late = late and move.name not in VERSIONLESS
        # What is done to a case first settles what is due on it, so that the page is old.
        settles = move.kind == "dispute"
        moved = settles and self.world.settle(task, thing)
        expected = move.answer(self.world, task, thing, person, data)
        if (late or moved) and expected != "not_allowed":
            expected = "stale_version"
        self.past.append(f"{person.name} {move.name} {task.pk} {data} -> {expected or 'done'}")
        found = self.house.make(move, task, thing, person, data, late=late)
        assert found == expected, self.story(f"the house says {found or 'done'}")
        if found:
            self.refused[found] += 1
        else:
            self.taken[move.title] += 1
            move.then(self.world, task, thing, person, data)
        self._agree(task)

    def _agree(self, *tasks: Task) -> None:
        for task in tasks:
            found, expected = self.house.stands(task), told(task)
            apart = {k: (found[k], v) for k, v in expected.items() if found[k] != v}
            assert apart == {}, self.story(f"task {task.pk}: house and model differ: {apart}")

    def story(self, end: str) -> str:
        """What happened until then."""
        return "\n".join([*self.past, end])

    def teardown(self) -> None:
        """After each life: nothing is found that must never be, and replay equals state."""
        try:
            outbox.drain()
            found = [str(each) for each in findings()]
            assert found == [], self.story(f"invariants: {found}")
            told_apart = [str(each) for model in subjects() for each in deviations(model)]
            assert told_apart == [], self.story(f"replay: {told_apart}")
        finally:
            self.frozen.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
