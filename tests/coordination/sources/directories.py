"""Simple directories of units for the tests of the reader."""

import csv
from collections.abc import Iterable
from pathlib import Path

from coordination.units.names import Match, normalise, spellings

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests" / "samples"
FORMER_NAMES = ROOT / "coordination" / "units" / "data" / "former_names.csv"


class Qingpu:
    """The 51 units of Qingpu by name, short name, alias and former name."""

    def __init__(self) -> None:
        self.short_names: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        for row in _records(SAMPLES / "qingpu-units.csv"):
            self.short_names[row["code"]] = row["short_name"]
            for name in (row["name"], row["short_name"], *row["aliases"].split(";")):
                self.codes[normalise(name)] = row["code"]
        former = {normalise(row["name"]): row["code"] for row in _records(FORMER_NAMES)}
        self.codes |= former
        self.former = set(former)

    def resolve(self, name: str) -> Match | None:
        """The unit of any of its names."""
        for spelling in spellings(name, "区", ("上海市青浦区", "青浦区")):
            if code := self.codes.get(spelling):
                return Match(code, self.short_names[code], spelling in self.former)
        return None


class Plain:
    """A directory that knows the given names and no others; the code is the name."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = set(names)

    def resolve(self, name: str) -> Match | None:
        """The unit of exactly this name."""
        return Match(name, name, former=False) if name in self.names else None


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
