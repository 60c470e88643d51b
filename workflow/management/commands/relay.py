"""Deliver the outbox."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from workflow import outbox
from workflow.management.reporting import Report, ReportingCommand

PAUSE = 1.0  # seconds between two looks


class Command(ReportingCommand):
    help = "Deliver what waits in the outbox; without an option, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="one batch, then stop")
        how.add_argument("--drain", action="store_true", help="until nothing that is due waits")

    def report(self, **options: Any) -> Report:
        """Messages that could not be delivered and wait for another try are a finding."""
        if options["once"]:
            delivered = outbox.deliver()
        elif options["drain"]:
            delivered = outbox.drain()
        else:
            delivered = self._until_stopped()
        failed = outbox.put_off()
        lines = [f"{delivered} delivered, {failed} put off after a failure"]
        return Report({"delivered": delivered, "put_off": failed}, lines, sound=not failed)

    def _until_stopped(self) -> int:
        stop, delivered = Event(), 0
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda *_args: stop.set())
        self.tell("delivering; Ctrl-C stops")
        while not stop.is_set():
            delivered += outbox.drain()
            stop.wait(PAUSE)
        return delivered
