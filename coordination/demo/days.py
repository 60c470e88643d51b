"""Moments of the demo's history, counted back from today in working days."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from coordination.units.calendar import Calendar


@dataclass(frozen=True)
class Days:
    """The days around ``today``; nothing of the history happens today or later."""

    today: date
    calendar: Calendar = field(default_factory=Calendar)

    def back(self, count: int) -> date:
        """The ``count``-th working day before today."""
        return self.calendar.add(self.today, -count)

    def ahead(self, days: int) -> date:
        """A day ``days`` calendar days from now."""
        return self.today + timedelta(days=days)

    def month_end(self, months: int) -> date:
        """The last day of the month ``months`` months from now."""
        year, month = divmod(self.today.year * 12 + self.today.month + months, 12)
        return date(year, month + 1, 1) - timedelta(days=1)

    def moment(self, count: int, hour: int, minute: int = 0) -> datetime:
        """A moment on the ``count``-th working day before today, where the office stands."""
        return timezone.make_aware(datetime.combine(self.back(count), time(hour, minute)))
