"""Run the benchmarks of the installed applications in a database made for them."""

from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.module_loading import module_has_submodule

from workflow.management.reporting import Report, ReportingCommand

Benchmark = Callable[[int | None], dict[str, Any]]


def benchmarks() -> dict[str, Benchmark]:
    """Every benchmark by name, from the modules ``benchmarks`` of the applications."""
    found: dict[str, Benchmark] = {}
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "benchmarks"):
            found.update(import_module(f"{config.name}.benchmarks").BENCHMARKS)
    return found


class Command(ReportingCommand):
    help = "Run the benchmarks, all or one, and print them as ratios."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name", nargs="?", help="one benchmark alone")
        parser.add_argument(
            "--items", "--tasks", type=int, help="how many items each is measured on"
        )

    def report(self, **options: Any) -> Report:
        """Run in a scratch database; a target that was missed is a finding."""
        name, items = options["name"], options["items"]
        chosen = benchmarks()
        if name:
            chosen = {key: run for key, run in chosen.items() if key == name}
        if not chosen:
            raise self.cannot(
                f"no benchmark {name or ''} here; they come with the test settings "
                "(DJANGO_SETTINGS_MODULE=coordination.config.settings.test)"
            )
        real = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            results = {key: self._run(key, run, items) for key, run in chosen.items()}
        finally:
            connection.creation.destroy_test_db(real, verbosity=0)
        met = all(target["met"] for found in results.values() for target in found["targets"])
        lines = [line for key, found in results.items() for line in _lines(key, found)]
        return Report({"database": connection.vendor, "benchmarks": results}, lines, sound=met)

    def _run(self, key: str, run: Benchmark, items: int | None) -> dict[str, Any]:
        self.tell(f"{key} on {connection.vendor} …")
        return run(items)


def _lines(name: str, found: dict[str, Any]) -> list[str]:
    head = f"{name}: {found['rounds']} rounds, {found['items']} items each {found.get('note', '')}"
    figures = [
        f"  {key:28} {_spread(value)} {found['unit']}" for key, value in found["measured"].items()
    ]
    return [head.rstrip(), *figures, *(_judged(target) for target in found["targets"])]


def _judged(target: dict[str, Any]) -> str:
    met = "met" if target["met"] else "MISSED"
    return f"  {target['name']:28} {_spread(target)}   target {target['target']}: {met}"


def _spread(value: dict[str, Any]) -> str:
    return f"{value['median']:8} ({value['min']} to {value['max']})"
