"""When the clock speaks before a limit: reminders, and the periods of reports.

A reminder is a limit of its own that ends on the evening before, so that the clock says it on
the morning of its day. ``settings.REMINDER_DAYS`` says how many working days ahead that is.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings

from coordination.tasks.models import Task
from coordination.tasks.periods import last_day, period_of
from coordination.units.calendar import Calendar, calendar_around
from workflow import clock, deadlines
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
        (subject, calendar.add(limit, -count) - ONE)
        for subject, limit in limits
        for count in counts
    ]
    today = clock.today()
    deadlines.arm_each([(subject, day) for subject, day in said if day >= today], rule)


def opens_on(last: date, calendar: Calendar | None = None) -> date:
    """The day on which the period of reports that ends on ``last`` opens.

    ``calendar``: one that reaches so far back, if it was read already.
    """
    (count,) = settings.REMINDER_DAYS["report"]
    return (calendar or calendar_around([last], count)).add(last, -count)


def arm_period(task: Task, day: date) -> None:
    """Watch the period of reports in which ``day`` lies: it opens, and it closes."""
    last = last_day(task.report_cycle, period_of(task.report_cycle, day))
    deadlines.arm(task, REPORT_OPENS, opens_on(last) - ONE)
    deadlines.arm(task, REPORT_CLOSES, last)
