"""The life of tasks as the specification tells it: what the clock does, and what follows."""

from dataclasses import dataclass
from datetime import date, datetime

from tests.trust.model.things import (
    ANSWER_DAYS,
    CONTEST,
    ROUNDS,
    SIGN_OFF,
    STATEMENT_DAYS,
    Case,
    Part,
    Slot,
    Task,
    workdays,
)


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
            for case in sorted(task.open_cases(), key=Case.waits_until):
                self.settle(task, case)

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
        gaining = {"reassign": case.proposed, "adjust": case.contesting}.get(case.outcome)
        if gaining:
            agreed = agreed and stances[gaining] == "agree"
        if agreed:
            self.execute(task, case)
        elif case.round < ROUNDS:
            case.round, case.state, case.outcome = case.round + 1, "collecting", ""
            self.ask(case, "statement")
        else:
            case.state = "ruling"

    def execute(self, task: Task, case: Case) -> None:
        self.end_case(case, "closed")
        if case.part:
            case.part.barred = case.outcome != "release"
            self.put(case.part, "accepted" if case.part.barred else "released")
        elif case.outcome == "reassign":
            self.change_lead(task, case.proposed, keep=case.keep)
        else:
            self.resolve(task)

    def end_case(self, case: Case, state: str) -> None:
        case.state = state
        for slot in case.slots:
            slot.state = "lapsed" if slot.state in ("asked", "given") else slot.state

    def put(self, part: Part, state: str) -> None:
        part.state, part.version = state, part.version + 1

    def give_up(self, task: Task, case: Case) -> None:
        """The objection is withdrawn: task or part goes on."""
        self.end_case(case, "withdrawn")
        if case.part:
            self.put(case.part, "accepted")
        else:
            self.resolve(task)

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
            until, window = workdays(self.today, SIGN_OFF), workdays(self.today, CONTEST)
            task.parts.append(Part(old, version=1, until=until, contest_until=window))
        self.end(task)
        for case in task.open_cases():
            if case.part and case.part.state == "released":
                self.end_case(case, "void")

    def release(self, task: Task, unit: str = "") -> None:
        for part in task.parts:
            if part.state != "released" and unit in ("", part.unit):
                self.put(part, "released")

    def close(self, task: Task, state: str) -> None:
        """Verified or cancelled."""
        self.move(task, state)
        self.end(task)

    def end(self, task: Task) -> None:
        """What was asked about the date or the lead is void with a change of either's ground.

        A letter stays where its unit still has a part in a task that is owed.
        """
        for kind in ("extension", "transfer", "reopening"):
            request = task.open_request(kind)
            if request:
                request.state = "void"
        over = task.state in ("verified", "cancelled")
        for letter in task.letters:
            idle = over or letter.unit not in task.working()
            if idle and letter.state in ("sent", "unanswered"):
                letter.state = "void"

    def unclaim(self, task: Task) -> None:
        task.claimed = task.checking = task.verified = ""
