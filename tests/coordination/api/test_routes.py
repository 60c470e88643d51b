"""Every address of the API has its rule, and says so; nothing answers in another form."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from coordination.access import PUBLIC, VISIBLE, rule_of
from coordination.api.urls import urlpatterns
from tests.cast import Cast
from tests.coordination.api.conftest import Caller

pytestmark = pytest.mark.once

UNKNOWN = ["", "tasks", "fly/", "tasks/x/", "tasks/1/fly/", "%0A/", "tasks/1/steps/accept", "v2/x"]


def test_every_address_of_the_api_is_classified() -> None:
    rules = {pattern.name: rule_of(pattern.callback) for pattern in urlpatterns}
    public = {name for name, rule in rules.items() if rule == PUBLIC}
    assert public == {"schema", "docs"}
    assert {rule for name, rule in rules.items() if name not in public} == {VISIBLE}


def addresses() -> Iterator[str]:
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern) and rule_of(pattern.callback) != PUBLIC:
            route = str(pattern.pattern).replace("<int:pk>", "1").replace("<slug:plural>", "tasks")
            yield route.replace("<str:step>", "accept")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
def test_nobody_reads_anything_without_signing_in(cast: Cast, client: Client, method: str) -> None:
    for address in addresses():
        answer = getattr(client, method)(f"/api/v1/{address}")
        assert answer.status_code in (401, 405), address
        assert answer.headers["Content-Type"] == "application/problem+json", address
        assert answer.headers["Cache-Control"] == "private, no-store", address


@pytest.mark.parametrize("address", UNKNOWN)
def test_an_unknown_address_is_a_problem_too(cast: Cast, api: Caller, address: str) -> None:
    problem = api("lead").get(address)
    assert (problem.status_code, problem.json()["code"]) == (404, "not_found")


def test_data_says_that_nothing_in_it_runs(cast: Cast, api: Caller) -> None:
    for address, status in (("tasks/", 200), ("tasks/999/", 404)):
        answer = api("lead").get(address)
        assert answer.status_code == status
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer zh_any"}])
def test_the_page_of_the_document_needs_no_network(client: Client, headers: Any) -> None:
    page: Any = client.get("/api/v1/docs/", headers=headers)
    text = page.content.decode()
    assert page.status_code == 200
    assert "https:" not in text
    assert "<script>" not in text
    assert page.headers["Content-Security-Policy"].count("default-src 'self'") == 1
