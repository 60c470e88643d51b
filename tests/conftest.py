"""What every test shares: triggers lifted while a flush empties the tables, and the clock."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import Cast, make_cast
from workflow import clock
from workflow.guards import install

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="session")
def _guards_lifted_for_the_flush() -> Iterator[None]:
    """Transactional tests empty the tables, which the triggers refuse."""
    plain: Callable[..., Any] = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        install.lift()
        plain(self)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = plain  # type: ignore[method-assign]


@pytest.fixture
def on_monday() -> Iterator[datetime]:
    """The clock stands at 9 in the morning of Monday, 2 March 2026, in Shanghai."""
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture(autouse=True)
def _only_on_postgresql(request: pytest.FixtureRequest) -> None:
    if (
        request.node.get_closest_marker("postgres")
        and "sqlite" in settings.DATABASES["default"]["ENGINE"]
    ):
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def vendor() -> str:
    return connection.vendor


@pytest.fixture
def cast(db: None, on_monday: datetime) -> Cast:
    """The fixed cast, on Monday morning."""
    return make_cast()
