"""The clock's command."""

from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.conf import settings

from workflow import checkpoints, clock, deadlines
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    help = "Fire the limits whose day has passed; safe to run twice, late, or in two places."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--now", metavar="ISO", help="take this moment as now (tests only)")

    def report(self, **options: Any) -> Report:
        """A limit whose handler failed is a finding; it stays open for the next run."""
        with self._moment(options["now"]):
            moment = clock.now()
            fired, failed = deadlines.fire_due()
            try:
                taken = checkpoints.take_if_due()
            except OSError as error:
                taken, failed = None, [*failed, f"checkpoint: {error}"]
        document = {
            "now": moment.isoformat(),
            "fired": fired,
            "failed": failed,
            "checkpoint": taken.number if taken else None,
        }
        return Report(document, [*failed, f"{fired} limits fired"], sound=not failed)

    def _moment(self, text: str | None) -> Any:
        if not text:
            return nullcontext()
        if not getattr(settings, "CLOCK_MAY_BE_SET", False):
            raise self.cannot("--now is for tests only: CLOCK_MAY_BE_SET is off in these settings")
        try:
            return clock.at(clock.moment_of(text))
        except ValueError as error:
            raise self.cannot(f"--now: {error}") from error
