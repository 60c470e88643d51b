"""Prove the record chains."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from workflow import checkpoints
from workflow.audit import Audit
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    help = "Verify the chain of records of every subject and name what was tampered with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--checkpoint",
            type=Path,
            metavar="FILE",
            help="what the chains must hold besides; the newest of AUDIT_CHECKPOINT_DIR if left",
        )

    def report(self, **options: Any) -> Report:
        """Walk every chain; a finding names subject and version."""
        audit, file = Audit(), options["checkpoint"] or checkpoints.latest()
        try:
            findings = [*audit.findings(), *checkpoints.findings(file)]
        except checkpoints.Unreadable as error:
            raise self.cannot(str(error)) from error
        document = {
            "chains": audit.chains,
            "records": audit.records,
            "checkpoint": str(file) if file else None,
            "findings": [finding._asdict() for finding in findings],
        }
        lines = [str(finding) for finding in findings]
        lines.append(f"{audit.records} records in {audit.chains} chains, {len(findings)} findings")
        return Report(document, lines, sound=not findings)
