"""Proofs whose size is a budget: small in `make test`, full in `make trust` (TRUST=full).

What they counted is printed at the end of the run, so that it can be quoted.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest

Figure = Callable[[str, object], None]


def size(short: int, full: int) -> int:
    """The budget of this run."""
    return full if os.environ.get("TRUST") == "full" else short


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Keep a figure for the end of the run: what it counts, and the count."""

    def keep(name: str, value: object) -> None:
        record_property("figure", f"{name}: {value}")

    return keep


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [each for group in terminalreporter.stats.values() for each in group]
    lines = [
        str(value)
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "figure" and getattr(report, "when", "") == "call"
    ]
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line)
