"""The accessibility rules that a page breaks, found by axe-core in the page itself."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.figures import size

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(
    encoding="utf-8"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is wrong is described, and nothing is loaded anew for the rule about sound and film,
# of which there is none: that saves axe half of its time.
RUN = """
rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})
"""


def violations(page: Page) -> list[str]:
    """The rules that the page breaks, each with its first place.

    A narrow window shows the same elements in other places: axe looks there in the full proof only.
    """
    if page.evaluate("innerWidth") < size(600, full=0):
        return []
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN, RULES)
    return [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found["violations"]]
