"""The units, days and looks that the tests of whole cases share."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from tests.conftest import MONDAY
from workflow import clock

NEW, OLD, THIRD = "QP-D17", "QP-D02", "QP-T05"


def on(day: int) -> AbstractContextManager[None]:
    """So many days after Monday."""
    return clock.at(MONDAY + timedelta(days=day))


def codes(refused: Any) -> set[str]:
    return {verdict.code for verdict in refused.value.verdicts}


def again(row: Any) -> None:
    row.refresh_from_db()
