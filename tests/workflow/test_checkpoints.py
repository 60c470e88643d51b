"""A checkpoint knows how long each chain was, and the clock takes one each day."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.toy.models import Parcel
from tests.workflow.parcels import packed, sent, step
from tests.workflow.test_audit import tampered
from tests.workflow.test_commands import run_json
from workflow import checkpoints, clock
from workflow.audit import Audit
from workflow.models import Checkpoint, Record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "heads.jsonl"


def found(file: Path | None) -> list[str]:
    return [str(finding) for finding in checkpoints.findings(file)]


def test_it_holds_the_head_of_every_chain_and_its_own_signed_statement(file: Path) -> None:
    parcel, other = sent(), packed()
    taken = checkpoints.take(file)
    *heads, statement = map(json.loads, file.read_text().splitlines())
    other.refresh_from_db()
    assert heads == [
        ["parcel", parcel.pk, 2, parcel.head],
        ["parcel", other.pk, 1, other.head],
    ]
    assert (statement["chains"], statement["records"]) == (2, 3)
    assert statement["seal"] == taken.seal == Checkpoint.objects.get().seal
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_chains_that_went_on_since_are_sound(file: Path) -> None:
    parcel = sent()
    checkpoints.take(file)
    step(parcel, "receive")
    packed()
    assert found(file) == []


def cut_off(parcel: Parcel) -> None:
    """Take the last record away and put the subject back: the chain itself stays sound."""
    last = Record.objects.get(subject_id=parcel.pk, version=parcel.version)
    tampered("DELETE FROM workflow_record WHERE id = %s", last.pk)
    tampered(
        "UPDATE toy_parcel SET version = %s, state = %s, head = %s WHERE id = %s",
        *(parcel.version - 1, last.source, last.prev, parcel.pk),
    )


def test_an_end_cut_off_is_found_by_the_file_alone(file: Path) -> None:
    parcel, _other = sent(), sent()
    checkpoints.take(file)
    cut_off(parcel)
    assert list(Audit().findings()) == found(None) == []  # the control: nothing else sees it
    assert found(file) == [
        f"parcel {parcel.pk} version 2 is missing, though the checkpoint knows it"
    ]


def test_a_chain_removed_with_its_subject_is_found_by_the_file_alone(file: Path) -> None:
    parcel, _other = sent(), sent()
    checkpoints.take(file)
    tampered("DELETE FROM workflow_record WHERE subject_id = %s", parcel.pk)
    tampered("DELETE FROM toy_parcel WHERE id = %s", parcel.pk)
    assert list(Audit().findings()) == found(None) == []
    assert found(file) == [
        f"parcel {parcel.pk} version 2 is missing, though the checkpoint knows it"
    ]


def test_a_chain_that_took_another_way_is_found(file: Path) -> None:
    parcel = sent()
    checkpoints.take(file)
    cut_off(parcel)
    parcel.refresh_from_db()
    step(parcel, "send", address="West Road 9")
    assert list(Audit().findings()) == []
    assert found(file) == [f"parcel {parcel.pk} version 2 is not the one that the checkpoint knows"]


def test_checkpoints_follow_one_another(file: Path, settings: Any) -> None:
    settings.AUDIT_KEYS = {**settings.AUDIT_KEYS, "k2": "newer"}
    for key in ("k1", "k2", "k2"):
        settings.AUDIT_KEY_ID = key
        sent()
        checkpoints.take(file)
    assert found(file) == []
    tampered("UPDATE workflow_checkpoint SET chains = 1 WHERE number = 2")
    assert found(file) == ["checkpoint 2 version 1 was changed"]
    tampered("DELETE FROM workflow_checkpoint WHERE number = 2")
    assert found(file) == ["checkpoint 3 version 1 does not follow the one before"]
    tampered("DELETE FROM workflow_checkpoint WHERE number = 3")
    assert found(file) == ["checkpoint 3 version 1 is not in the database"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"parcel"', '"label"', 1),
        lambda text: text.replace('"chains":1', '"chains":2'),
        lambda text: text[text.index("\n") + 1 :],
        lambda text: text.replace('"key_id":"k1"', '"key_id":"k9"'),
        lambda text: "nothing",
        lambda text: "",
        lambda text: "[]",
    ],
)
def test_a_changed_file_is_refused(file: Path, change: Any) -> None:
    sent()
    checkpoints.take(file)
    file.write_text(change(file.read_text()))
    with pytest.raises(checkpoints.Unreadable):
        found(file)
    with pytest.raises(CommandError) as refused:
        call_command("audit_verify", "--checkpoint", str(file))
    assert refused.value.returncode == 2


# --- the commands and the clock ------------------------------------------------------------------
def test_the_commands_write_and_verify(file: Path) -> None:
    parcel = sent()
    code, told = run_json("audit_checkpoint", "--to", str(file))
    assert (code, told["chains"], told["records"]) == (0, 1, 2)
    code, told = run_json("audit_verify", "--checkpoint", str(file))
    assert (code, told["findings"], told["checkpoint"]) == (0, [], str(file))
    cut_off(parcel)
    code, told = run_json("audit_verify", "--checkpoint", str(file))
    assert code == 1
    assert told["findings"][0] | {"fault": ""} == {
        "kind": "parcel",
        "subject_id": parcel.pk,
        "version": 2,
        "fault": "",
    }


def test_the_command_needs_a_place_to_write(tmp_path: Path) -> None:
    for args in ([], ["--to", str(tmp_path / "nowhere" / "x")]):
        with pytest.raises(CommandError) as refused:
            call_command("audit_checkpoint", *args)
        assert refused.value.returncode == 2
    assert not Checkpoint.objects.exists()


def test_the_clock_takes_one_a_day_and_after_the_issue(tmp_path: Path, settings: Any) -> None:
    assert run_json("tick")[1]["checkpoint"] is None
    settings.AUDIT_CHECKPOINT_DIR = str(tmp_path)
    settings.AUDIT_CHECKPOINT_AFTER = [("parcel", "send")]
    packed()
    assert run_json("tick")[1]["checkpoint"] == 1
    assert run_json("tick")[1]["checkpoint"] is None
    parcel = sent()
    assert run_json("tick")[1]["checkpoint"] == 2
    with clock.at(clock.now() + timedelta(days=1)):
        taken = checkpoints.take_if_due()
    assert taken is not None
    assert taken.number == 3
    assert len(list(tmp_path.iterdir())) == 3
    cut_off(parcel)
    assert run_json("audit_verify")[0] == 1  # the newest file is taken by itself


def test_a_folder_that_cannot_be_written_is_told_by_the_clock(
    tmp_path: Path, settings: Any
) -> None:
    settings.AUDIT_CHECKPOINT_DIR = str(tmp_path / "nowhere")
    code, told = run_json("tick")
    assert code == 1
    assert "checkpoint" in told["failed"][0]


def test_a_second_clock_at_the_same_moment_leaves_it_to_the_first(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AUDIT_CHECKPOINT_DIR = str(tmp_path)
    checkpoints.take(tmp_path / "first.jsonl")
    monkeypatch.setattr(checkpoints, "_is_due", lambda: True)
    written = checkpoints._written

    def late(lines: Any) -> Checkpoint:
        taken = written(lines)
        taken.number = 1
        return taken

    monkeypatch.setattr(checkpoints, "_written", late)
    assert checkpoints.take_if_due() is None
    assert [each.name for each in tmp_path.iterdir()] == ["first.jsonl"]
    assert connection.is_usable()
