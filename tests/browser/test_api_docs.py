"""The page of the API's document, drawn in a browser that may load nothing but our own."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_document_is_drawn_under_the_strict_policy(live_server, window):
    window.page.goto(live_server.url + reverse("api:docs"))
    window.page.locator("#operations-tasks-tasks_accept").wait_for()
    assert window.page.locator(".opblock").count() >= 70
    assert window.complaints == []
