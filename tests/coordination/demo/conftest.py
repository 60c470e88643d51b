"""The full demo, seeded once for a module and gone afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from coordination.demo.accounts import People
from coordination.demo.seed import Seeded, seed
from tests.conftest import MONDAY
from workflow import clock, outbox

PASSWORD = "demo-password-1"


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    with django_db_blocker.unblock(), clock.at(MONDAY), transaction.atomic():
        found = seed(units=51, tasks=219, number=2026, password=PASSWORD)
        outbox.drain()
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(seeded: Seeded) -> People:
    return People()
