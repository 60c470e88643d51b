"""Every write sent ten times at one moment with one key: one effect, and identical answers."""

from typing import Any

import pytest

from coordination.api.bulk import STEPS_IN_BULK
from tests.at_once import together
from tests.cast import make_cast
from tests.conftest import MONDAY
from tests.coordination.api.conftest import Api, token_of
from tests.coordination.api.life import whole_life
from tests.coordination.api.moves import PEOPLE, Move
from tests.coordination.api.test_dry_run import rehearsed
from workflow import clock
from workflow.models import IdempotencyKey, Record

TIMES = 10

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_every_step_ten_times_at_once() -> None:
    _live(_step, lambda _move: True)


def test_every_step_on_many_ten_times_at_once() -> None:
    _live(_step_on_many, lambda move: move.plural == "tasks" and move.step in STEPS_IN_BULK)


def _live(send: Any, meant: Any) -> None:
    """Live the whole life; the moves that are ``meant`` are sent many times at once."""
    with clock.at(MONDAY):
        cast = make_cast()
        secrets = {name: token_of(cast, name) for name in PEOPLE}
        sent = 0
        for number, move in enumerate(whole_life(cast)):
            secret, key = secrets[move.who], f"key-{number}"
            if meant(move):
                _at_once(send, secret, move, key)
                sent += 1
            else:
                _status, answer = _step(secret, move, move.version(), move.form(), key)
                assert b'"state"' in answer, (move, answer)
    assert sent >= 24


def _at_once(send: Any, secret: str, move: Move, key: str) -> None:
    version, count, keys = move.version(), Record.objects.count(), IdempotencyKey.objects.count()
    told = rehearsed(Api(secret), move).json()["effect"]
    effect = 1 if move.files else len(told["changes"])  # files stand in no query

    def one() -> Any:
        with clock.at(MONDAY):
            return send(secret, move, version, move.form(), key)

    answers = together([one] * TIMES)
    assert {status for status, _answer in answers} == {200}, (move, answers)
    assert len({answer for _status, answer in answers}) == 1, (move, answers)
    assert b'"problem"' not in answers[0][1], (move, answers)
    assert send(secret, move, version, {**move.form(), "x": "1"}, key)[0] == 422, move
    assert Record.objects.count() == count + effect, move
    assert IdempotencyKey.objects.count() == keys + 1


def _step(secret: str, move: Move, version: int, body: Any, key: str) -> tuple[int, bytes]:
    send = Api(secret).form if move.files else Api(secret).act
    response = send(move.path, version, body, idempotency_key=key)
    return response.status_code, response.content


def _step_on_many(secret: str, move: Move, version: int, body: Any, key: str) -> tuple[int, bytes]:
    asked = {"items": [{"id": move.pk, "version": version}], "data": body}
    response = Api(secret).post(f"tasks/steps/{move.step}/", asked, idempotency_key=key)
    return response.status_code, response.content
