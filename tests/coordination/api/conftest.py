"""Callers of the API: each person with a token, as a program would come."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from coordination.units.states import Scopes
from coordination.units.tokens import issue_token
from tests.cast import Cast


class Api:
    """A program of one person; answers are Django's test responses."""

    def __init__(self, secret: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers=self._all(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        data = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        return self.client.post(
            f"/api/v1/{path}",
            data,
            content_type="application/json",
            headers=self._all(headers),
        )

    def act(self, path: str, version: int | None, body: Any = None, **headers: str) -> Any:
        tag = {} if version is None else {"if_match": f'"{version}"'}
        return self.post(path, body, **tag, **headers)

    def form(self, path: str, version: int, data: dict[str, Any], **headers: str) -> Any:
        return self.client.post(
            f"/api/v1/{path}", data, headers=self._all({"if_match": f'"{version}"', **headers})
        )

    def _all(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {**self.headers, **named}


Caller = Callable[[str], Api]


def token_of(cast: Cast, name: str, scopes: str = Scopes.ACT) -> str:
    """The secret of a new token of a person."""
    until = date(2026, 12, 31)
    return issue_token(cast.users[name], name="test", scopes=scopes, expires_on=until)[1]


@pytest.fixture
def api(cast: Cast) -> Caller:
    return lambda name, *scopes: Api(token_of(cast, name, *scopes))
