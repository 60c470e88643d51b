"""Draw the lifecycles from the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from workflow import drawing
from workflow.lifecycle import subjects
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    help = "Write one Markdown page for each lifecycle: its diagram and its table of steps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", nargs="?", default="docs/lifecycles", type=Path)
        parser.add_argument("--format", choices=["mermaid"], default="mermaid")
        parser.add_argument("--check", action="store_true", help="write nothing, name stale pages")

    def report(self, **options: Any) -> Report:
        """With ``--check`` a page that differs from the code is a finding."""
        folder: Path = options["folder"]
        pages = {folder / f"{model.kind}.md": drawing.page(model) for model in subjects()}
        stale = [path for path, text in pages.items() if _text_of(path) != text]
        check: bool = options["check"]
        if not check:
            folder.mkdir(parents=True, exist_ok=True)
            for path in stale:
                path.write_text(pages[path], encoding="utf-8")
        document = {"pages": [str(path) for path in pages], "stale": [str(path) for path in stale]}
        told = "stale" if check else "written"
        lines = [f"{path}: {told}" for path in stale] or ["every page is up to date"]
        return Report(document, lines, sound=not (check and stale))


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
