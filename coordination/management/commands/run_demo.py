"""Run the demo: web and worker, until Ctrl-C."""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from coordination.demo.accounts import demo_password
from coordination.demo.guide import guide
from coordination.demo.processes import (
    Processes,
    Stopped,
    answers,
    port_is_free,
    processes,
    web,
    worker,
)
from coordination.management.ending import cannot_run

WAIT = 0.2


class Command(BaseCommand):
    """run_demo: all children stop with it, and it stops when one of them ends."""

    help = "Start web, relay and clock on one address; Ctrl-C stops all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Start, tell where, and wait."""
        host, port = options["host"], options["port"]
        if not getattr(settings, "DEMO_ALLOWED", True):
            cannot_run(_("These settings are for production; the demo does not run here."))
        if not port_is_free(host, port):
            cannot_run(
                _("Port %(port)d on %(host)s is in use. Choose another one with --port.")
                % {"port": port, "host": host}
            )
        env = dict(os.environ)
        try:
            with processes() as children:
                for command in (web(host, port), worker()):
                    children.start(command, str(settings.BASE), env)
                while not answers(host, port) and children.ended() is None:
                    time.sleep(WAIT)
                self._serve(children, host, port)
        except Stopped:
            self.stderr.write(_("Stopped."))
            return
        self.stderr.write(_("A part of the demo has ended by itself; everything was stopped."))
        raise SystemExit(1)

    def _serve(self, children: Processes, host: str, port: int) -> None:
        """Tell the address and accounts; come back when a child ends by itself."""
        if children.ended() is None:
            shown = f"[{host}]" if ":" in host else host
            self.stdout.write(f"\nZongheng 纵横  http://{shown}:{port}/\n\n")
            for account, what in guide():
                self.stdout.write(f"  {account:18} {what}\n")
            self.stdout.write(
                "\n"
                + _("Password of all accounts: %(password)s — Ctrl-C stops everything.")
                % {"password": demo_password()}
                + "\n"
            )
            self.stdout.flush()
        while children.ended() is None:
            time.sleep(WAIT)
