"""Clock, facts, keys, checks and drawings."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from tests.toy.models import Label, Parcel
from tests.workflow.parcels import packed
from workflow import checks, clock, drawing, keys, statements
from workflow.keys import Key
from workflow.lifecycle import legal_moves, subject_of, subjects
from workflow.records import canonical, digest, fact, seal

MOMENT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

_plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()
_facts = st.recursive(_plain, lambda each: st.lists(each) | st.dictionaries(st.text(), each))


# --- clock -------------------------------------------------------------------------------------
def test_a_moment_given_stands_above_the_file_and_that_above_the_machine(
    tmp_path: Path, settings: Any
) -> None:
    real = clock.now()
    assert abs((datetime.now(UTC) - real).total_seconds()) < 5
    file = tmp_path / "clock"
    file.write_text("2030-01-01T23:30:00+08:00\n")
    settings.CLOCK_FILE = str(file)
    assert clock.now() == datetime(2030, 1, 1, 15, 30, tzinfo=UTC)
    with clock.at(MOMENT):
        assert clock.now() == MOMENT
        with clock.at(real):
            assert clock.now() == real
        assert clock.now() == MOMENT
    assert clock.today() == date(2030, 1, 1)


def test_the_day_changes_at_midnight_of_the_office() -> None:
    with clock.at(datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 2)
    with clock.at(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 3)


def test_a_moment_without_zone_is_office_time() -> None:
    assert clock.moment_of("2026-03-02T09:00:00") == MOMENT
    assert clock.moment_of("2026-03-02T01:00:00Z") == MOMENT
    with pytest.raises(ValueError, match="Invalid isoformat"):
        clock.moment_of("Monday")


# --- records -----------------------------------------------------------------------------------
class Coded:
    code, pk = "QP-D02", 7


class Numbered:
    pk = 7


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (2.5, 2.5),
        ("字", "字"),
        (MOMENT, "2026-03-02T01:00:00+00:00"),
        (date(2026, 3, 2), "2026-03-02"),
        (Decimal("1.50"), "1.50"),
        ({1: date(2026, 3, 2)}, {"1": "2026-03-02"}),
        ((1, [Decimal(2)]), [1, ["2"]]),
        (Coded(), "QP-D02"),
        (Numbered(), 7),
        ([Coded(), Numbered()], ["QP-D02", 7]),
    ],
)
def test_a_fact_is_a_code_a_date_or_a_number(value: Any, told: Any) -> None:
    assert fact(value) == told


def test_the_canonical_form_is_one() -> None:
    assert canonical({"b": 1, "a": ["字", None]}) == '{"a":["字",null],"b":1}'
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_the_seal_covers_every_column_and_the_key(settings: Any) -> None:
    settings.AUDIT_KEYS = {"k1": "one", "k2": "two"}
    row = {
        "kind": "parcel",
        "subject_id": 1,
        "version": 1,
        "root_kind": "parcel",
        "root_id": 1,
        "step": "pack",
        "source": "",
        "target": "packed",
        "actor_id": 1,
        "actor": "li",
        "unit": "U1",
        "hat": "handler",
        "on_behalf_of": "",
        "at": MOMENT,
        "facts": "{}",
        "prev": "",
        "key_id": "k1",
    }
    changed = {**dict.fromkeys(row, "other"), "at": clock.now(), "key_id": "k2"}
    seals = {seal({**row, name: value}) for name, value in changed.items()}
    assert len(seals | {seal(row)}) == len(row) + 1
    settings.AUDIT_KEYS = {"k1": "another"}
    assert seal(row) not in seals
    with pytest.raises(KeyError):
        seal({**row, "key_id": "k2"})


@given(_facts)
def test_what_is_sealed_keeps_its_form_whatever_writes_it(facts: Any) -> None:
    """Chains sealed years ago are proved again with the library of the day."""
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(facts) == plain


def test_a_digest_names_its_kind() -> None:
    assert digest("字").startswith("sha256:")
    assert len(digest("字")) == 71


# --- keys --------------------------------------------------------------------------------------
def test_a_key_is_of_one_user_one_place_and_one_body() -> None:
    key = Key.of(1, "POST", "/a", "t", b"x")
    assert key == Key.of(1, "POST", "/a", "t", b"x")
    others = [
        Key.of(2, "POST", "/a", "t", b"x"),
        Key.of(1, "PUT", "/a", "t", b"x"),
        Key.of(1, "POST", "/b", "t", b"x"),
        Key.of(1, "POST", "/a", "u", b"x"),
    ]
    assert len({key.scope, *(other.scope for other in others)}) == 5
    assert Key.of(1, "POST", "/a", "t", b"y").scope == key.scope
    assert Key.of(1, "POST", "/a", "t", b"y").body != key.body


def test_a_lost_connection_is_no_request_in_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_args: Any) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(statements, "run", lost)
    with pytest.raises(OperationalError):
        keys.claim(Key("s", "b"), MOMENT)


# --- lifecycles and their checks ---------------------------------------------------------------
def test_the_lifecycles_of_the_project_are_whole() -> None:
    assert checks.lifecycles() == []


def test_a_state_nobody_reaches_a_state_unknown_and_a_step_without_words_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moves = {("pack", "", "packed"), ("send", "packed", "lost"), ("receive", "sent", "received")}
    monkeypatch.setattr(checks, "legal_moves", lambda _model: moves)
    monkeypatch.setattr(checks, "subjects", lambda: [Parcel])
    told = [error.msg for error in checks.lifecycles()]
    assert told == ["Parcel: state sent is never reached", "Parcel: state lost is not declared"]


def test_legal_moves_hold_creations_and_every_target() -> None:
    assert legal_moves(Parcel) == {
        ("pack", "", "packed"),
        ("send", "packed", "sent"),
        ("weigh", "packed", "packed"),
        ("call_back", "sent", "packed"),
        ("receive", "sent", "received"),
        ("reset", "received", "packed"),
        ("reset", "received", "sent"),
    }


def test_subjects_are_found_by_kind() -> None:
    assert subject_of("label") is Label
    kinds = [model.kind for model in subjects()]
    assert kinds == sorted(set(kinds))
    with pytest.raises(KeyError):
        subject_of("nothing")


@pytest.mark.django_db
def test_a_state_is_not_written_by_hand_and_is_read_again() -> None:
    parcel = packed()
    with pytest.raises(AttributeError):
        parcel.state = "sent"
    stale = Parcel.objects.get(pk=parcel.pk)
    stale.__dict__.update(state="sent", weight=9)
    stale.refresh_from_db(fields=["state"])
    assert (stale.present_state, stale.weight) == ("packed", 9)
    stale.refresh_from_db()
    assert stale.weight == 3


# --- drawing -----------------------------------------------------------------------------------
def test_a_lifecycle_is_drawn() -> None:
    drawn = drawing.mermaid(Parcel).splitlines()
    assert drawn[0] == "stateDiagram-v2"
    assert {"    [*] --> packed: pack", "    packed --> sent: send"} <= set(drawn)
    assert {"    received --> packed: reset", "    received --> sent: reset"} <= set(drawn)
    assert len([line for line in drawn if "-->" in line]) == len(legal_moves(Parcel))


def test_the_table_of_steps_names_rules_and_conditions() -> None:
    assert "| `send` | packed → sent | may_send | weighed<br>addressed |" in drawing.table(Parcel)
    page = drawing.page(Parcel)
    assert page.startswith("# Parcel: lifecycle\n")
    assert "```mermaid\nstateDiagram-v2\n" in page
