"""Direct SQL that must not pass: each is the true move by hand with one thing wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from tests.workflow.population import MOMENT, unsaved
from workflow.lifecycle import Subject, legal_moves
from workflow.writer_postgresql import RECORD

Statement = tuple[str, list[Any]]
FAR = 1_000_000


@dataclass
class Attack:
    """``constrained``: a CHECK or UNIQUE refuses it even where the triggers are lifted."""

    name: str
    statements: list[Statement]
    constrained: bool = False

    def __str__(self) -> str:
        return self.name


def record_for(row: Subject, **changes: Any) -> dict[str, Any]:
    """The record of the next legal move of ``row``, or of its creation where it has no id yet."""
    kind, root = row.kind, row.root()
    step, source, target = _move(row)
    values: dict[str, Any] = {
        "kind": kind,
        "subject_id": row.pk,
        "version": row.version + 1 if source else 1,
        "root_kind": root.model.kind,
        "root_id": root.pk,
        "step": step,
        "source": source,
        "target": target,
        "actor_id": None,
        "actor": "somebody",
        "unit": "",
        "hat": "",
        "on_behalf_of": "",
        "at": connection.ops.adapt_datetimefield_value(MOMENT),
        "facts": "{}",
        "prev": row.head,
        "hash": "f" * 64,
        "key_id": "k1",
    }
    assert list(values) == list(RECORD)
    return {**values, **changes}


def _move(row: Subject) -> tuple[str, str, str]:
    """A legal move from the row's state, one that keeps the state if possible."""
    if row._state.adding:
        made = type(row).creations[0]
        return made.name, "", str(made.state)
    moves = [move for move in legal_moves(type(row)) if move[1] == row.present_state]
    moves.sort(key=lambda move: (move[1] != move[2], move))
    return moves[0] if moves else ("none", row.present_state, row.present_state)


def can_move(row: Subject) -> bool:
    return _move(row)[0] != "none"


def insert_record(values: dict[str, Any]) -> Statement:
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO workflow_record ({', '.join(values)}) VALUES ({marks})", [*values.values()]


def update(row: models.Model, **columns: Any) -> Statement:
    sets = ", ".join(f"{column} = %s" for column in columns)
    return f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s", [*columns.values(), row.pk]


def insert(row: models.Model, **columns: Any) -> Statement:
    values = {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
    }
    values.update(columns)
    quoted = ", ".join(f'"{column}"' for column in values)
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {row._meta.db_table} ({quoted}) VALUES ({marks})", [*values.values()]


def together(record: Statement, write: Statement) -> list[Statement]:
    """Record and subject as each database wants them: in one statement, or one after the other."""
    if connection.vendor == "sqlite":
        return [record, write]
    return [(f"WITH r AS ({record[0]} RETURNING id) {write[0]}", [*record[1], *write[1]])]


def moved(row: Subject, *, wrong: dict[str, Any] | None = None, **columns: Any) -> list[Statement]:
    """The true move by hand; ``wrong`` changes the record, ``columns`` the subject."""
    record = record_for(row, **(wrong or {}))
    values = {"state": record["target"], "version": record["version"], "head": record["hash"]}
    return together(insert_record(record), update(row, **{**values, **columns}))


def made(row: Subject, *, wrong: dict[str, Any] | None = None, **columns: Any) -> list[Statement]:
    """The true creation by hand of a row that is not there yet."""
    row.pk = FAR
    record = record_for(row, **(wrong or {}))
    values = {"state": record["target"], "version": record["version"], "head": record["hash"]}
    return together(insert_record(record), insert(row, **{**values, **columns}))


def on_subject(row: Subject) -> Iterator[Attack]:
    """Every attack on a row of a guarded table. What it needs is written when this is called."""
    state, version = row.present_state, row.version
    other = next(s for _n, s, _t in sorted(legal_moves(type(row))) if s != state)
    alone = record_for(row)
    yield Attack("unknown state", moved(row, wrong={"target": "nowhere"}), constrained=True)
    yield Attack("skipped version", moved(row, wrong={"version": version + 2}))
    yield Attack("repeated version", moved(row, wrong={"version": version}), constrained=True)
    yield Attack("changed in place", [update(row, state=state)])
    yield Attack("change without record", [update(row, version=version + 1, head="e" * 64)])
    yield Attack("version back", [update(row, version=version - 1 or 99)])
    yield Attack("record without change", [insert_record(alone)])
    yield Attack("record ahead of its change", [insert_record({**alone, "version": version + 5})])
    yield Attack("record of nobody", [insert_record({**alone, "subject_id": FAR})])
    yield Attack("record of an unknown kind", [insert_record({**alone, "kind": "nothing"})])
    yield Attack("illegal step", moved(row, wrong={"step": "conjure"}))
    yield Attack("record with another source", moved(row, wrong={"source": other}))
    yield Attack("record with another chain", moved(row, wrong={"prev": "a" * 64}))
    yield Attack("head of another record", moved(row, head="a" * 64))
    yield Attack("moved under another version", moved(row, version=version + 2))
    yield Attack("record of another subject", moved(row, wrong={"subject_id": FAR}))
    yield Attack("removed", [(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])])
    yield Attack("moved to another key", [update(row, id=FAR)])
    yield from _on_creation(type(row))
    yield from _replaced(row)


def _on_creation(model: type[Subject]) -> Iterator[Attack]:
    yield Attack("made without record", [insert(unsaved(model), id=FAR, head="f" * 64)])
    yield Attack("made at version 2", made(unsaved(model), wrong={"version": 2}))
    yield Attack("made with a past", made(unsaved(model), wrong={"prev": "a" * 64}))
    yield Attack("made under another head", made(unsaved(model), head="a" * 64))
    yield Attack("made by no creation", made(unsaved(model), wrong={"step": "conjure"}))


def on_appended(row: models.Model) -> Iterator[Attack]:
    """Every attack on a row of a table that only grows."""
    table = row._meta.db_table
    words = (models.CharField, models.TextField)
    text = next(f.column for f in row._meta.concrete_fields if isinstance(f, words))
    edited = f"UPDATE {table} SET {text} = {text} || 'x' WHERE id = %s"
    yield Attack("edited", [(edited, [row.pk])])
    yield Attack("edited to the same", [(f"UPDATE {table} SET {text} = {text}", [])])
    yield Attack("removed", [(f"DELETE FROM {table} WHERE id = %s", [row.pk])])
    yield Attack("moved to another key", [update(row, id=FAR)])
    yield from _replaced(row)


def _replaced(row: models.Model) -> Iterator[Attack]:
    table = row._meta.db_table
    if connection.vendor == "postgresql":
        upsert = f"INSERT INTO {table} SELECT * FROM {table} WHERE id = %s ON CONFLICT (id) "
        yield Attack("upsert", [(f"{upsert} DO UPDATE SET id = excluded.id", [row.pk])])
        yield Attack("truncated", [(f"TRUNCATE {table} CASCADE", [])])
        return
    again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s"
    yield Attack("replaced", [(again, [row.pk])])
    if row._meta.total_unique_constraints and not isinstance(row, Subject):
        columns = [f.column for f in row._meta.concrete_fields if f.column != "id"]
        listed = ", ".join(f'"{column}"' for column in columns)
        under = (
            f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {listed} FROM {table} WHERE id = %s"
        )
        yield Attack("replaced under a new key", [(under, [row.pk])])
