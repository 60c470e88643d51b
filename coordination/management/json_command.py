"""What the commands share: --json, one document on standard output, and the exit codes."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coordination.sources.reader.errors import Text


@dataclass(frozen=True)
class Answer:
    """What a command found: ``document`` for programs, ``lines`` for people.

    ``sound`` is false where something is wrong; the command then ends with 1.
    """

    document: Any
    lines: Sequence[str]
    sound: bool = True


def cannot_run(message: Text) -> NoReturn:
    """End the command with 2: it could not run, and nothing was written."""
    raise CommandError(str(message), returncode=2)


class JsonCommand(BaseCommand):
    """A command that prints its answer as lines or, with ``--json``, as one document."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Every command takes ``--json``."""
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="one JSON document on stdout"
        )

    def answer(self, **options: Any) -> Answer:
        """What the command finds or has done; raises ``CommandError`` where it cannot run."""
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the answer and end with 1 where something is wrong."""
        found = self.answer(**options)
        if options["as_json"]:
            self.stdout.write(json.dumps(found.document, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(found.lines))
        if not found.sound:
            sys.exit(1)
