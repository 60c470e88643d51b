"""Take a list of units into a body."""

import re
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from coordination.management.ending import cannot_run
from coordination.management.files import content_of
from coordination.sources.reader.errors import BadFile
from coordination.sources.unit_list import known_former_names, read_units
from coordination.units.actions import UnitRow, take_units
from coordination.units.models import Body, Unit
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    """import_units: a body that is not there yet is made; taking a list twice changes nothing."""

    help = "Import units with their aliases from a .csv or .xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the body whose units it lists."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--body", help="code of the body; default: what the codes begin with")
        parser.add_argument("--name", help="name of a new body; default: what the names begin with")
        parser.add_argument("--level", default="区", help="character before short names (区, 市)")

    def report(self, **options: Any) -> Report:
        """Read the whole list, then take it in one transaction."""
        file: Path = options["file"]
        try:
            rows = read_units(file.name, content_of(file))
        except BadFile as bad:
            cannot_run(str(bad))
        if not rows:
            cannot_run(_("The list names no unit."))
        code = options["body"] or rows[0].code.split("-")[0]
        name = options["name"] or _common_name(rows, options["level"]) or code
        body, _made = Body.objects.get_or_create(
            code=code, defaults={"name": name, "level": options["level"]}
        )
        new = take_units(body, rows, known_former_names())
        document = {
            "body": {"code": body.code, "name": body.name},
            "rows": len(rows),
            "new": new,
            "units": Unit.objects.filter(body=body).count(),
        }
        line = _("%(body)s: %(rows)d units read, %(new)d of them new.") % {
            "body": body,
            "rows": len(rows),
            "new": new,
        }
        return Report(document, [line])


def _common_name(rows: Sequence[UnitRow], level: str) -> str:
    """What most of the names begin with, up to the character of the level."""
    starts = (re.match(f".+?{level}", row.name) for row in rows)
    counted = Counter(found[0] for found in starts if found)
    return counted.most_common(1)[0][0] if counted else ""
