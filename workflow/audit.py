"""Every chain of the house, proved one after the other."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from workflow.lifecycle import Subject, subjects
from workflow.models import Record
from workflow.records import first_fault

AT_A_TIME = 2_000
Row = tuple[int, int, str, str]


class Finding(NamedTuple):
    """A chain that cannot be trusted: at which ``version``, and why."""

    kind: str
    subject_id: int
    version: int
    fault: str

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} version {self.version} {self.fault}"


class Audit:
    """Walks the chains in order of their subjects, a few thousand records at a time."""

    def __init__(self) -> None:
        self.chains = 0
        self.records = 0

    def findings(self) -> Iterator[Finding]:
        """What is wrong; counts chains and records on the way."""
        known = {model.kind: model for model in subjects()}
        for kind, model in known.items():
            yield from self._of_kind(kind, model)
        strangers = Record.objects.exclude(kind__in=known).order_by("kind", "subject_id", "version")
        for record in strangers.iterator(AT_A_TIME):
            yield Finding(record.kind, record.subject_id, record.version, "is of no known kind")

    def _of_kind(self, kind: str, model: type[Subject]) -> Iterator[Finding]:
        manager: Any = model._default_manager
        stored: Iterable[Row] = (
            manager.order_by("pk").values_list("pk", "version", "state", "head").iterator(AT_A_TIME)
        )
        records = (
            Record.objects.filter(kind=kind)
            .order_by("subject_id", "version")
            .prefetch_related("texts")
            .iterator(AT_A_TIME)
        )
        chains = groupby(records, key=lambda record: record.subject_id)
        for pk, row, found in _side_by_side(iter(stored), chains):
            chain = list(found)
            self.chains += 1
            self.records += len(chain)
            fault = first_fault(chain) or _apart(row, chain)
            if fault:
                yield Finding(kind, pk, *fault)


def _side_by_side(
    rows: Iterator[Row], chains: Iterator[tuple[int, Iterable[Record]]]
) -> Iterator[tuple[int, Row | None, Iterable[Record]]]:
    """Subjects and chains by id, both in order; one of them may be missing."""
    row: Any = next(rows, None)
    for pk, chain in chains:
        while row and row[0] < pk:
            yield row[0], row, []
            row = next(rows, None)
        own = row if row and row[0] == pk else None
        yield pk, own, chain
        if own:
            row = next(rows, None)
    while row:
        yield row[0], row, []
        row = next(rows, None)


def _apart(row: Row | None, chain: list[Record]) -> tuple[int, str] | None:
    """Where subject and chain do not end alike."""
    if row is None:
        return chain[-1].version, "has no subject any more"
    _pk, version, state, head = row
    if not chain or chain[-1].version < version:
        return len(chain) + 1, "is missing"
    last = chain[-1]
    if (last.version, last.target, last.hash) != (version, state, head):
        return version, "does not say where the subject stands"
    return None
