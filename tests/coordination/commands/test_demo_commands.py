"""seed_demo, run_demo and worker as commands."""

import socket
import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from coordination.management.commands import worker
from coordination.units.models import User
from tests.cast import Cast, make_plan
from tests.coordination.commands.conftest import Run
from workflow import deadlines, outbox
from workflow.models import OutboxMessage


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    settings.VAR = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_seeding_prints_one_document_and_keeps_the_password(run: Run, var: Path) -> None:
    first = run("seed_demo", "--units", 12, "--tasks", 8, "--json")
    assert first.code == 0
    assert sum(first.document["tasks"].values()) == 8
    kept = var / "demo_password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text().strip() == first.document["password"]
    again = run("seed_demo", "--units", 12, "--tasks", 8, "--json")
    assert again.document["added"] == 0
    assert again.document["password"] == first.document["password"]
    assert User.objects.get(username="leader").check_password(first.document["password"])


@pytest.mark.django_db
def test_the_environment_names_the_password(
    run: Run, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "from-outside-9")
    assert "from-outside-9" in run("seed_demo", "--units", 12, "--tasks", 3).out
    assert User.objects.get(username="supervisor").check_password("from-outside-9")


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("--units", 3), ("--units", 52), ("--tasks", 0)])
def test_what_cannot_be_seeded_is_said(run: Run, words: tuple[object, ...]) -> None:
    ended = run("seed_demo", *words)
    assert ended.code == 2
    assert ended.error
    assert not User.objects.exists()


@pytest.mark.django_db
def test_production_refuses_the_demo(run: Run, settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    for command in ("seed_demo", "run_demo"):
        ended = run(command)
        assert ended.code == 2
        assert ended.error
    assert not User.objects.exists()


def test_a_port_in_use_is_one_message(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("run_demo", "--port", port)
    assert ended.code == 2
    assert str(port) in ended.error


def test_one_turn_delivers_what_waits(run: Run, cast: Cast) -> None:
    make_plan(cast)
    assert OutboxMessage.objects.filter(delivered_at=None).exists()
    assert run("worker", "--once").code == 0
    assert not OutboxMessage.objects.filter(delivered_at=None).exists()


def test_a_busy_database_does_not_end_the_worker(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticked = []

    def busy() -> int:
        raise OperationalError("database is locked")

    def fail() -> int:
        ticked.append(1)
        raise ValueError("broken handler")

    monkeypatch.setattr(outbox, "drain", busy)
    monkeypatch.setattr(deadlines, "tick", fail)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    assert worker.turn() is False
    assert ticked == [1]
    assert "database is locked" in caplog.text
    assert "fail failed" in caplog.text
