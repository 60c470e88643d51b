"""Signed-in clients, and what a page costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast

SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(cast: Cast) -> SignedIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def counted(client: Client, url: str) -> int:
    """The queries that a page needs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def post(client: Client, url: str, **data: Any) -> Any:
    """Open the form of a step and send it, filled in."""
    form = client.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("version", "key")}
    return client.post(url, {**hidden, **data})
