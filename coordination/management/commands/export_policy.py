"""Print who may do what in which state."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from coordination.policy.page import page
from coordination.policy.table import rows
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    """export_policy: the rules themselves are asked, with an official of each role and relation."""

    help = "Print every step in every state for each role and relation, with the rule's name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the page instead")
        parser.add_argument("--check", action="store_true", help="write nothing, name a stale page")

    def report(self, **options: Any) -> Report:
        """With ``--check`` a page that differs from the code is a finding."""
        if options["markdown"]:
            return _page(options["markdown"], check=options["check"])
        table = list(rows())
        lines = [
            f"{row.object:12} {row.step:20} {row.state or '-':12} {row.role:17} "
            f"{row.relation:12} {row.rule}"
            for row in table
            if row.allowed
        ]
        return Report({"policy": [row.to_json() for row in table]}, lines)


def _page(file: Path, *, check: bool) -> Report:
    text = page()
    stale = not file.exists() or file.read_text(encoding="utf-8") != text
    if stale and not check:
        file.write_text(text, encoding="utf-8")
    told = "stale" if stale and check else "written" if stale else "up to date"
    return Report({"page": str(file), "stale": stale}, [f"{file}: {told}"], not (stale and check))
