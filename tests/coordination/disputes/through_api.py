"""The verbs of the table of steps, each sent as the request a program would send.

A journey written with verbs is thereby taken through the API too: the same acts, the same
refusals, told by status and codes.
"""

import json
from datetime import date
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from coordination.api.nouns import PLURAL
from coordination.disputes import actions, deciding, joining, opening
from coordination.steps import STEPS
from coordination.supervision import turns
from coordination.units.models import User
from coordination.units.official import Official
from coordination.units.states import Scopes
from coordination.units.tokens import issue_token
from workflow.errors import NotAllowed, Refusal, Stale, Unmet, WrongState
from workflow.verdict import no

MODULES = (actions, deciding, joining, opening, turns)
REFUSALS = {refusal.code: refusal for refusal in (NotAllowed, WrongState, Unmet, Stale)}
MADE = {"contest": "disputes", "ask_transfer": "transfers"}
# What a form asks for as one of two words.
YES_OR_NO = {"agreed", "granted", "stands"}
PIECE = {"title": "title", "indicator": "indicator", "due_on": "due"}


def take_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the tests' calls of these verbs go through the API."""
    steps = {
        action.verb: (kind, step) for kind, table in STEPS.items() for step, action in table.items()
    }
    for module in MODULES:
        for name, verb in list(vars(module).items()):
            if callable(verb) and verb in steps:
                monkeypatch.setattr(module, name, _sender(*steps[verb]))


def _sender(kind: str, step: str) -> Any:
    def send(subject: Any, *, actor: Official, version: int | None, **data: Any) -> Any:
        answer = Client().post(
            f"/api/v1/{PLURAL[kind]}/{subject.pk}/steps/{step}/",
            json.dumps(_body(data)),
            content_type="application/json",
            headers={"authorization": f"Bearer {_secret(actor)}", "if-match": f'"{version}"'},
        )
        if answer.status_code != 200:
            raise _refusal(answer)
        return getattr(subject, MADE[step]).latest("pk") if step in MADE else None

    return send


def _secret(actor: Official) -> str:
    user = User.objects.get(pk=actor.user_id)
    return issue_token(user, name="test", scopes=Scopes.ACT, expires_on=date(2026, 12, 31))[1]


def _body(data: dict[str, Any]) -> dict[str, Any]:
    """What a form asks for, from what a verb takes; the units concerned stand in numbered lines."""
    units, parts = data.pop("units", []), data.pop("parts", [])
    lines = {f"unit{n}": unit for n, unit in enumerate(units, 1)}
    for n, part in enumerate(parts, 1):
        lines |= {f"{field}{n}": part[name] for name, field in PIECE.items()}
    named = {"agreed", "granted", "stands"}
    told = {
        name: ("yes" if value else "no") if name in named else value for name, value in data.items()
    }
    return {
        name: _plain(value) for name, value in (told | lines).items() if value not in ("", None)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def _refusal(answer: Any) -> Refusal:
    problem = answer.json()
    assert problem["code"] in REFUSALS, problem
    verdicts = [no(rule["code"], rule["reason"]) for rule in problem["rules"]]
    return REFUSALS[problem["code"]](*verdicts)
