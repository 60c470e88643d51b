"""CPU spent on a piece of work, here and in the database's process, measured in turns."""

import gc
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

NANO = 1_000_000_000


class Variant:
    """One way to do the same work; only ``run`` is counted."""

    def prepare(self, items: int) -> None:
        """Make what the work is done on."""

    def run(self) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        """Put things back."""


def _backend() -> Path | None:
    """Where the kernel counts the CPU time of this connection's PostgreSQL process."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        counted = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not counted.exists() or counted.read_text().split()[0] == "0":
        raise RuntimeError("the CPU time of the database's process cannot be read on this machine")
    return counted


def _spent(backend: Path | None) -> float:
    own = time.process_time()
    return own + int(backend.read_text().split()[0]) / NANO if backend else own


def in_turns(
    variants: Mapping[str, Variant], items: Mapping[str, int], rounds: int
) -> dict[str, list[float]]:
    """CPU seconds per item of each variant in each round, after one round to warm up.

    What was loaded before is kept from the collector, as deploy/gunicorn.conf.py does.
    """
    gc.collect()
    gc.freeze()
    backend = _backend()
    found: dict[str, list[float]] = {name: [] for name in variants}
    for turn in range(rounds + 1):
        for name, variant in variants.items():
            variant.prepare(items[name])
            begun = _spent(backend)
            variant.run()
            if turn:
                found[name].append((_spent(backend) - begun) / items[name])
            variant.finish()
    return found


def cost(work: Callable[[], object], rounds: int) -> list[float]:
    """CPU seconds of the same work, again and again, after one time to warm up."""
    backend, found = _backend(), []
    for turn in range(rounds + 1):
        begun = _spent(backend)
        work()
        if turn:
            found.append(_spent(backend) - begun)
    return found


def microseconds(values: list[float]) -> dict[str, float]:
    """The spread of a time."""
    return spread([value * 1e6 for value in values], 1)


def ratio(over: list[float], under: list[float]) -> dict[str, float]:
    """The ratio within each round, so that a slow moment of the machine counts for both."""
    return spread([a / b for a, b in zip(over, under, strict=True)], 2)


def judged(
    name: str, found: dict[str, float], *, at_most: float | None = None, at_least: float = 0
) -> dict[str, Any]:
    """A figure beside its goal."""
    middle = found["median"]
    met = middle >= at_least and (at_most is None or middle <= at_most)
    bound = f"<= {at_most}" if at_most is not None else f">= {at_least}"
    return {"name": name, **found, "target": bound, "met": met}


def spread(values: list[float], digits: int) -> dict[str, float]:
    """The least, the middle and the most."""
    found = {"min": min(values), "median": median(values), "max": max(values)}
    return {name: round(value, digits) for name, value in found.items()}


def report(
    spent: dict[str, list[float]], items: int, targets: list[dict[str, Any]]
) -> dict[str, Any]:
    """What a benchmark tells: the times of each variant, and the goals."""
    times = {name: microseconds(values) for name, values in spent.items()}
    rounds = min(len(values) for values in spent.values())
    told = {"items": items, "rounds": rounds, "unit": "µs of CPU an item"}
    return told | {"measured": times, "targets": targets}


def exactly(value: float) -> dict[str, float]:
    """A figure that is always the same, told like a spread."""
    return {"min": value, "median": value, "max": value}
