"""The life of tasks as the specification tells it: what the clock does, and what follows."""

from datetime import date
from typing import Any

from tests.trust.model.outcomes import Outcomes
from tests.trust.model.things import (
    ADMISSION,
    ANSWER_DAYS,
    CONSULTATION_DAYS,
    FACTS,
    FILE,
    LATE,
    OFFICE,
    OPEN_CASE,
    OPINION,
    RECEIPT,
    ROUNDS,
    RULING,
    STATEMENT_DAYS,
    TOP,
    Case,
    Part,
    Slot,
    Task,
    workdays,
)


class World(Outcomes):
    """Tasks and the cases about them. ``since`` is the day from which the next limit runs."""

    # --- the clock -----------------------------------------------------------------------------
    def tick(self) -> None:
        """Everything whose day has passed has its consequence, once, the earliest first."""
        for task in self.tasks:
            self._tick_task(task)
            waiting = True
            while waiting:
                passed = [
                    (part.until, 0, part)
                    for part in task.parts
                    if part.until and self.pending(task, part)
                ]
                found = sorted([*passed, *self.passed(task)], key=lambda each: each[:2])
                for day, order, what in found:
                    if isinstance(what, Part):
                        self.deem(task, what)
                    else:
                        self.fire(task, what[0], what[1], (day, order))
                waiting = bool(found)
            for letter in task.letters:
                if letter.state == "sent" and self.past(letter.until):
                    letter.state = "unanswered"

    def _tick_task(self, task: Task) -> None:
        if task.state == "assigned" and self.past(task.sign_off_until):
            self.move(task, "accepted")
        elif task.state == "completed" and self.past(task.verify_until) and not task.told_late:
            task.told_late = True
            self.move(task, "completed")
        elif task.state == "suspended" and self.past(task.review_on) and not task.told_review:
            task.told_review = True
            self.move(task, "suspended")

    def pending(self, task: Task, part: Part) -> bool:
        return part.state == "pending" and task.state != "suspended" and self.past(part.until)

    def deem(self, task: Task, part: Part) -> None:
        if self.pending(task, part):
            self.put(part, "accepted")

    def passed(self, task: Task) -> list[tuple[Any, ...]]:
        """The limits of cases that have passed: day, place among all, case and which limit."""
        return [
            (day, order, (case, name))
            for case in task.cases
            for day, order, name in case.limits()
            if self.past(day)
        ]

    def settle(self, task: Task, case: Case) -> bool:
        """What the case's limits bring, if they have passed; whether the case moved by that."""
        before = case.version
        while found := sorted(each for each in self.passed(task) if each[2][0] is case):
            for day, order, (_case, name) in found:
                self.fire(task, case, name, (day, order))
        return case.version != before

    def fire(self, task: Task, case: Case, name: str, limit: tuple[Any, ...]) -> None:
        if (*limit, name) not in case.limits():
            return  # lifted meanwhile
        if name == "review":
            self.end_case(case, "closed")
        else:
            getattr(self, f"{case.state}_lapsed")(task, case, limit[0])

    # --- what each limit brings ------------------------------------------------------------------
    def filed_lapsed(self, task: Task, case: Case, since: date) -> None:
        self.admit(task, case, since)

    def collecting_lapsed(self, _task: Task, case: Case, since: date) -> None:
        self.open_statements(case, since)

    def consulting_lapsed(self, task: Task, case: Case, since: date) -> None:
        self.next_round(case, since)

    def answering_lapsed(self, task: Task, case: Case, since: date) -> None:
        self.put_slots(case, "answer", "silent")
        self.after_answers(task, case, since)

    def opinions_lapsed(self, _task: Task, case: Case, since: date) -> None:
        self.put_slots(case, "opinion", "silent")
        self.prepare_file(case, since)

    def filing_lapsed(self, task: Task, case: Case, since: date) -> None:
        self.for_ruling(task, case, since)

    def ruling_lapsed(self, task: Task, case: Case, since: date) -> None:
        """One tier up; from the top the division stands."""
        if case.tier == "leader":
            case.tier = "top"
            self.step(case, "ruling")
            case.wait(workdays(since, TOP))
        else:
            case.outcome, case.new_lead = "no_ruling", ""
            self.decide(task, case, "lapse")

    def receipt_lapsed(self, _task: Task, case: Case, _since: date) -> None:
        self.put_slots(case, "receipt", "silent")
        case.until = None
        if case.review_until is None:
            self.end_case(case, "closed")

    # --- the way of a case -----------------------------------------------------------------------
    def file(self, task: Task, case: Case) -> None:
        case.filed_on = self.today
        case.wait(workdays(self.today, ADMISSION))
        task.cases.append(case)

    def admit(self, task: Task, case: Case, since: date) -> None:
        """Admitted, and the parties notified at once; cases about parts that begin go along."""
        self.step(case, "admitted")
        for other in task.cases if case.part is None else []:
            if other.part and other.state in ("filed", "collecting") and other.round == 1:
                self.end_case(other, "joined")
                other.leading = case
                self.step(case, case.state)
                case.named += [] if other.contesting in case.parties else [other.contesting]
        self.ask_statements(case, since)

    def relay(self) -> None:
        """What was joined to a case that has ended goes on by itself."""
        for task in self.tasks:
            for case in task.cases:
                if case.state == "joined" and case.leading and case.leading.state not in OPEN_CASE:
                    case.round += bool(case.slots)
                    self.step(case, "admitted")
                    self.ask_statements(case, self.today)

    def ask(self, case: Case, kind: str, units: list[str], until: date) -> None:
        for unit in units:
            case.slots.append(Slot(unit, kind, case.round, until))

    def ask_statements(self, case: Case, since: date) -> None:
        self.step(case, "collecting")
        until = workdays(since, STATEMENT_DAYS[case.round - 1])
        self.ask(case, "statement", case.parties, until)
        case.wait(until)

    def put_slots(self, case: Case, kind: str, state: str) -> None:
        """Those of the round that are still asked."""
        for slot in case.open(kind):
            slot.state = state if slot.state == "asked" else slot.state

    def open_statements(self, case: Case, since: date) -> None:
        self.put_slots(case, "statement", "unheard")
        for slot in case.open("statement"):
            slot.state = "opened" if slot.state == "given" else slot.state
        self.step(case, "consulting")
        case.wait(workdays(since, CONSULTATION_DAYS[case.round - 1]))

    def propose(self, case: Case) -> None:
        """A unit named for the first time has its own days."""
        days = ANSWER_DAYS
        if case.new_lead and case.new_lead not in case.parties:
            case.named.append(case.new_lead)
            days = max(days, LATE)
        self.step(case, "answering")
        until = workdays(self.today, days)
        self.ask(case, "answer", case.parties, until)
        case.wait(until)

    def after_answers(self, task: Task, case: Case, since: date) -> None:
        """Settled where nobody objects and who gains agrees; else another round, or the ruling."""
        stances = {slot.unit: slot.stance for slot in case.open("answer")}
        given = set(stances.values())
        agreed = "object" not in given and "agree" in given
        gaining = {"reassign": case.new_lead, "adjust": case.contesting}.get(case.outcome)
        if gaining:
            agreed = agreed and stances[gaining] == "agree"
        if not agreed:
            self.next_round(case, since)
        elif case.outcome == "reassign" and task.changes >= 2:
            self.for_ruling(task, case, since)
        else:
            self.decide(task, case, "settlement")

    def next_round(self, case: Case, since: date) -> None:
        if case.round == ROUNDS:
            self.ask_office(case, since)
            return
        case.round, case.outcome, case.new_lead = case.round + 1, "", ""
        self.ask_statements(case, since)

    def ask_office(self, case: Case, since: date) -> None:
        """The ground is one of duty: the establishment office gives its opinion."""
        if case.state == "collecting":
            self.open_statements(case, since)
        self.step(case, "opinions")
        case.outcome = case.new_lead = ""
        self.put_slots(case, "answer", "lapsed")
        until = workdays(since, OPINION)
        self.ask(case, "opinion", [OFFICE], until)
        case.wait(until)

    def prepare_file(self, case: Case, since: date) -> None:
        self.step(case, "filing")
        self.ask(case, "facts", case.parties, workdays(since, FACTS))
        case.wait(workdays(since, FILE))

    def for_ruling(self, task: Task, case: Case, since: date) -> None:
        """The third change of lead is the meeting's, even where all agree."""
        self.put_slots(case, "facts", "lapsed")
        case.tier = "meeting" if task.changes >= 2 and not case.part else "leader"
        self.step(case, "ruling")
        case.wait(workdays(since, RULING))

    def decide(self, task: Task, case: Case, decided: str) -> None:
        """Settled, ruled or lapsed: carried out in the same moment."""
        case.decided = decided
        self.step(case, "executing")
        if decided != "ruling":
            self.end_case(case, "closed")
            self.carry_out(task, case)
            return
        self.end_slots(case)
        before = {id(part): part.state for part in task.parts}
        self.carry_out(task, case)
        case.given = [part for part in task.parts if id(part) not in before]
        case.taken = [
            part
            for part in task.parts
            if part.state == "released" and before.get(id(part), "released") != "released"
        ]
        self.step(case, "receipt")
        until = workdays(self.today, RECEIPT)
        changed = task.lead != case.lead
        units = [unit for unit in case.parties if not (changed and unit == task.lead)]
        self.ask(case, "receipt", units, until)
        case.wait(until)

    def give_up(self, task: Task, case: Case, state: str) -> None:
        """The objection is withdrawn or not admitted: task or part goes on."""
        self.end_case(case, state)
        if case.part:
            self.put(case.part, "accepted")
        else:
            self.resolve(task)
