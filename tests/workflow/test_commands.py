"""The engine's commands: what they print, and how they end."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.workflow.parcels import packed, sent
from workflow import deadlines, outbox
from workflow.guards import install
from workflow.lifecycle import subjects
from workflow.management.commands import bench
from workflow.models import Deadline, OutboxMessage, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nobody_listens")]


def run(*args: Any) -> tuple[int, str]:
    """How the command ended, and its standard output."""
    out, code = StringIO(), 0
    try:
        call_command(*args, stdout=out, stderr=StringIO())
    except SystemExit as ended:
        code = int(str(ended.code))
    except CommandError as error:
        code = error.returncode
    return code, out.getvalue()


def run_json(*args: Any) -> tuple[int, Any]:
    code, out = run(*args, "--json")
    return code, json.loads(out)


def failing(*_args: Any) -> None:
    raise OSError("closed")


# --- relay -------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["--once", "--drain"])
def test_the_relay_delivers(how: str) -> None:
    sent()
    assert run_json("relay", how) == (0, {"delivered": 1, "put_off": 0})
    assert OutboxMessage.objects.get().delivered_at


def test_the_relay_tells_what_was_put_off() -> None:
    sent()
    outbox.subscribe(failing)
    assert run_json("relay", "--drain") == (1, {"delivered": 0, "put_off": 1})
    assert run("relay", "--once") == (1, "0 delivered, 1 put off after a failure\n")


# --- tick --------------------------------------------------------------------------------------
def due() -> None:
    deadlines.arm(packed(), "ring", date(2026, 3, 2))


def test_the_clock_fires_what_is_due(settings: Any) -> None:
    settings.CLOCK_MAY_BE_SET = True
    due()
    deadlines.on("ring", lambda _deadline: None)
    code, told = run_json("tick", "--now", "2026-03-02T23:59:59+08:00")
    assert (code, told["fired"]) == (0, 0)
    code, told = run_json("tick", "--now", "2026-03-03T00:00:00+08:00")
    assert (code, told) == (
        0,
        {"now": "2026-03-03T00:00:00+08:00", "fired": 1, "failed": [], "checkpoint": None},
    )
    assert run_json("tick")[1]["fired"] == 0


def test_the_clock_tells_what_failed() -> None:
    due()
    deadlines.on("ring", failing)
    code, told = run_json("tick")
    assert (code, told["fired"], len(told["failed"])) == (1, 0, 1)
    assert Deadline.objects.get().fired_at is None


def test_the_time_is_not_set_in_production(settings: Any) -> None:
    settings.CLOCK_MAY_BE_SET = False
    assert run("tick", "--now", "2026-03-02T23:59:59+08:00")[0] == 2
    settings.CLOCK_MAY_BE_SET = True
    assert run("tick", "--now", "Monday")[0] == 2


# --- draw_workflows ----------------------------------------------------------------------------
def test_the_lifecycles_are_drawn_once_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "lifecycles"
    assert run("draw_workflows", str(folder), "--check")[0] == 1
    assert not folder.exists()
    assert run("draw_workflows", str(folder))[0] == 0
    assert {page.stem for page in folder.iterdir()} == {model.kind for model in subjects()}
    assert run_json("draw_workflows", str(folder), "--check")[1]["stale"] == []
    page = folder / "parcel.md"
    page.write_text(page.read_text() + "by hand")
    code, told = run_json("draw_workflows", str(folder), "--check")
    assert (code, told["stale"]) == (1, [str(page)])
    assert run("draw_workflows", str(folder))[1] == f"{page}: written\n"
    assert run("draw_workflows", str(folder), "--check") == (0, "every page is up to date\n")


# --- audit_verify ------------------------------------------------------------------------------
def test_sound_chains_are_verified() -> None:
    sent()
    assert run_json("audit_verify") == (
        0,
        {"chains": 1, "records": 2, "checkpoint": None, "findings": []},
    )


@pytest.mark.django_db(transaction=True)
def test_a_broken_chain_is_named() -> None:
    parcel = sent()
    with install.lifted():
        Record.objects.filter(version=2).update(actor="somebody")
    code, told = run_json("audit_verify")
    assert (code, told["findings"]) == (
        1,
        [{"kind": "parcel", "subject_id": parcel.pk, "version": 2, "fault": "was changed"}],
    )
    assert run("audit_verify")[1] == (
        f"parcel {parcel.pk} version 2 was changed\n2 records in 1 chains, 1 findings\n"
    )


# --- bench -------------------------------------------------------------------------------------
def test_a_benchmark_nobody_knows_is_told() -> None:
    assert run("bench", "nothing")[0] == 2


def test_a_missed_target_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    spread = {"min": 1, "median": 2, "max": 3}
    found = {
        "items": 1,
        "rounds": 1,
        "unit": "µs",
        "measured": {"door": spread},
        "targets": [{"name": "door / hand", **spread, "target": "<= 1", "met": False}],
    }
    monkeypatch.setattr(bench, "benchmarks", lambda: {"door": lambda _items: found})
    monkeypatch.setattr(bench.connection.creation, "create_test_db", lambda **_more: "x")
    monkeypatch.setattr(bench.connection.creation, "destroy_test_db", lambda *_args, **_more: None)
    code, told = run_json("bench")
    assert (code, told["benchmarks"]) == (1, {"door": found})
    assert "MISSED" in run("bench", "door")[1]
