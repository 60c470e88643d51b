"""A window in the machine's Chromium, and what goes wrong in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import violations
from tests.cast import Cast, make_cast
from tests.conftest import MONDAY

WIDTHS = {"wide": (1360, 900), "narrow": (390, 844)}


@dataclass
class Window:
    """A page with what went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def axe(self) -> list[str]:
        """The accessibility rules that the page breaks, each with its first place."""
        return violations(self.page)

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


@pytest.fixture
def district(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """The fixed cast; the clock stands on Monday in the server's threads too."""
    clock_file = tmp_path / "clock"
    clock_file.write_text(MONDAY.isoformat())
    settings.CLOCK_FILE = str(clock_file)
    return make_cast()
