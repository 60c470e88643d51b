"""Take a list of duty entries into a body."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from coordination.duties.actions import DutyRow, take_duties
from coordination.management.ending import cannot_run
from coordination.management.files import content_of
from coordination.sources.duty_list import Fault, read_duties
from coordination.sources.reader.errors import BadFile
from coordination.units.directory import BodyDirectory
from coordination.units.models import Body
from workflow.management.reporting import Report, ReportingCommand

MOST_FAULTS = 20


class Command(ReportingCommand):
    """import_duties: the whole list or nothing; taking it twice changes nothing."""

    help = "Import duty entries (三定, 权责清单) of units from a .csv or .xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the body whose units it speaks of."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--body", help="code of the body; default: the one that fits")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def report(self, **options: Any) -> Report:
        """Read the whole list, then take it in one transaction."""
        file: Path = options["file"]
        body, rows = _read(file.name, content_of(file), options["body"])
        taken = take_duties(body, rows, dry_run=options["dry_run"])
        document = {
            "body": {"code": body.code, "name": body.name},
            "rows": len(rows),
            "new": taken.new,
            "changed": taken.changed,
            "known": taken.known,
            "dry_run": options["dry_run"],
        }
        line = _("%(body)s: %(rows)d entries read, %(new)d new, %(changed)d changed.") % {
            "body": body,
            "rows": len(rows),
            "new": taken.new,
            "changed": taken.changed,
        }
        return Report(document, [line, _("Nothing was written.")] if options["dry_run"] else [line])


def _read(name: str, data: bytes, code: str | None) -> tuple[Body, list[DutyRow]]:
    """The rows, and the body whose units they name: the one given, else the one that fits best."""
    bodies = list(Body.objects.filter(**({"code": code} if code else {})).order_by("pk"))
    if not bodies:
        cannot_run(_("There is no such body; import its units first."))
    try:
        readings = [(body, *read_duties(name, data, BodyDirectory(body))) for body in bodies]
    except BadFile as bad:
        cannot_run(str(bad))
    body, rows, faults = min(readings, key=lambda reading: len(reading[2]))
    if faults:
        cannot_run("\n".join(_lines(faults)))
    if not rows:
        cannot_run(_("The list names no duty entry."))
    return body, rows


def _lines(faults: list[Fault]) -> list[str]:
    lines = [str(fault) for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        lines.append(_("%(count)d more errors follow.") % {"count": len(faults) - MOST_FAULTS})
    return lines
