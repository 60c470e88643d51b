"""When the clock speaks before a limit: reminders, and the periods of reports.

A reminder is a limit of its own that ends on the evening before, so that the clock says it on
the morning of its day. ``settings.REMINDER_DAYS`` says how many working days ahead that is.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.conf import settings

from coordination.tasks.models import Task
from coordination.tasks.periods import last_day, period_of
from coordination.units.calendar import Calendar, calendar_around
from workflow import clock, deadlines
from workflow.deadlines import Limit
from workflow.lifecycle import Subject

SIGN_OFF = "remind_sign_off"
DUE = "remind_due"
MILESTONE = "remind_milestone"
VERIFICATION = "remind_verification"
REPORT_OPENS = "report_opens"
REPORT_CLOSES = "report_closes"

ONE = timedelta(days=1)


def arm(limits: Sequence[tuple[Subject, date]], rule: str) -> None:
    """Recall each limit as often as configured, unless that day is past. One calendar read."""
    counts = settings.REMINDER_DAYS[rule.removeprefix("remind_")]
    if not limits or not counts:
        return
    calendar = calendar_around({limit for _subject, limit in limits}, max(counts))
    said = [
        (subject, day) for subject, limit in limits for day in _recalled(limit, counts, calendar)
    ]
    deadlines.arm_each(said, rule)


def _recalled(limit: date, counts: Iterable[int], calendar: Calendar) -> list[date]:
    """The days on whose evening a limit is recalled, unless they are past."""
    days = [calendar.add(limit, -count) - ONE for count in counts]
    return [day for day in days if day >= clock.today()]


def of_plan_of_work(cycle: str, day: date, milestones: Sequence[date]) -> list[Limit]:
    """What is to be watched once the work begins on ``day``: milestones, the period of reports.

    One calendar read.
    """
    counts, (report,) = settings.REMINDER_DAYS["milestone"], settings.REMINDER_DAYS["report"]
    last = last_day(cycle, period_of(cycle, day))
    calendar = calendar_around({last, *milestones}, max(report, *counts))
    said = [day for due in milestones for day in _recalled(due, counts, calendar)]
    recalled = [Limit(MILESTONE, day) for day in said]
    return [*recalled, *_period_watched(last, calendar)]


def before_verification(until: date, calendar: Calendar) -> list[Limit]:
    """The reminders of a claim that is to be decided on by ``until``."""
    days = _recalled(until, settings.REMINDER_DAYS["verification"], calendar)
    return [Limit(VERIFICATION, day) for day in days]


def opens_on(last: date, calendar: Calendar | None = None) -> date:
    """The day on which the period of reports that ends on ``last`` opens.

    ``calendar``: one that reaches so far back, if it was read already.
    """
    (count,) = settings.REMINDER_DAYS["report"]
    return (calendar or calendar_around([last], count)).add(last, -count)


def arm_period(task: Task, day: date) -> None:
    """Watch the period of reports in which ``day`` lies: it opens, and it closes."""
    last = last_day(task.report_cycle, period_of(task.report_cycle, day))
    deadlines.arm_rules(task, _period_watched(last))


def _period_watched(last: date, calendar: Calendar | None = None) -> list[Limit]:
    return [Limit(REPORT_OPENS, opens_on(last, calendar) - ONE), Limit(REPORT_CLOSES, last)]
