"""What happens to a task and its parts, whoever or whatever brings it about."""

from dataclasses import dataclass
from datetime import date, datetime

from tests.trust.model.things import CONTEST, SIGN_OFF, Part, Task, workdays


@dataclass
class Basics:
    """All tasks, and the moment it is."""

    now: datetime
    tasks: list[Task]

    @property
    def today(self) -> date:
        return self.now.date()

    def past(self, until: date | None) -> bool:
        return until is not None and self.today > until

    def move(self, task: Task, state: str) -> None:
        task.state, task.version = state, task.version + 1

    def put(self, part: Part, state: str) -> None:
        part.state, part.version = state, part.version + 1

    def resolve(self, task: Task) -> None:
        resumed, task.resume = task.resume, ""
        self.move(task, resumed)
        if resumed == "assigned":
            task.sign_off_until = workdays(self.today, SIGN_OFF)

    def change_lead(self, task: Task, lead: str, *, keep: bool, agreed: bool = False) -> None:
        old, task.lead, task.resume = task.lead, lead, ""
        task.leads.add(lead)
        task.changes += 1
        task.transferred = agreed
        self.move(task, "assigned")
        task.contest_until = workdays(self.today, CONTEST)
        task.sign_off_until = workdays(self.today, SIGN_OFF)
        self.release(task, lead)
        active = {part.unit for part in task.parts if part.state != "released"}
        if keep and old not in active:
            self.add_part(task, old)
        self.end(task)

    def add_part(self, task: Task, unit: str) -> None:
        until, window = workdays(self.today, SIGN_OFF), workdays(self.today, CONTEST)
        task.parts.append(Part(unit, version=1, until=until, contest_until=window))

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
