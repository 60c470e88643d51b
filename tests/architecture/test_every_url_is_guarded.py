"""Every address has its rule, and no page tells anybody what is not for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from coordination.access import PUBLIC, SIGNED_IN, VISIBLE, rule_of
from coordination.api.reading import READINGS
from tests.architecture.api_urls import api_urls
from tests.architecture.world import World, make_world
from tests.browse import everything_in
from tests.cast import Cast
from tests.figures import size

pytestmark = pytest.mark.once

# Who gets in without signing in; written by hand, so that an addition is seen.
OPEN = {"web:login", "web:logout", "web:healthz", "web:readyz", "set_language"}
OPEN |= {"api:schema", "api:docs"}
ONLY_SENT = {"web:logout", "web:act_as", "web:revoke_token", "set_language"}
ONLY_SENT |= {"web:withdraw_prepared", "web:send_back", "web:end_substitution"}
ONLY_SENT |= {"api:step", "api:bulk", "api:nothing"}
# Routes with many addresses that differ only in the thing they name: one in so many is looked at.
# Histories are not of them: some words are told there alone.
ALIKE = {"web:step": 12, "api:offer": 12, "api:notices-one": 12}
ALIKE |= {f"api:{name}": 8 for name in ("offers", "precedents")}
ALIKE |= {f"api:{plural}-one": 8 for plural in READINGS if plural != "notices"}
ANSWERS = {200, 302, 401, 403, 404, 409}


def routes(resolver: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    """(name, view) of every route, those of libraries too."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry, space + inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}", entry.callback


ROUTES = dict(routes())


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_has_an_access_rule(name: str) -> None:
    assert rule_of(ROUTES[name]) in (PUBLIC, SIGNED_IN, VISIBLE)


def test_no_two_routes_share_a_name() -> None:
    assert len(ROUTES) == len(list(routes()))


def test_only_the_door_and_the_health_of_the_house_are_public() -> None:
    assert {name for name, view in ROUTES.items() if rule_of(view) == PUBLIC} == OPEN


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_world(cast)


@pytest.mark.long
def test_every_page_for_every_persona(world: World) -> None:
    """No page fails, none tells a secret, and each secret is told to those whom it is for."""
    urls_of = {f"web:{name}": urls for name, urls in world.urls.items()}
    urls_of |= {f"api:{name}": urls for name, urls in api_urls().items()}
    assert set(urls_of) == set(ROUTES) - ONLY_SENT
    faults: list[str] = []
    read: dict[str, set[str]] = {word: set() for word in world.secrets}
    for number, (name, client) in enumerate(world.people.items()):
        for route, urls in urls_of.items():
            for url in spread(route, urls, number):
                response = client.get(url)
                if response.status_code not in ANSWERS:
                    faults.append(f"{name} {url}: {response.status_code}")
                if name == "nobody" and route not in OPEN:
                    assert kept_out(route, response), url
                text = everything_in(response)
                for word, readers in world.secrets.items():
                    if word in text:
                        read[word].add(name)
                        if name not in readers:
                            faults.append(f"{name} reads {word} at {url}")
    assert not faults, "\n".join(faults)
    # The address of a preview is known to its drafter alone; all else is found by its readers.
    assert read == world.secrets


def spread(route: str, urls: Any, number: int) -> list[str]:
    """The addresses of a route for one person: all in the full proof, else some of many alike.

    Each person looks at others of them, so that every address is looked at by somebody.
    """
    step = size(ALIKE.get(route, 1), full=1)
    return list(urls)[number % step :: step]


def kept_out(route: str, response: Any) -> bool:
    """A page leads to the door, the API asks for a token."""
    if route.startswith("api:"):
        return bool(response.status_code == 401)
    return str(response.headers["Location"]).startswith("/login/")


@pytest.mark.long
def test_what_one_may_not_see_does_not_exist(world: World) -> None:
    """The other body gets the same answer for things of ours as for things that never were."""
    client = world.people["stranger_coordinator"]
    never = client.get("/tasks/999999999/")
    assert never.status_code == 404
    for route in (
        "plan",
        "ledger",
        "import",
        "task",
        "dispute",
        "duty",
        "precedents",
        "evidence",
        "step",
        "preview",
    ):
        theirs = {url for url in world.urls[route] if client.get(url).status_code != 404}
        ours = [url for url in world.urls[route] if url not in theirs]
        assert ours, route
        for url in ours:
            assert client.get(url).content == never.content or client.get(url).status_code == 404
