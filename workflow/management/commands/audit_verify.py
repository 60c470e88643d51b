"""Prove the record chains."""

from typing import Any

from workflow.audit import Audit
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    help = "Verify the chain of records of every subject and name what was tampered with."

    def report(self, **_options: Any) -> Report:
        """Walk every chain; a finding names subject and version."""
        audit = Audit()
        findings = list(audit.findings())
        document = {
            "chains": audit.chains,
            "records": audit.records,
            "findings": [finding._asdict() for finding in findings],
        }
        lines = [str(finding) for finding in findings]
        lines.append(f"{audit.records} records in {audit.chains} chains, {len(findings)} findings")
        return Report(document, lines, sound=not findings)
