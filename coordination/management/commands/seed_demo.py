"""Seed the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from coordination.demo.accounts import SEATS, demo_password, password_file
from coordination.demo.seed import seed
from coordination.demo.wording import TASKS
from coordination.management.ending import cannot_run
from workflow import outbox
from workflow.management.reporting import Report, ReportingCommand

UNITS = 51
BATCHES = 50


class Command(ReportingCommand):
    """seed_demo: idempotent; refused where the settings do not allow a demo."""

    help = "Seed the demo: the district's units, both sample tables, and a plan in mixed states."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much to seed, and the seed of everything drawn."""
        super().add_arguments(parser)
        parser.add_argument("--units", type=int, default=UNITS)
        parser.add_argument("--tasks", type=int, default=TASKS)
        parser.add_argument("--seed", type=int, default=2026)

    def report(self, **options: Any) -> Report:
        """Seed, deliver what the history has to tell, and count what is there."""
        if not getattr(settings, "DEMO_ALLOWED", True):
            cannot_run(_("These settings are for production; the demo may not be seeded here."))
        if not len(SEATS) <= options["units"] <= UNITS:
            cannot_run(
                _("Between %(low)d and %(high)d units can be seeded.")
                % {"low": len(SEATS), "high": UNITS}
            )
        if options["tasks"] < 1:
            cannot_run(_("At least one task is needed."))
        password = demo_password()
        found = seed(
            units=options["units"],
            tasks=options["tasks"],
            number=options["seed"],
            password=password,
        )
        _deliver()
        lines = [
            _("%(units)d units, %(accounts)d accounts, %(tasks)d tasks; %(added)d records added.")
            % {
                "units": found.units,
                "accounts": found.accounts,
                "tasks": sum(found.tasks.values()),
                "added": found.added,
            },
            _("Password of all demo accounts: %(password)s (kept in %(file)s)")
            % {"password": password, "file": password_file()},
        ]
        return Report({**found.to_json(), "password": password}, lines)


def _deliver() -> None:
    """Deliver what the history has to tell; of a very long one the worker delivers the rest."""
    for _batch in range(BATCHES):
        if not outbox.deliver():
            return
