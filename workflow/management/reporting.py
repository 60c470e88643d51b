"""Commands that people and scripts read: one JSON document, or plain lines."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError


@dataclass
class Report:
    """What a command found: ``document`` for ``--json``, ``lines`` to read, and how it ends."""

    document: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    sound: bool = True


class ReportingCommand(BaseCommand):
    """Ends with 0, with 1 where something wrong was found, with 2 where it could not run.

    With ``--json`` standard output carries one JSON document and nothing else; what is told
    meanwhile (:meth:`tell`) goes to standard error.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            report = self.report(**options)
        except DatabaseError as error:
            raise CommandError(f"the database: {error}", returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.document, ensure_ascii=False, indent=2))
        else:
            for line in report.lines:
                self.stdout.write(line)
        if not report.sound:
            sys.exit(1)

    def report(self, **options: Any) -> Report:
        """Do the work; ``CommandError`` from :meth:`cannot` where it is impossible."""
        raise NotImplementedError

    def tell(self, message: str) -> None:
        """Tell the person at the terminal how it goes."""
        self.stderr.write(message)

    @staticmethod
    def cannot(message: str) -> CommandError:
        """The error that ends the command with 2."""
        return CommandError(message, returncode=2)
