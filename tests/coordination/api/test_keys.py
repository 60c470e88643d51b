"""A key makes a repeated request have one effect and one answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from coordination.units.tokens import issue_token
from tests.cast import Cast, make_cast, make_plan, make_task
from tests.conftest import MONDAY
from tests.coordination.api.conftest import Api, Caller
from tests.coordination.api.life import whole_life
from tests.coordination.api.moves import PEOPLE
from workflow import clock
from workflow.models import IdempotencyKey, Record


def test_every_write_twice_with_one_key_has_one_effect_and_one_answer(
    cast: Cast, api: Caller
) -> None:
    callers = {name: api(name) for name in PEOPLE}
    for number, move in enumerate(whole_life(cast)):
        caller, version, key = callers[move.who], move.version(), f"key-{number}"
        if move.files:
            send = lambda body: caller.form(move.path, version, body, idempotency_key=key)  # noqa: E731, B023
        else:
            send = lambda body: caller.act(move.path, version, body, idempotency_key=key)  # noqa: E731, B023
        first = send(move.form())
        assert first.status_code == 200, (move, first.content)
        count = Record.objects.count()
        again = send(move.form())
        assert (again.status_code, again.content) == (200, first.content)
        assert again.headers["ETag"] == first.headers["ETag"]
        other = send({**move.form(), "x": "1"})
        assert (other.status_code, other.json()["code"]) == (422, "duplicate_key"), move
        assert Record.objects.count() == count


def test_the_order_of_names_and_spaces_say_nothing(cast: Cast, api: Caller) -> None:
    path = f"tasks/{make_task(cast).pk}/steps/accept/"
    one, two = b'{"contact":"a","note":"b"}', b'{ "note" : "b", "contact": "a" }'
    first = api("lead").act(path, 2, one, idempotency_key="k")
    assert api("lead").act(path, 2, two, idempotency_key="k").content == first.content


def test_a_refusal_is_not_kept(cast: Cast, api: Caller) -> None:
    path = f"tasks/{make_task(cast).pk}/steps/accept/"
    assert api("lead").act(path, 1, {"contact": "a"}, idempotency_key="k").status_code == 412
    assert not IdempotencyKey.objects.exists()
    assert api("lead").act(path, 2, {"contact": "a"}, idempotency_key="k").status_code == 200


def test_another_person_or_address_has_its_own_keys(cast: Cast, api: Caller) -> None:
    plan = make_plan(cast, 2)
    first, second = plan.tasks.order_by("pk")
    for who, task in (("lead", first), ("lead", second)):
        path = f"tasks/{task.pk}/steps/accept/"
        answer = api(who).act(path, 2, {"contact": "a"}, idempotency_key="k")
        assert (answer.status_code, answer.json()["id"]) == (200, task.pk)
    path = f"tasks/{first.pk}/steps/accept/"
    other = api("lead_head").act(path, 2, {"contact": "a"}, idempotency_key="k")
    assert other.status_code == 412


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "é"])
def test_a_key_that_cannot_be_one(cast: Cast, api: Caller, key: str) -> None:
    path = f"tasks/{make_task(cast).pk}/steps/accept/"
    refused = api("lead").act(path, 2, {"contact": "a"}, idempotency_key=key)
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"Idempotency-Key"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_with_one_key_have_one_effect_and_identical_answers() -> None:
    with clock.at(MONDAY):
        cast = make_cast()
        plan = make_plan(cast, 3)
        task = plan.tasks.order_by("pk").first()
        assert task
        secret = token_of(cast, "lead")
        ids = list(plan.tasks.order_by("pk").values_list("pk", flat=True))
    one = f"tasks/{task.pk}/steps/accept/"
    many: dict[str, Any] = {
        "items": [{"id": pk, "version": 2} for pk in ids[1:]],
        "data": {"contact": "a"},
    }
    single = at_once(secret, lambda api: api.act(one, 2, {"contact": "a"}, idempotency_key="k"))
    assert {(status, body) for status, body in single} == {(200, single[0][1])}
    bulk = at_once(secret, lambda api: api.post("tasks/steps/accept/", many, idempotency_key="k"))
    assert {(status, body) for status, body in bulk} == {(200, bulk[0][1])}
    assert b'"status": 200' in bulk[0][1]
    assert Record.objects.filter(step="accept").count() == 3
    other = at_once(secret, lambda api: api.act(one, 2, {"contact": "b"}, idempotency_key="k"))
    assert {status for status, _body in other} == {422}


def token_of(cast: Cast, name: str) -> str:

    until = MONDAY.date() + timedelta(days=30)
    return issue_token(cast.users[name], name="t", scopes="read act", expires_on=until)[1]


def at_once(secret: str, send: Any) -> list[tuple[int, bytes]]:
    def one(_number: int) -> tuple[int, bytes]:
        try:
            with clock.at(MONDAY):
                response = send(Api(secret))
            return response.status_code, response.content
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(one, range(10)))
