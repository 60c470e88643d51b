"""The lines of the demo's plan, composed from ``data/plan.toml``; the same seed, the same lines."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain, count, islice, zip_longest
from random import Random
from typing import Any

DIVISIONS, TASKS = 80, 219
SUPERVISION_PART = 1
DATA = resources.files("coordination.demo") / "data"


@dataclass(frozen=True)
class Line:
    """One line of the plan; units by code, the hard indicator in its parts.

    ``serial`` counts the lines as they were composed, ``place`` is the key task they stand in.
    """

    serial: int
    place: tuple[int, int]
    section: tuple[str, str]
    title: str
    text: str
    lead: str
    cooperating: tuple[str, ...]
    indicator: str
    comparator: str
    value: str
    measure: str


def load() -> dict[str, Any]:
    """What the plan is composed of."""
    return tomllib.loads((DATA / "plan.toml").read_text(encoding="utf-8"))


def compose(data: dict[str, Any], tasks: int, units: Sequence[str], rng: Random) -> list[Line]:
    """``tasks`` lines in the order of the plan, for the units with the codes ``units``.

    Of the full plan 80 are divisions and 139 items of the supervision list; a smaller plan
    keeps the proportion, a larger one goes on with supervision place by place.
    """
    writer = _Writer(data, units, rng)
    divisions = min(DIVISIONS, round(tasks * DIVISIONS / TASKS) or 1)
    lines = list(islice(writer.divisions(), divisions))
    lines += islice(writer.supervision(), tasks - len(lines))
    return sorted(lines, key=lambda line: line.place)


def further(data: dict[str, Any], count: int, units: Sequence[str], rng: Random) -> list[Line]:
    """``count`` further items of the supervision list, after those of the full plan."""
    items = _Writer(data, units, rng).supervision()
    first = TASKS - DIVISIONS
    return sorted(islice(items, first, first + count), key=lambda line: line.place)


class _Writer:
    def __init__(self, data: dict[str, Any], units: Sequence[str], rng: Random) -> None:
        self.data, self.rng = data, rng
        self.serials = count()
        self.units = sorted(units)
        self.towns = [code for code in self.units if code[:4] in ("QP-S", "QP-T")]

    def divisions(self) -> Iterator[Line]:
        """First the first item of every key task, then the second one, and so on."""
        keys = [
            [((part, key), item) for item in found["items"]]
            for part, each in enumerate(self.data["parts"])
            for key, found in enumerate(each["keys"])
        ]
        for place, (what, lead, partners, kind) in filter(
            None, chain.from_iterable(zip_longest(*keys))
        ):
            yield self._line(place, what, what, lead, partners, kind)

    def supervision(self) -> Iterator[Line]:
        """Every field under one measure, then every field under the next, later by place."""
        fields, measures = self.data["fields"], self.data["measures"]
        for turn in count():
            place, shift = divmod(turn, len(measures))
            for index, (what, lead, partners) in enumerate(fields):
                measure, key, kind = measures[(index + shift) % len(measures)]
                title = f"{what}{measure}"
                if place:
                    title += f"（第{place}片区）"
                yield self._line((SUPERVISION_PART, key - 1), title, what, lead, partners, kind)

    def _line(
        self, place: tuple[int, int], title: str, what: str, lead: str, partners: str, kind: str
    ) -> Line:
        part = self.data["parts"][place[0]]
        sentence, comparator, values, measure = self.data["indicators"][kind]
        value = str(self.rng.choice(values))
        indicator = sentence.format(n=value)
        phrases = self.data["phrases"]
        text = "；".join(
            (self.rng.choice(phrases["open"]), self.rng.choice(phrases["method"]), indicator)
        )
        leading = lead if lead in self.units else self.rng.choice(self.units)
        return Line(
            serial=next(self.serials),
            place=place,
            section=(part["title"], part["keys"][place[1]]["title"]),
            title=title,
            text=text.format(what=what) + "。",
            lead=leading,
            cooperating=self._cooperating(leading, partners.split()),
            indicator=indicator,
            comparator=comparator,
            value=value,
            measure=measure,
        )

    def _cooperating(self, lead: str, partners: Sequence[str]) -> tuple[str, ...]:
        """The natural partners, now and then a town or any other unit besides."""
        codes = [code for code in partners if code in self.units]
        if self.towns and self.rng.random() < 0.3:
            codes.append(self.rng.choice(self.towns))
        if self.rng.random() < 0.2:
            codes.append(self.rng.choice(self.units))
        return tuple(code for code in dict.fromkeys(codes) if code != lead)
