"""The machine's Chromium. Where it is missing, browser tests are skipped by name, and
with REQUIRE_BROWSER=1 the run fails instead."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(
    encoding="utf-8"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {"wide": (1360, 900), "narrow": (390, 844)}


def chromium_path() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium_path() is None and os.environ.get("REQUIRE_BROWSER") != "1":
        missing = pytest.mark.skip(reason="no Chromium on this machine")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium on this machine")
    # Playwright runs a loop in this thread; Django would take tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Window:
    """A page with what went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def axe(self) -> list[str]:
        """The accessibility rules that the page breaks, each with its first place."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found["violations"]]

    def overflows(self) -> bool:
        """Whether the page must be moved sideways to be read."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.fixture(params=WIDTHS)
def window(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Window]:
    """A fresh window, wide and then narrow; complaints of console and scripts are kept."""
    width, height = WIDTHS[request.param]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    opened = Window(context.new_page())
    opened.page.on(
        "console",
        lambda said: opened.complaints.append(said.text) if said.type == "error" else None,
    )
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
