"""What every test shares: triggers lifted while a flush empties the tables, clock and browser.

Where the machine has no Chromium, browser tests are skipped by name; with REQUIRE_BROWSER=1 the
run fails instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright

from tests.cast import Cast, make_cast
from tests.figures import figure, pytest_terminal_summary  # noqa: F401 - for pytest to find
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


def chromium_path() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium_path() is None and os.environ.get("REQUIRE_BROWSER") != "1":
        missing = pytest.mark.skip(reason="no Chromium on this machine")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)
    # The longest first, so that no process is left with one of them at the end.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium on this machine")
    # Playwright runs a loop in this thread; Django would take tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
