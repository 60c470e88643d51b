"""Load the published holidays and make-up working days."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from coordination.administration.calendar import load_years
from workflow.actor import SYSTEM
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    """load_calendar: adds what is missing; days edited by the office stay as they are."""

    help = "Load public holidays and make-up working days, from the library chinese-calendar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which years; all that are published by default."""
        super().add_arguments(parser)
        parser.add_argument("--years", type=int, nargs="+", default=[], metavar="YEAR")

    def report(self, **options: Any) -> Report:
        """The number of days of each year; 1 where a year asked for is not published."""
        loaded = load_years(options["years"], actor=SYSTEM)
        lines = [
            _("%(year)d: %(days)d days that differ from the plain week.")
            % {"year": year, "days": days}
            if days
            else _("%(year)d: not published yet; weekends only are counted.") % {"year": year}
            for year, days in loaded.items()
        ]
        return Report({"years": loaded}, lines, sound=all(loaded.values()))
