"""The background of the product: relay, clock and daily checkpoint, again and again."""

import logging
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections

from workflow import checkpoints, deadlines, outbox

PAUSE = 2.0
logger = logging.getLogger("zongheng.worker")


class Command(BaseCommand):
    """worker: robust against a database that is busy, and stopped by a signal between two acts."""

    help = "Deliver the outbox and fire limits that have passed, every few seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Once, or until stopped."""
        parser.add_argument("--once", action="store_true", help="one turn, then end")
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between two turns")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Turn until a signal comes."""
        if options["once"]:
            delivered, fired = outbox.drain(), deadlines.tick()
            self.stdout.write(f"delivered {delivered}, fired {fired}")
            return
        stopped = threading.Event()

        def stop(_number: int, _frame: FrameType | None) -> None:
            stopped.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        while not stopped.is_set():
            turn()
            stopped.wait(options["pause"])


def turn() -> bool:
    """Deliver and fire what is due; what fails now is tried again in the next turn."""
    close_old_connections()
    sound = True
    for work in (outbox.drain, deadlines.tick, checkpoints.take_if_due):
        try:
            work()
        except OperationalError as busy:
            sound = False
            logger.warning("%s: %s; trying again", work.__name__, busy)
        except Exception:
            sound = False
            logger.exception("%s failed; trying again", work.__name__)
    return sound
