"""The life of tasks as the specification tells it, in plain objects; it knows no code of ours."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

ROUNDS, STATEMENT_DAYS, ANSWER_DAYS = 3, (5, 3, 2), 2
SIGN_OFF, CONTEST, VERIFICATION = 2, 7, 10
OWED = ("assigned", "accepted", "in_progress")
WORKING = ("pending", "accepted")
LEVELS = ("blue", "yellow", "red")


@dataclass(frozen=True)
class Person:
    """Somebody of ``unit`` in ``duty``."""

    name: str
    unit: str
    duty: str

    def acts(self, unit: str) -> bool:
        return self.unit == unit and self.duty in ("handler", "head")

    def signs(self, unit: str) -> bool:
        return self.unit == unit and self.duty == "head"


@dataclass
class Part:
    unit: str
    state: str = "pending"
    version: int = 2
    until: date | None = None
    pk: int = 0


@dataclass
class Request:
    """An extension, a reopening, a transfer or an amendment."""

    kind: str
    by: str
    state: str = "asked"
    new_due: date = date.max
    old: str = ""
    new: str = ""
    keep: bool = False
    agreed: set[str] = field(default_factory=set)
    pk: int = 0


@dataclass
class Letter:
    unit: str
    level: str
    sent: datetime
    until: date
    state: str = "sent"
    pk: int = 0


@dataclass
class Slot:
    unit: str
    kind: str
    round: int
    until: date
    state: str = "asked"
    stance: str = ""
    pk: int = 0


@dataclass
class Case:
    contesting: str
    proposed: str
    state: str = "collecting"
    round: int = 1
    outcome: str = ""
    keep: bool = False
    slots: list[Slot] = field(default_factory=list)
    pk: int = 0

    def open(self, kind: str) -> list[Slot]:
        """What was asked of this kind in the present round."""
        return [each for each in self.slots if (each.kind, each.round) == (kind, self.round)]


@dataclass
class Task:
    pk: int
    lead: str
    parts: list[Part]
    due: date
    assigned_on: date
    state: str = "assigned"
    version: int = 2
    resume: str = ""
    contest_until: date = date.max
    sign_off_until: date = date.max
    extensions: int = 0
    reopened: int = 0
    rework: int = 0
    changes: int = 0
    claimed: str = ""
    checking: str = ""
    verified: str = ""
    verify_until: date = date.max
    told_late: bool = False
    suspended_on: date = date.max
    review_on: date = date.max
    told_review: bool = False
    leads: set[str] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    reports: set[tuple[str, date]] = field(default_factory=set)
    cases: list[Case] = field(default_factory=list)

    def involved(self) -> set[str]:
        """Units that lead or cooperate, claimed, or ever did: they judge nothing here."""
        return {self.lead, self.claimed, *self.leads, *(part.unit for part in self.parts)}

    def working(self) -> set[str]:
        return {self.lead, *(part.unit for part in self.parts if part.state in WORKING)}

    def open_request(self, kind: str) -> Request | None:
        found = [r for r in self.requests if r.kind == kind and r.state in ("asked", "consented")]
        return found[0] if found else None

    def last_letter(self, unit: str) -> Letter | None:
        found = [letter for letter in self.letters if letter.unit == unit]
        return found[-1] if found else None

    @property
    def case(self) -> Case | None:
        """The open case."""
        states = ("collecting", "consulting", "answering", "ruling")
        return next((case for case in self.cases if case.state in states), None)


def workdays(day: date, count: int) -> date:
    """The ``count``-th weekday after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= day.isoweekday() < 6
    return day


@dataclass
class World:
    """All tasks, and the moment it is."""

    now: datetime
    tasks: list[Task]

    @property
    def today(self) -> date:
        return self.now.date()

    # --- the clock -----------------------------------------------------------------------------
    def tick(self) -> None:
        """Everything whose day has passed has its consequence, once."""
        for task in self.tasks:
            self._tick_task(task)
            for part in task.parts:
                if part.state == "pending" and task.state != "suspended" and self.past(part.until):
                    part.state, part.version = "accepted", part.version + 1
            for letter in task.letters:
                if letter.state == "sent" and self.past(letter.until):
                    letter.state = "unanswered"
            if task.case:
                self.settle(task, task.case)

    def past(self, until: date | None) -> bool:
        return until is not None and self.today > until

    def _tick_task(self, task: Task) -> None:
        if task.state == "assigned" and self.past(task.sign_off_until):
            self.move(task, "accepted")
        elif task.state == "completed" and self.past(task.verify_until) and not task.told_late:
            task.told_late = True
            self.move(task, "completed")
        elif task.state == "suspended" and self.past(task.review_on) and not task.told_review:
            task.told_review = True
            self.move(task, "suspended")

    def settle(self, task: Task, case: Case) -> bool:
        """What the case's limit brings, if it has passed; whether it had."""
        if case.state == "collecting" and self.past(case.open("statement")[0].until):
            self.open_statements(case)
        elif case.state == "answering" and self.past(case.open("answer")[0].until):
            for slot in case.open("answer"):
                slot.state = "silent" if slot.state == "asked" else slot.state
            self.after_answers(task, case)
        else:
            return False
        return True

    # --- what follows ----------------------------------------------------------------------------
    def move(self, task: Task, state: str) -> None:
        task.state, task.version = state, task.version + 1

    def ask(self, case: Case, kind: str) -> None:
        days = STATEMENT_DAYS[case.round - 1] if kind == "statement" else ANSWER_DAYS
        until = workdays(self.today, days)
        for unit in (case.contesting, case.proposed):
            case.slots.append(Slot(unit, kind, case.round, until))

    def open_statements(self, case: Case) -> None:
        for slot in case.open("statement"):
            slot.state = "opened" if slot.state == "given" else "unheard"
        case.state = "consulting"

    def after_answers(self, task: Task, case: Case) -> None:
        """Settled where nobody objects and who gains agrees; else another round, or the ruling."""
        stances = {slot.unit: slot.stance for slot in case.open("answer")}
        given = set(stances.values())
        agreed = "object" not in given and "agree" in given
        if case.outcome == "reassign":
            agreed = agreed and stances[case.proposed] == "agree"
        if agreed:
            self.execute(task, case)
        elif case.round < ROUNDS:
            case.round, case.state, case.outcome = case.round + 1, "collecting", ""
            self.ask(case, "statement")
        else:
            case.state = "ruling"

    def execute(self, task: Task, case: Case) -> None:
        self.end_case(case, "closed")
        if case.outcome == "reassign":
            self.change_lead(task, case.proposed, keep=case.keep)
        else:
            self.resolve(task)

    def end_case(self, case: Case, state: str) -> None:
        case.state = state
        for slot in case.slots:
            slot.state = "lapsed" if slot.state in ("asked", "given") else slot.state

    def resolve(self, task: Task) -> None:
        resumed, task.resume = task.resume, ""
        self.move(task, resumed)
        if resumed == "assigned":
            task.sign_off_until = workdays(self.today, SIGN_OFF)

    def change_lead(self, task: Task, lead: str, *, keep: bool) -> None:
        old, task.lead, task.resume = task.lead, lead, ""
        task.leads.add(lead)
        task.changes += 1
        self.move(task, "assigned")
        task.contest_until = workdays(self.today, CONTEST)
        task.sign_off_until = workdays(self.today, SIGN_OFF)
        self.release(task, lead)
        active = {part.unit for part in task.parts if part.state != "released"}
        if keep and old not in active:
            until = workdays(self.today, SIGN_OFF)
            task.parts.append(Part(old, version=1, until=until))

    def release(self, task: Task, unit: str = "") -> None:
        for part in task.parts:
            if part.state != "released" and unit in ("", part.unit):
                part.state, part.version = "released", part.version + 1

    def close(self, task: Task, state: str) -> None:
        """Verified or cancelled: what was asked about date or lead lapses."""
        self.move(task, state)
        for kind in ("extension", "transfer"):
            request = task.open_request(kind)
            if request:
                request.state = "refused"

    def unclaim(self, task: Task) -> None:
        task.claimed = task.checking = task.verified = ""
