"""Running a command as a person at a terminal would, without a process of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

SAMPLES = Path(__file__).parents[2] / "samples"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    error: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run() -> Run:
    def call(*words: object) -> Ran:
        out = StringIO()
        name, *more = [str(word) for word in words]
        try:
            call_command(name, *more, stdout=out)
        except CommandError as error:
            return Ran(error.returncode, out.getvalue(), str(error))
        except SystemExit as end:
            return Ran(int(end.code or 0), out.getvalue(), "")
        return Ran(0, out.getvalue(), "")

    return call
