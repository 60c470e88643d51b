"""Which limits end on another day under the calendar as it is, or as it would be.

No limit ever ends earlier than before (section 5 of the specification: an edit recomputes open
limits in one recorded step). Limits stand twice, as rows of the clock and on their subjects; both
are found here, so that both move together.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.node_limits import FILE_LIMIT, NODE_LIMITS, WINDOW_LIMIT
from coordination.disputes.states import SlotKind, SlotState
from coordination.tasks.limits import PART_CONTEST, PART_SIGN_OFF, SIGN_OFF, VERIFICATION
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.rules import CONTEST_WORKING_DAYS
from coordination.tasks.states import CooperationState, TaskState
from coordination.units.calendar import LONGEST_REST, Calendar, calendar_between
from workflow import clock, deadlines
from workflow.models import Deadline, Record

COLUMNS = {SIGN_OFF: "sign_off_until", VERIFICATION: "verify_until"}
OBJECTABLE = (
    TaskState.ASSIGNED,
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.DISPUTED,
)
CONTESTABLE = (CooperationState.PENDING, CooperationState.ACCEPTED)
CONTEST = "contest"


class Window(NamedTuple):
    """Until when an object may be contested, counted from the day on which it was sent."""

    rule: str
    pk: int
    since: date
    working_days: int
    until: date


@dataclass
class Moves:
    """The new days: of the clock's limits, and of the subjects' own columns by their ids."""

    limits: dict[Deadline, date] = field(default_factory=dict)
    tasks: dict[int, dict[str, date]] = field(default_factory=dict)
    parts: dict[int, dict[str, date]] = field(default_factory=dict)
    cases: dict[int, date] = field(default_factory=dict)
    slots: dict[int, date] = field(default_factory=dict)
    counted: Counter[tuple[str, date, date]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.counted)

    def lines(self) -> list[tuple[str, date, date, int]]:
        """What kind of limit, from which day to which, and how many of them."""
        return [(*key, number) for key, number in sorted(self.counted.items())]

    def add_limit(self, limit: Deadline, day: date) -> None:
        """One row of the clock, and the column that repeats it."""
        self.limits[limit] = day
        self.counted[limit.rule, limit.due_on, day] += 1
        if limit.kind == Task.kind and limit.rule in COLUMNS:
            self.tasks.setdefault(limit.subject_id, {})[COLUMNS[limit.rule]] = day
        elif limit.rule == PART_SIGN_OFF:
            self.parts.setdefault(limit.subject_id, {})["sign_off_until"] = day
        elif limit.rule == WINDOW_LIMIT:
            self.slots[limit.subject_id] = day


def moves(change: Mapping[date, bool | None] | None = None) -> Moves:
    """What moves under the calendar in which ``change`` (a day: worked, not, as the week) holds."""
    running = deadlines.open_counted()
    windows = _windows()
    spans = [(limit.since, limit.working_days) for limit in running]
    spans += [(window.since, window.working_days) for window in windows]
    calendar = _calendar([(day, n) for day, n in spans if day and n], change or {})
    found = Moves()
    for limit in running:
        day = calendar.add(limit.since, limit.working_days)  # type: ignore[arg-type]
        if day > limit.due_on:
            found.add_limit(limit, day)
    for window in windows:
        later = calendar.add(window.since, window.working_days)
        if later > window.until:
            columns = found.parts if window.rule == PART_CONTEST else found.tasks
            columns.setdefault(window.pk, {})["contest_until"] = later
            found.counted[window.rule, window.until, later] += 1
    _add_cases(found)
    _add_facts(found, calendar)
    return found


def _windows() -> list[Window]:
    """The windows for objections that are open; no clock fires at their end."""
    today = clock.today()
    tasks: Any = Task.objects.filter(
        state__in=OBJECTABLE, assigned_on__isnull=False, contest_until__gte=today
    )
    sent_tasks = tasks.order_by("pk").values_list("pk", "assigned_on", "contest_until")
    parts: Any = Cooperation.objects.filter(
        state__in=CONTESTABLE, barred=False, contest_until__gte=today
    )
    until = dict(parts.order_by("pk").values_list("pk", "contest_until"))
    sent = _sent_on(list(until))
    days = settings.TASK_LIMIT_DAYS[PART_CONTEST]
    return [
        *(Window(CONTEST, pk, on, CONTEST_WORKING_DAYS, last) for pk, on, last in sent_tasks),
        *(Window(PART_CONTEST, pk, on, days, until[pk]) for pk, on in sent.items()),
    ]


def _sent_on(parts: list[int]) -> dict[int, date]:
    """The day on which each part was sent, or sent anew with other words."""
    records = Record.objects.filter(
        kind=Cooperation.kind, subject_id__in=parts, step__in=("send", "add", "edit")
    )
    moments = records.order_by("id").values_list("subject_id", "at")
    return {pk: timezone.localdate(at) for pk, at in moments}


def _calendar(spans: list[tuple[date, int]], change: Mapping[date, bool | None]) -> Calendar:
    if not spans:
        return Calendar()
    last = max(day + timedelta(days=2 * count) for day, count in spans) + LONGEST_REST
    days = dict(calendar_between(min(day for day, _count in spans), last).days)
    for day, working in change.items():
        days.pop(day, None)
        if working is not None:
            days[day] = working
    return Calendar(days)


def _add_cases(found: Moves) -> None:
    """A limit of a case stands on the case, and on whoever is still asked under it."""
    of_cases = {
        (limit.subject_id, limit.due_on): day
        for limit, day in found.limits.items()
        if limit.rule in NODE_LIMITS
    }
    cases = {case for case, _day in of_cases}
    waiting = Dispute.objects.filter(pk__in=cases, due_on__isnull=False).order_by("pk")
    for pk, due_on in waiting.values_list("pk", "due_on"):
        if due_on and (pk, due_on) in of_cases:
            found.cases[pk] = of_cases[pk, due_on]
    slots = DisputeSlot.objects.filter(
        dispute__in=cases, state__in=[SlotState.ASKED, SlotState.GIVEN]
    ).exclude(asked_for__in=[SlotKind.WINDOW, SlotKind.FACTS])
    for pk, case, due_on in slots.order_by("pk").values_list("pk", "dispute_id", "due_on"):
        if (case, due_on) in of_cases:
            found.slots[pk] = of_cases[case, due_on]


def _add_facts(found: Moves, calendar: Calendar) -> None:
    """The parties' day to correct the facts ends before the limit of the file, counted alike."""
    files = {limit.subject_id: limit for limit in found.limits if limit.rule == FILE_LIMIT}
    slots = DisputeSlot.objects.filter(
        dispute__in=files, asked_for=SlotKind.FACTS, state=SlotState.ASKED
    ).select_related("dispute")
    for slot in slots.order_by("pk"):
        since = files[slot.dispute_id].since
        day = calendar.add(since, slot.dispute.limits["facts"]) if since else slot.due_on
        if day > slot.due_on:
            found.slots[slot.pk] = day


def roots_of(found: Moves) -> list[int]:
    """The tasks under whose locks the moves are written."""
    parts = Cooperation.objects.filter(pk__in=found.parts).values_list("task_id", flat=True)
    slots = DisputeSlot.objects.filter(pk__in=found.slots).values_list("task_id", flat=True)
    cases = Dispute.objects.filter(pk__in=found.cases).values_list("task_id", flat=True)
    return sorted({*found.tasks, *parts, *slots, *cases})
