"""The OpenAPI document is true: what it allows is taken, what it does not is refused.

schemathesis sends requests as three people in turn, made up from the document, with every check
it has: at random (``API_REQUESTS`` names how many at least), and along the edges of each parameter.
The full proof sends both to every operation; `make test` to a part of them, since making requests
up costs more than answering them. Requests are the same at every run.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django import forms
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from coordination.api.nouns import PLURAL
from coordination.api.openapi import VERSION_TAG
from coordination.api.reading import READINGS
from coordination.config.wsgi import application
from coordination.forms.progress import LinkField
from coordination.forms.rows import RowsField
from coordination.steps import STEPS
from coordination.units.sight import HIGHEST_ID
from coordination.units.tokens import issue_token
from tests.cast import Cast, make_cast, make_plan
from tests.conftest import MONDAY
from tests.coordination.api.conftest import Api
from tests.coordination.api.stories import contest, filled, settled_case
from tests.figures import Figure, size
from workflow import clock

pytestmark = pytest.mark.once

REQUESTS = int(os.environ.get("API_REQUESTS", "1200"))
# One operation in so many is asked at random, and along the edges.
RANDOM, EDGES = size(3, full=1), size(8, full=1)
LEAST = 3000  # to all operations together, both kinds
OPERATIONS = 235
MANY = 43  # a process given more of them than this meets every status
UNTIL = date(2026, 12, 31)
PERSONAS = ("lead_head", "coordinator", "outsider")
# What no schema can say: whether a thing may be named, a day lies within the calendar and ahead,
# files, rows and addresses are what they say; whether one field needs another (text, wish_duty,
# document); a task stands in a list once (items).
SAYS_MORE = (forms.DateField, forms.FileField, forms.ModelChoiceField, RowsField, LinkField)
BEYOND_SCHEMA = {"items", "text", "wish_duty", "document", "cited", ""} | {
    name
    for table in STEPS.values()
    for action in table.values()
    for name, asked in action.form.base_fields.items()
    if isinstance(asked, SAYS_MORE)
}
CONFIG = {
    "seed": 20260302,
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", 401, 403, 404, 409, 412, 422, 428]
        },
        "negative_data_rejection": {
            "expected-statuses": [401, 403, 404, 405, 409, 412, 415, 422, 428]
        },
        "missing_required_header": {"expected-statuses": [401, 403, 404, 422, 428]},
    },
}


def closing(environ: Any, start_response: Any) -> list[bytes]:
    """The application behind a server that closes what it was given, as servers do."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def document(**phases: bool) -> Any:
    """The document, for requests of these phases alone."""
    wanted = {name: {"enabled": enabled} for name, enabled in phases.items()}
    config = SchemathesisConfig.from_dict({**CONFIG, "phases": wanted})
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", closing, config=config)


@dataclass
class World:
    """Tokens, the things that are there, and what was sent."""

    secrets: "cycle[tuple[str, str]]"
    ids: dict[str, list[tuple[int, int]]]
    sent: "Counter[tuple[str, int]]" = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)

    def known(self, plural: str) -> tuple[int, int]:
        """One of the things that are there, in turn, with its version."""
        rows = self.ids[plural]
        rows.append(rows.pop(0))
        return rows[0]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One history for all operations; each request is undone again."""
    with django_db_blocker.unblock(), clock.at(MONDAY), transaction.atomic():
        made = _world(make_cast())
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        yield made
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def _django_db_helper(world: World) -> None:
    """Instead of pytest-django's: its test case would close the connection of ``world``."""


def _world(cast: Cast) -> World:
    settled_case(cast)
    filled(cast, 1, "二")
    contest(cast, make_plan(cast, 2, title="三").tasks.order_by("pk")[0])
    make_plan(cast, 1, issued=False, title="草案")
    secrets = {
        who: issue_token(cast.users[who], name="t", scopes="read act", expires_on=UNTIL)[1]
        for who in PERSONAS
    }
    ids = {}
    for plural in READINGS:
        rows = Api(secrets["coordinator"]).get(f"{plural}/").json()["results"]
        ids[plural] = [(row["id"], row.get("version", 0)) for row in rows] or [(1, 1)]
    return World(cycle(secrets.items()), ids)


def one_in(many: int) -> Callable[[Any], bool]:
    """A choice among the operations that stays the same."""
    return lambda context: crc32(context.operation.label.encode()) % many == 0


at_random = document(coverage=False).include(one_in(RANDOM))
along_the_edges = document(fuzzing=False).include(one_in(EDGES))
made_up = settings(
    max_examples=max(1, RANDOM * REQUESTS // OPERATIONS),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@at_random.parametrize()
@made_up
def test_requests_at_random(case: Any, world: World) -> None:
    is_true(case, world)


@pytest.mark.django_db
@along_the_edges.parametrize()
@made_up
def test_requests_along_the_edges(case: Any, world: World) -> None:
    is_true(case, world)


def is_true(case: Any, world: World) -> None:
    """What the house answers to this request is what the document says."""
    who, token = next(world.secrets)
    secret = f"Bearer {token}"
    made_real(case, world)
    with transaction.atomic():
        response = case.call(headers={"Authorization": secret})
        transaction.set_rollback(True)
    world.sent[who, response.status_code] += 1
    world.operations.add(case.operation.label)
    case.validate_response(response, headers={"Authorization": secret})
    if response.status_code == 422 and case.meta and case.meta.generation.mode.is_positive:
        errors = json.loads(response.content)["errors"]
        assert set(errors) <= BEYOND_SCHEMA, errors


def made_real(case: Any, world: World) -> None:
    """Name things that are there, so that more than the first rule is reached."""
    headers, plural = case.headers or {}, case.path.split("/")[3]
    number = (case.path_parameters or {}).get("id")
    if isinstance(number, int) and 0 <= number <= HIGHEST_ID and plural in world.ids:
        pk, version = world.known(plural)
        case.path_parameters["id"] = pk
        if re.fullmatch(VERSION_TAG, str(headers.get("If-Match", ""))) and world.sent.total() % 4:
            headers["If-Match"] = f'"{version}"'
            if world.sent.total() % 7 == 5:
                del headers["If-Match"]
    if re.fullmatch("[A-Za-z0-9/_-]{1,60}", str(headers.get("Acting-Unit", ""))):
        del headers["Acting-Unit"]


@pytest.mark.django_db
def test_enough_was_sent(world: World, figure: Figure) -> None:
    """In proportion to the operations this process was given."""
    told = Counter(status for (_who, status), count in world.sent.items() for _one in range(count))
    asked = len(world.operations)
    figure("API", f"{told.total()} requests, {asked} operations, {dict(sorted(told.items()))}")
    assert told.total() >= max(LEAST, REQUESTS) * asked / OPERATIONS
    assert 500 not in told
    if asked > MANY:
        assert {who for who, _status in world.sent} == set(PERSONAS)
        assert set(told) >= {200, 403, 404, 409, 412, 422, 428}


def test_every_step_has_its_address(client: Client) -> None:
    document = client.get("/api/v1/schema/").json()
    assert document["openapi"].startswith("3.1")
    paths = document["paths"]
    for kind, table in STEPS.items():
        for step in table:
            assert f"/api/v1/{PLURAL[kind]}/{{id}}/steps/{step}/" in paths
    names = [op["operationId"] for path in paths.values() for op in path.values()]
    assert len(names) == len(set(names)) >= OPERATIONS


def test_the_document_speaks_the_readers_language(client: Client) -> None:
    english = client.get("/api/v1/schema/", headers={"Accept-Language": "en"}).json()
    chinese = client.get("/api/v1/schema/", headers={"Accept-Language": "zh-hans"}).json()
    place = "/api/v1/tasks/{id}/steps/accept/"
    assert english["paths"][place]["post"]["summary"] == "Accept"
    assert chinese["paths"][place]["post"]["summary"] == "签收"
