"""The things of which the model knows, as plain objects; it knows no code of ours."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

ROUNDS, STATEMENT_DAYS, ANSWER_DAYS = 3, (5, 3, 2), 2
SIGN_OFF, CONTEST, VERIFICATION, SILENCE = 2, 7, 10, 5
OWED = ("assigned", "accepted", "in_progress")
WORKING = ("pending", "accepted", "contested")
OPEN_CASE = ("collecting", "consulting", "answering", "ruling")
PLAN_YEAR = 2026
_order = count()
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
    contest_until: date = date.max
    silent_after: date | None = None
    release_by: str = ""
    barred: bool = False


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
    beyond: bool = False


@dataclass
class Letter:
    unit: str
    level: str
    sent: datetime
    until: date
    by: str = ""
    state: str = "sent"


@dataclass
class Report:
    unit: str
    period: date
    state: str = "filed"


@dataclass
class Evidence:
    """What was shown by the moment of a claim is what the claim rests on."""

    unit: str
    at: datetime
    state: str = "kept"


@dataclass
class Slot:
    unit: str
    kind: str
    round: int
    until: date
    state: str = "asked"
    stance: str = ""
    order: int = field(default_factory=_order.__next__)


@dataclass
class Case:
    """About the lead, or about a ``part``; ``proposed`` is the other party, then the lead."""

    contesting: str
    proposed: str
    part: Part | None = None
    state: str = "collecting"
    round: int = 1
    outcome: str = ""
    keep: bool = False
    slots: list[Slot] = field(default_factory=list)

    def open(self, kind: str) -> list[Slot]:
        """What was asked of this kind in the present round."""
        return [each for each in self.slots if (each.kind, each.round) == (kind, self.round)]

    def waits_until(self) -> tuple[date, int]:
        """The last day of what was asked last, and its place among all that was asked."""
        return self.slots[-1].until, self.slots[-1].order


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
    reports: list[Report] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    claims: list[datetime] = field(default_factory=list)
    upper: date | None = None
    waived: date | None = None
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
        stands = [letter for letter in self.letters if letter.state != "withdrawn"]
        found = [letter for letter in stands if letter.unit == unit]
        return found[-1] if found else None

    def open_cases(self) -> list[Case]:
        return [case for case in self.cases if case.state in OPEN_CASE]

    def slots(self) -> list[Slot]:
        """In the order in which the units were asked."""
        slots = [slot for case in self.cases for slot in case.slots]
        return sorted(slots, key=lambda slot: slot.order)

    @property
    def latest(self) -> date:
        """The day beyond which the due date does not move."""
        return self.waived or self.upper or date.max

    @property
    def owes_work(self) -> bool:
        """Whether the work is under way; a dispute does not interrupt it."""
        return "in_progress" in (self.state, self.resume if self.state == "disputed" else "")


def workdays(day: date, count: int) -> date:
    """The ``count``-th weekday after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= day.isoweekday() < 6
    return day
