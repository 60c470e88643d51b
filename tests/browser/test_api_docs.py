"""The page of the API's document, drawn in a browser that may load nothing but our own."""

from collections import Counter

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_document_is_drawn_under_the_strict_policy(live_server, window):
    """Each group opens, with every one of its operations, and closes again."""
    page = window.page
    document = page.request.get(live_server.url + reverse("api:schema")).json()
    groups = Counter(op["tags"][0] for path in document["paths"].values() for op in path.values())
    assert groups["tasks"] >= 60
    page.goto(live_server.url + reverse("api:docs"))
    headings = page.locator(".opblock-tag")
    expect(headings).to_have_count(len(groups))
    expect(page.locator(".opblock")).to_have_count(0)
    for name, count in groups.items():
        page.locator(f"#operations-tag-{name}").click()
        expect(page.locator(".opblock")).to_have_count(count)
        page.locator(f"#operations-tag-{name}").click()
        expect(page.locator(".opblock")).to_have_count(0)
    assert window.complaints == []


def test_a_step_opens_with_all_it_asks(live_server, window):
    page = window.page
    page.goto(live_server.url + reverse("api:docs"))
    page.locator("#operations-tag-tasks").click()
    step = page.locator("#operations-tasks-tasks_start")
    step.locator(".opblock-summary-control").click()
    for named in ("If-Match", "Idempotency-Key", "milestones", "precondition_required"):
        expect(step).to_contain_text(named)
    assert window.complaints == []
