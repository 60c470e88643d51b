"""A key makes a repeated request have one effect and one answer."""

import pytest

from tests.cast import Cast, make_plan, make_task
from tests.coordination.api.conftest import Caller
from tests.coordination.api.life import whole_life
from tests.coordination.api.moves import PEOPLE
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
