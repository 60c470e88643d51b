"""The things of which the model knows, as plain objects; it knows no code of ours."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

# Working days of a case: the rounds, and the nodes before and after them.
ROUNDS, STATEMENT_DAYS, CONSULTATION_DAYS, ANSWER_DAYS = 3, (5, 3, 2), (3, 3, 5), 2
ADMISSION, OPINION, FILE, FACTS, RULING, TOP, LATE, RECEIPT, REVIEW = 3, 5, 2, 1, 5, 5, 3, 2, 3
AFTER_DISPUTE_ASKED, AFTER_DISPUTE_DUE = 3, 5
OFFICE = "QP-C01"
SIGN_OFF, CONTEST, VERIFICATION, SILENCE = 2, 7, 10, 5
OWED = ("assigned", "accepted", "in_progress")
WORKING = ("pending", "accepted", "contested")
ROUND = ("collecting", "consulting", "answering")
OPEN_CASE = ("filed", "joined", *ROUND, "opinions", "filing", "ruling")
RULERS = {"leader": ("leader",), "top": ("top", "meeting"), "meeting": ("meeting",)}
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

    def holds(self, *duties: str) -> bool:
        """The head of the coordinating office does what its officials do."""
        own = (self.duty, self.duty.removesuffix("_head"))
        return any(duty in own for duty in duties)


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
    """About the lead, or about a ``part``; ``proposed`` is the other party, then the lead.

    ``until`` is the last day of what it waits for, ``armed`` its place among all that waits.
    """

    contesting: str
    proposed: str
    part: Part | None = None
    state: str = "filed"
    version: int = 1
    round: int = 1
    outcome: str = ""
    new_lead: str = ""
    keep: bool = False
    decided: str = ""
    tier: str = "leader"
    until: date | None = None
    armed: int = 0
    review_until: date | None = None
    review_armed: int = 0
    filed_on: date = date.max
    ended_on: date | None = None
    named: list[str] = field(default_factory=list)
    skipping: set[str] = field(default_factory=set)
    reviewing: set[str] = field(default_factory=set)
    slots: list[Slot] = field(default_factory=list)
    given: list[Part] = field(default_factory=list)
    taken: list[Part] = field(default_factory=list)
    leading: "Case | None" = None

    @property
    def lead(self) -> str:
        """Who leads when the case opens, and convenes the first round."""
        return self.proposed if self.part else self.contesting

    @property
    def parties(self) -> list[str]:
        """In the order in which they entered."""
        return [self.contesting, self.proposed, *self.named]

    @property
    def due(self) -> date | None:
        """The last day that the case shows."""
        return self.review_until or self.until

    def open(self, kind: str) -> list[Slot]:
        """What was asked of this kind in the present round."""
        return [each for each in self.slots if (each.kind, each.round) == (kind, self.round)]

    def heard(self) -> set[str]:
        """Units that had their window for a statement."""
        return {
            slot.unit
            for slot in self.slots
            if slot.kind == "statement" and slot.state in ("opened", "unheard")
        }

    def wait(self, until: date) -> None:
        self.until, self.armed = until, next(_order)

    def wait_review(self, until: date) -> None:
        """Of several requests the first one counts."""
        if self.review_until is None:
            self.review_until, self.review_armed = until, next(_order)

    def limits(self) -> list[tuple[date, int, str]]:
        """The days that bring something by themselves."""
        found = [(self.until, self.armed, "node"), (self.review_until, self.review_armed, "review")]
        return [(day, armed, name) for day, armed, name in found if day is not None]


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
    transferred: bool = False
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

    def lead_cases(self) -> list[Case]:
        return [case for case in self.cases if case.part is None]

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
