"""What the end of a case does to the division of a task, and what a review of it does."""

from tests.trust.model.basics import Basics
from tests.trust.model.things import Case, Task


class Outcomes(Basics):
    """Lead and parts as an outcome says; a review begins from the division before the ruling."""

    def step(self, case: Case, state: str) -> None:
        case.state, case.version = state, case.version + 1

    def carry_out(self, task: Task, case: Case) -> None:
        case.ended_on = case.ended_on or self.today
        if case.part:
            if case.outcome == "release":
                if case.part.state != "released":
                    self.put(case.part, "released")
            elif case.part.state in ("contested", "released") or case.outcome == "adjust":
                case.part.barred = case.outcome != "no_ruling"
                self.put(case.part, "accepted")
            return
        lead = case.new_lead if case.outcome == "reassign" else case.lead
        if case.decided == "review":
            self.review_division(task, case, lead)
        elif lead != task.lead:
            self.change_lead(task, lead, keep=case.keep)
        elif task.state == "disputed":
            self.resolve(task)

    def review_division(self, task: Task, case: Case, lead: str) -> None:
        """From the division before the ruling to that of the review."""
        kept = {case.lead} if case.outcome == "reassign" and case.keep else set()
        for part in case.given:
            if part.unit not in kept and part.state != "released":
                self.put(part, "released")
        if lead != task.lead:
            self.change_lead(task, lead, keep=False)
        for part in case.taken:
            if part.state == "released" and part.unit not in self.placed(task):
                self.put(part, "accepted")
        for unit in kept - self.placed(task):
            self.add_part(task, unit)
        self.void_idle(task)

    def placed(self, task: Task) -> set[str]:
        return {task.lead} | {part.unit for part in task.parts if part.state != "released"}

    def change_lead(self, task: Task, lead: str, *, keep: bool, agreed: bool = False) -> None:
        super().change_lead(task, lead, keep=keep, agreed=agreed)
        self.void_idle(task)

    def void_idle(self, task: Task) -> None:
        for case in task.open_cases():
            if case.part and case.part.state == "released":
                self.void(case)

    def void(self, case: Case) -> None:
        case.ended_on = self.today
        self.end_case(case, "void")

    def end_case(self, case: Case, state: str) -> None:
        self.step(case, state)
        case.until = case.review_until = None
        self.end_slots(case)

    def end_slots(self, case: Case) -> None:
        for slot in case.slots:
            slot.state = "lapsed" if slot.state in ("asked", "given") else slot.state
