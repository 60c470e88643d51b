"""People at their windows: each page they see is examined, every request stays in the house."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.accessibility import violations
from tests.browser.conftest import WIDTHS
from tests.cast import PASSWORD, Cast, make_cast
from tests.conftest import MONDAY
from tests.figures import size


@dataclass
class Browsing:
    """A window signed in as one person; every page it shows is examined."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.examine()

    def examine(self) -> None:
        """No accessibility fault and nothing that must be moved sideways."""
        path = self.page.url.removeprefix(self.base)
        self.visited.add(path.split("?")[0])
        self.faults += [f"{path}: {rule}" for rule in violations(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.faults.append(f"{path}: wider than the window")

    def click(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.first.click()
        self.examine()

    def confirm(self, target: Locator) -> None:
        """Press a button that asks first, and say yes."""
        target.first.click()
        with self.page.expect_navigation():
            self.page.locator("#confirm button[value=ok]").click()
        self.examine()

    def step(self, name: str, fill: dict[str, str], choose: dict[str, str] | None = None) -> None:
        """Open the form of a step from the page, fill it in and send it."""
        self.click(self.page.locator(f"main a[href$='/steps/{name}/']"))
        form = self.page.locator("main form[method=post]")
        for name_, value in (choose or {}).items():
            box = form.locator(f"select[name={name_}]")
            if box.count():
                box.select_option(value)
            else:
                form.locator(f"input[name={name_}][value={value}]").check()
        for name_, value in fill.items():
            box = form.locator(f"[name={name_}]")
            if box.get_attribute("type") == "file":
                box.set_input_files(value)
            else:
                box.fill(value)
        self.click(form.locator("button[type=submit]"))
        assert self.page.locator(".alert-success").count() == 1, self.page.inner_text("main")


SignIn = Callable[[str], Browsing]


# Narrow windows belong to the full proof; `tests/browser` sees pages in both.
@pytest.fixture(params=list(WIDTHS)[: size(1, full=2)])
def sign_in(
    request: pytest.FixtureRequest,
    chromium: Browser,
    live_server: Any,
) -> Iterator[SignIn]:
    width, height = WIDTHS[request.param]
    opened: list[Browsing] = []
    base = live_server.url

    def open_as(name: str) -> Browsing:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        found = Browsing(context.new_page(), base)
        page = found.page
        page.on(
            "console",
            lambda said: found.faults.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        page.on(
            "request",
            lambda sent: (
                None
                if sent.url.startswith((base, "data:"))
                else found.faults.append(f"outside: {sent.url}")
            ),
        )
        found.go("/login/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        found.click(page.locator("main button[type=submit]"))
        opened.append(found)
        return found

    yield open_as
    faults = [fault for each in opened for fault in each.faults]
    for each in opened:
        each.page.context.close()
    assert faults == []


@pytest.fixture
def town(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """The fixed cast; the clock stands on Monday in the server's threads too."""
    clock_file = tmp_path / "clock"
    clock_file.write_text(MONDAY.isoformat())
    settings.CLOCK_FILE = str(clock_file)
    return make_cast()
