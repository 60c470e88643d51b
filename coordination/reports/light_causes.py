"""Why a task has its colour: one list of causes, the first that holds counts.

Each cause is a condition for the database over the facts annotated by ``reports.lights``, so that
lists are filtered by colour with the same definition that explains a single light.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from coordination.progress.models import Report
from coordination.supervision.models import Letter
from coordination.supervision.states import LetterState, Level
from coordination.tasks import periods
from coordination.tasks.lights import Colour
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Task
from coordination.tasks.reminders import opens_on
from coordination.tasks.states import ReportCycle, TaskState
from coordination.units.calendar import Calendar

ONE = timedelta(days=1)
CLOSED = (TaskState.VERIFIED, TaskState.CANCELLED)
# Where the worst share of a divided task gives the light: the code is this and its colour.
SHARE = "share_"
GRAVEST_FIRST = (Colour.RED, Colour.YELLOW, Colour.BLUE, Colour.GREEN)
UNDER_WAY = Q(state=TaskState.IN_PROGRESS) | Q(
    state=TaskState.DISPUTED, resume_state=TaskState.IN_PROGRESS
)


@dataclass(frozen=True)
class Cause:
    """``code`` names the cause; where ``holds``, the task has ``colour``."""

    code: str
    colour: Colour
    holds: Any


def causes(today: date, calendar: Calendar) -> list[Cause]:
    """The causes as of ``today``, the gravest first; the last one always holds.

    A divided task has the light of that share which stands worst.
    """
    own = own_causes(today, calendar)
    return [
        *(_share_is(colour, own) for colour in GRAVEST_FIRST),
        Cause("shares_closed", Colour.GREY, Q(state=TaskState.DIVIDED)),
        *own,
    ]


def _share_is(colour: Colour, own: list[Cause]) -> Cause:
    shares = Task.objects.filter(parent=OuterRef("pk")).exclude(state=TaskState.CANCELLED)
    codes = [cause.code for cause in own if cause.colour == colour]
    lit = shares.alias(**facts()).alias(because=first_of(own)).filter(because__in=codes)
    return Cause(f"{SHARE}{colour.value}", colour, Q(state=TaskState.DIVIDED) & Q(Exists(lit)))


def first_of(found: list[Cause]) -> Any:
    """The code of the first cause that holds."""
    return Case(*(When(cause.holds, then=Value(cause.code)) for cause in found))


def facts() -> dict[str, Any]:
    """What the causes speak of, as annotations of a task."""
    ahead = Milestone.objects.filter(task=OuterRef("pk"), reached_on__isnull=True)
    first = ahead.order_by("due_on", "position")
    of_lead = Report.objects.filter(task=OuterRef("pk"), unit=OuterRef("lead"))
    open_letters = Letter.objects.filter(task=OuterRef("pk"), state=LetterState.SENT)
    return {
        "begun_on": Coalesce(F("started_on"), F("assigned_on")),
        "milestone_on": Subquery(first.values("due_on")[:1]),
        "milestone_no": Subquery(first.values("position")[:1]),
        "percent": Coalesce(Subquery(of_lead.order_by("-pk").values("percent")[:1]), 0),
        "reported_for": Subquery(of_lead.order_by("-period").values("period")[:1]),
        "reply_until": Subquery(open_letters.order_by("reply_until").values("reply_until")[:1]),
    }


def own_causes(today: date, calendar: Calendar) -> list[Cause]:
    """The causes of a task that has no shares."""
    limit = settings.LIGHT_LIMITS

    def ahead(name: str) -> date:
        return calendar.add(today, limit[name])

    def behind(name: str) -> date:
        """Whatever lies before this day is so many working days behind, today included."""
        return calendar.add(today + ONE, -limit[name])

    def milestone_late(name: str) -> Q:
        return UNDER_WAY & Q(milestone_on__lt=behind(name))

    def points(name: str) -> Any:
        return UNDER_WAY & Q(due_on__isnull=False) & Q(_behind_course(today, limit[name]))

    red, yellow, blue = Colour.RED, Colour.YELLOW, Colour.BLUE
    return [
        Cause("closed", Colour.GREY, Q(state__in=CLOSED)),
        Cause("draft", Colour.GREY, Q(state=TaskState.DRAFT)),
        Cause("suspended", Colour.GREY, Q(state=TaskState.SUSPENDED)),
        Cause("claimed", Colour.GREEN, Q(state=TaskState.COMPLETED)),
        Cause("overdue", red, Q(due_on__lt=today)),
        Cause("milestone_very_late", red, milestone_late("milestone_very_late_days")),
        Cause("red_letter_unanswered", red, Q(Exists(_silent(today).filter(level=Level.RED)))),
        Cause("far_behind_course", red, points("points_far_behind")),
        Cause("milestone_late", yellow, milestone_late("milestone_late_days")),
        Cause("report_missing", yellow, _report_missing(today, calendar)),
        Cause("letter_unanswered", yellow, Q(Exists(_silent(today)))),
        Cause("behind_course", yellow, points("points_behind")),
        Cause("due_near", yellow, Q(due_on__lte=ahead("due_near_days"))),
        Cause("letter_open", blue, Q(Exists(_letters().filter(state=LetterState.SENT)))),
        Cause(
            "milestone_soon", blue, UNDER_WAY & Q(milestone_on__lte=ahead("milestone_soon_days"))
        ),
        Cause("report_due", blue, _report_due(today, calendar)),
        Cause("due_soon", blue, Q(due_on__lte=ahead("due_soon_days"))),
        Cause("no_date", Colour.GREEN, Q(due_on__isnull=True)),
        Cause("on_course", Colour.GREEN, Q(due_on__isnull=False)),
    ]


def _letters() -> Any:
    return Letter.objects.filter(task=OuterRef("pk"))


def _silent(today: date) -> Any:
    """Letters not answered by their limit, whether the clock has noted it or not."""
    passed = Q(state=LetterState.SENT, reply_until__lt=today)
    return _letters().filter(passed | Q(state=LetterState.UNANSWERED))


def _behind_course(today: date, points: int) -> Any:
    """(today - begun) / (due - begun) * 100 - percent >= points, without dividing."""
    length = ExpressionWrapper(F("due_on") - F("begun_on"), output_field=DurationField())
    gone = ExpressionWrapper(
        Value(today, DateField()) - F("begun_on"), output_field=DurationField()
    )
    owed = Cast(F("percent"), IntegerField()) + points
    return GreaterThanOrEqual(
        ExpressionWrapper(gone * 100, output_field=DurationField()),
        ExpressionWrapper(length * owed, output_field=DurationField()),
    )


def _report_missing(today: date, calendar: Calendar) -> Q:
    """The period before the present one ended without a report of the lead, and none came since."""
    missing = Q(pk__in=[])
    for cycle in ReportCycle.values:
        last = periods.period_of(cycle, today) - ONE
        first = periods.period_of(cycle, last)
        late = Q(reported_for__isnull=True) | Q(reported_for__lt=first)
        missing |= Q(report_cycle=cycle, started_on__lt=opens_on(last, calendar)) & late
    return UNDER_WAY & missing


def _report_due(today: date, calendar: Calendar) -> Q:
    """The present period is open for reports, and the lead's has not come."""
    due = Q(pk__in=[])
    for cycle in ReportCycle.values:
        first = periods.period_of(cycle, today)
        if today >= opens_on(periods.last_day(cycle, first), calendar):
            late = Q(reported_for__isnull=True) | Q(reported_for__lt=first)
            due |= Q(report_cycle=cycle) & late
    return UNDER_WAY & due
