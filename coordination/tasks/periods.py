"""Periods of reports: months, quarters or half years, by the task's cycle."""

from datetime import date, timedelta

from coordination.tasks.states import ReportCycle

MONTHS = {ReportCycle.MONTH: 1, ReportCycle.QUARTER: 3, ReportCycle.HALF_YEAR: 6}


def period_of(cycle: str, day: date) -> date:
    """The first day of the period in which ``day`` lies; without a cycle it is the month."""
    length = MONTHS[ReportCycle(cycle or ReportCycle.MONTH)]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def last_day(cycle: str, first: date) -> date:
    """The last day of the period that begins on ``first``."""
    length = MONTHS[ReportCycle(cycle or ReportCycle.MONTH)]
    months = first.year * 12 + first.month - 1 + length
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
