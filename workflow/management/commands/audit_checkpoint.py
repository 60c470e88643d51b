"""Anchor the record chains."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from workflow import checkpoints
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    help = "Write the signed heads of all record chains to a file outside the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--to", type=Path, metavar="FILE", help="AUDIT_CHECKPOINT_DIR if left")

    def report(self, **options: Any) -> Report:
        """Where it stands, and what it anchors."""
        file: Path | None = options["to"]
        if file is None and not settings.AUDIT_CHECKPOINT_DIR:
            raise self.cannot("give --to FILE, or set AUDIT_CHECKPOINT_DIR")
        target = file or checkpoints.next_file()
        try:
            taken = checkpoints.take(target)
        except OSError as error:
            raise self.cannot(f"{target}: {error.strerror}") from error
        document = {
            "file": str(target),
            "number": taken.number,
            "at": taken.at.isoformat(),
            "chains": taken.chains,
            "records": taken.records,
            "digest": taken.digest,
            "seal": taken.seal,
        }
        told = f"{taken}: {taken.records} records in {taken.chains} chains, seal {taken.seal}"
        return Report(document, [told, str(target)])
