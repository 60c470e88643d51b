"""Many officials at once: one of them wins, the others are told why not.

Two steps contradict each other from the state ``sent``: the owner calls the parcel back, or
somebody receives it. Controls show that the fault is seen where its mechanism is off.
"""

from collections import Counter
from collections.abc import Callable
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.toy.models import Parcel
from tests.workflow.together import errors_in, together
from workflow import door, gate
from workflow.actor import Actor
from workflow.errors import InProgress, Refusal, Replay, Stale
from workflow.guards import install
from workflow.keys import Key
from workflow.models import IdempotencyKey, OutboxMessage, Record
from workflow.records import first_fault

OWNER = Actor(1, "li", unit="U1", hat="handler")
STEPS = ("call_back", "receive")
PARCELS = 100

pytestmark = pytest.mark.django_db(transaction=True)
threads_64 = pytest.param(64, marks=pytest.mark.postgres, id="64 threads")
threads_16 = pytest.param(16, id="16 threads")


def sent(number: int) -> list[Parcel]:
    with door.act(OWNER) as act:
        parcels = act.create_all([Parcel(owner="U1", weight=1) for _each in range(number)], "pack")
        act.step_all(parcels, "send", address="East Road 1")
    return parcels


def step(parcel: Parcel, name: str, version: int, **data: Any) -> None:
    with door.act(OWNER) as act:
        act.step(act.take(parcel), name, version=version, **data)


def outcome(parcel: Parcel, name: str, version: int) -> str:
    """The step's name where it was taken, else the code of the refusal."""
    try:
        step(parcel, name, version)
    except Refusal as refusal:
        return refusal.code
    return name


@pytest.mark.parametrize("threads", [threads_64, threads_16])
def test_two_contradictory_steps_have_one_winner(threads: int) -> None:
    parcels, meet = sent(PARCELS), Barrier(threads)

    def race(number: int) -> list[str]:
        found = []
        for parcel in parcels:
            meet.wait(timeout=60)  # all at the same parcel at the same moment
            found.append(outcome(parcel, STEPS[number % 2], 2))
        return found

    results = together(threads, race)
    assert errors_in(results) == []
    for found in zip(*results, strict=True):
        codes = Counter(found)
        assert codes["stale_version"] == threads - 1
        assert codes["call_back"] + codes["receive"] == 1
    assert Record.objects.filter(version=3).count() == PARCELS
    assert not Record.objects.filter(version__gt=3).exists()
    for parcel in parcels:
        assert first_fault(Record.objects.filter(subject_id=parcel.pk).order_by("version")) is None


@pytest.mark.parametrize("threads", [threads_64, threads_16])
def test_control_without_lock_version_and_triggers_many_win(threads: int) -> None:
    parcels, meet = sent(10), Barrier(threads)

    def naive(number: int) -> list[bool]:
        won = []
        for parcel in parcels:
            seen = Parcel.objects.get(pk=parcel.pk)
            meet.wait(timeout=60)
            try:
                getattr(seen, STEPS[number % 2])(SimpleNamespace(at=timezone.now()))
                seen.save()
                won.append(True)
            except TransitionNotAllowed:
                won.append(False)
            meet.wait(timeout=60)
        return won

    with install.lifted():
        results = together(threads, naive)
    assert errors_in(results) == []
    winners = [sum(found) for found in zip(*results, strict=True)]
    assert min(winners) == threads


def page_from_before(parcel: Parcel) -> None:
    """Packed, sent, packed again; then the form of a page opened at the very beginning."""
    step(parcel, "send", 1, address="East Road 1")
    step(parcel, "call_back", 2)
    step(parcel, "send", 1, address="West Road 9")


def packed() -> Parcel:
    with door.act(OWNER) as act:
        return act.create(Parcel(owner="U1", weight=1), "pack")


def test_a_page_from_before_the_same_state_is_stale() -> None:
    parcel = packed()
    with pytest.raises(Stale):
        page_from_before(parcel)
    assert Parcel.objects.get().version == 3


def test_control_without_the_version_check_such_a_page_is_accepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusal = gate.refusal_in_act

    def blind(subject: Any, declared: Any, actor: Any, _version: Any, *more: Any, **named: Any):
        return refusal(subject, declared, actor, subject.version, *more, **named)

    monkeypatch.setattr(gate, "refusal_in_act", blind)
    page_from_before(packed())
    assert Parcel.objects.get().address == "West Road 9"


def keyed(parcel: Parcel) -> dict[str, Any]:
    key = Key.of(1, "POST", "/send", "token", b"body")
    try:
        with door.act(OWNER, key) as act:
            act.step(act.take(parcel), "send", version=1, address="x")
    except Replay as replay:
        return {"replayed": True, **replay.answer}
    return {"replayed": False, **act.answer}


def test_the_same_key_ten_times_at_once_has_one_effect_and_one_answer() -> None:
    parcel = packed()
    results = together(10, lambda _number: keyed(parcel))
    assert errors_in(results) == []
    assert sorted(answer.pop("replayed") for answer in results) == [False] + [True] * 9
    assert {tuple(sorted(answer.items())) for answer in results} == {
        (("id", parcel.pk), ("kind", "parcel"), ("state", "sent"), ("step", "send"), ("version", 2))
    }
    assert Record.objects.filter(subject_id=parcel.pk).count() == 2
    assert OutboxMessage.objects.count() == 1


IMPATIENT = {"postgresql": "SET lock_timeout = 200", "sqlite": "PRAGMA busy_timeout = 200"}


def impatient(work: Callable[[], Any]) -> Any:
    """What the work came to in a thread of its own that does not wait for long."""

    def run(_number: int) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(IMPATIENT[connection.vendor])
        return work()

    (result,) = together(1, run)
    return result


def test_a_subject_being_worked_on_is_told_after_the_lock_timeout() -> None:
    (parcel,) = sent(1)
    with door.act(OWNER) as act:
        act.take(parcel)
        result = impatient(lambda: step(parcel, "receive", 2))
    assert isinstance(result, InProgress)
    assert outcome(parcel, "receive", 2) == "receive"


def test_a_key_being_worked_on_is_told_after_the_lock_timeout() -> None:
    parcel = packed()
    with door.act(OWNER, Key.of(1, "POST", "/send", "token", b"body")) as act:
        result = impatient(lambda: keyed(parcel))
        act.step(act.take(parcel), "send", version=1, address="x")
    assert isinstance(result, InProgress)
    assert keyed(parcel)["replayed"] is True


def test_a_key_whose_act_was_rolled_back_is_free_again() -> None:
    parcel = packed()
    with transaction.atomic():
        assert keyed(parcel)["replayed"] is False
        transaction.set_rollback(True)
    assert not IdempotencyKey.objects.exists()
    assert keyed(parcel)["replayed"] is False
