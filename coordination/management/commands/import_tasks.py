"""Read a table of tasks and take it into a plan."""

import hashlib
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coordination.management.ending import cannot_run
from coordination.management.files import content_of
from coordination.plans.actions import draft_plan
from coordination.plans.models import Plan
from coordination.sources.reader.errors import BadFile
from coordination.sources.reader.reading import Reading
from coordination.sources.reader.table import read_table
from coordination.tasks.intake import take_tasks
from coordination.units.directory import BodyDirectory
from coordination.units.models import Body, User
from coordination.units.names import Match
from coordination.units.official import Official, official_of
from workflow import clock
from workflow.actor import SYSTEM
from workflow.errors import Refusal
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    """import_tasks: reads the whole file before anything is written; twice adds nothing."""

    help = "Read tasks from a table (.xlsx, .csv); with --dry-run nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, where to put its tasks, and on whose behalf."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--plan", type=int, help="id of the plan; default: one of its own")
        parser.add_argument("--dry-run", action="store_true", help="read only")
        parser.add_argument("--year", type=int, help="year of dates without one")
        parser.add_argument("--as", dest="user", help="account that imports; default: the system")

    def report(self, **options: Any) -> Report:
        """What was read; without --dry-run also what came of it."""
        plan = _plan(options["plan"])
        actor = _actor(options["user"])
        file: Path = options["file"]
        data = content_of(file)
        try:
            body, reading = _read(file.name, data, plan, options["year"])
        except BadFile as bad:
            cannot_run(str(bad))
        document, lines = reading.to_json(), _lines(reading)
        if not options["dry_run"]:
            if body is None:
                cannot_run(_("There is no body yet; import its units first."))
            target = plan or _Target(body, *_title(reading, file, options["year"]))
            document["applied"] = _apply(target, reading, file.name, data, actor)
            lines.append(
                _("Plan %(plan)d: %(made)d tasks taken in, %(known)d known already.")
                % document["applied"]
            )
        return Report(document, lines)


@dataclass(frozen=True)
class _Target:
    """The plan of its own into which a table goes."""

    body: Body
    title: str
    year: int


class _Nobody:
    """A directory without units."""

    def resolve(self, name: str) -> Match | None:
        """Nobody bears any name."""


def _plan(pk: int | None) -> Plan | None:
    if pk is None:
        return None
    plan = Plan.objects.select_related("body").filter(pk=pk).first()
    if plan is None:
        cannot_run(_("There is no plan %(plan)d.") % {"plan": pk})
    return plan


def _actor(name: str | None) -> User | None:
    if name is None:
        return None
    user = User.objects.filter(username=name).first()
    if user is None:
        cannot_run(_("There is no account “%(name)s”.") % {"name": name})
    return user


def _read(
    name: str, data: bytes, plan: Plan | None, year: int | None
) -> tuple[Body | None, Reading]:
    """The reading, and the body whose units it names: the plan's, else the one that knows most."""
    if plan is not None:
        reading = read_table(name, data, BodyDirectory(plan.body), year or plan.year)
        return plan.body, reading
    readings = [
        (body, read_table(name, data, BodyDirectory(body), year))
        for body in Body.objects.order_by("pk")
    ]
    if not readings:
        return None, read_table(name, data, _Nobody(), year)
    return min(readings, key=lambda found: len(found[1].unknown_units))


def _title(reading: Reading, file: Path, year: int | None) -> tuple[str, int]:
    title = reading.document.title or file.stem
    return title[:120], year or reading.document.year or clock.today().year


def _apply(
    target: Plan | _Target, reading: Reading, name: str, data: bytes, user: User | None
) -> dict[str, int]:
    """Take the tasks in; a plan that is made for them is not left behind when that fails."""
    try:
        with transaction.atomic():
            plan = target if isinstance(target, Plan) else _own_plan(target)
            taken = take_tasks(
                plan,
                reading,
                actor=official_of(user) if user else _system(plan),
                version=plan.version,
                file=name,
                digest=hashlib.sha256(data).hexdigest(),
            )
    except Refusal as refused:
        cannot_run(" ".join(refused.reasons))
    return {"plan": plan.pk, "made": taken.made, "known": taken.known}


def _own_plan(target: _Target) -> Plan:
    found = Plan.objects.filter(body=target.body, title=target.title, year=target.year).first()
    return found or draft_plan(target.body, actor=SYSTEM, title=target.title, year=target.year)


def _system(plan: Plan) -> Official:
    """Whoever may run commands on the machine drafts in the name of the system."""
    return Official(
        user_id=SYSTEM.user_id,
        name=SYSTEM.name,
        hat=SYSTEM.hat,
        plans={"draft_plan": frozenset({plan.pk})},
    )


def _lines(reading: Reading) -> list[str]:
    lines = [
        _("%(rows)d rows, %(tasks)d tasks, %(unread)d pieces left unread.")
        % {
            "rows": reading.rows_in,
            "tasks": reading.rows_out,
            "unread": len(reading.unread),
        }
    ]
    if reading.unknown_units:
        lines.append(_("Unknown units: %(units)s") % {"units": "、".join(reading.unknown_units)})
    if reading.gaps:
        lines.append(_("Numbers left out: %(gaps)s") % {"gaps": "、".join(reading.gaps)})
    lines += [
        f"{task.number} {task.title}: {request.field}: {request.reason}"
        for task in reading.tasks
        for request in task.confirm
    ]
    return lines
