"""Rebuild subjects from their records."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from workflow.lifecycle import Subject, subject_of, subjects
from workflow.management.reporting import Report, ReportingCommand
from workflow.records import fact
from workflow.replay import Rebuilt, deviations, rebuilt, records_of

Chosen = tuple[type[Subject], int | None]


class Command(ReportingCommand):
    help = "Rebuild each subject from its records; with --check compare it with what is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("subject", nargs="*", metavar="KIND ID", help="one subject alone")
        parser.add_argument("--all", action="store_true", help="every subject of every kind")
        parser.add_argument("--check", action="store_true", help="name what differs, end with 1")

    def report(self, **options: Any) -> Report:
        """A value that differs from what the records tell is a finding."""
        chosen = list(self._chosen(options["subject"], every=options["all"]))
        return _checked(chosen) if options["check"] else _told(chosen)

    def _chosen(self, named: list[str], *, every: bool) -> Iterator[Chosen]:
        if every and not named:
            yield from ((model, None) for model in subjects())
            return
        try:
            kind, number = named
            yield subject_of(kind), int(number)
        except (KeyError, ValueError) as error:
            raise self.cannot("name one subject (such as: task 12), or --all") from error


def _checked(chosen: list[Chosen]) -> Report:
    found = [each for model, pk in chosen for each in deviations(model, pk)]
    counted = {model.kind: _count(model, pk) for model, pk in chosen}
    document = {
        "replayed": counted,
        "deviations": [
            {
                "subject": f"{each.kind} {each.subject_id}",
                "kind": each.kind,
                "id": each.subject_id,
                "field": each.field,
                "told": each.told,
                "stored": fact(each.stored),
            }
            for each in found
        ],
    }
    total = f"{sum(counted.values())} subjects replayed, {len(found)} deviations"
    return Report(document, [*map(str, found), total], sound=not found)


def _count(model: type[Subject], pk: int | None) -> int:
    rows: Any = model._default_manager
    return int((rows.all() if pk is None else rows.filter(pk=pk)).count())


def _told(chosen: list[Chosen]) -> Report:
    rows = [
        _shown(model.kind, subject)
        for model, pk in chosen
        for subject in rebuilt(records_of(model, pk))
    ]
    lines = [f"{row['subject']} version {row['version']}: {row['state']}" for row in rows]
    return Report({"subjects": rows}, lines)


def _shown(kind: str, subject: Rebuilt) -> dict[str, Any]:
    return {
        "subject": f"{kind} {subject.subject_id}",
        "kind": kind,
        "id": subject.subject_id,
        "state": subject.state,
        "version": subject.version,
        "values": subject.values,
    }
