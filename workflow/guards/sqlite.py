"""SQLite: the record comes first, the subject follows under its trigger.

A record is noted in ``workflow_pending`` until its subject has followed. The note points at
a record that never exists, by a foreign key checked at the commit: a record whose change
does not come makes the commit fail.
"""

from collections.abc import Iterator, Mapping, Sequence

INSTALLED = (
    "SELECT name, tbl_name, 1 FROM sqlite_master "
    "WHERE type = 'trigger' AND substr(name, 1, 3) = 'wf_'"
)
PENDING = (
    "CREATE TABLE IF NOT EXISTS workflow_pending (kind TEXT, subject_id INTEGER, version INTEGER, "
    "never INTEGER NOT NULL REFERENCES workflow_record (id) DEFERRABLE INITIALLY DEFERRED, "
    "PRIMARY KEY (kind, subject_id, version)) WITHOUT ROWID"
)


def names(tables: Mapping[str, str], appended: Sequence[str]) -> set[str]:
    """The names of every trigger that must be present."""
    found = {
        f"wf_{event}_{table}"
        for table in tables.values()
        for event in ("ins", "made", "upd", "moved", "del")
    }
    found |= {f"wf_{event}_{table}" for table in appended for event in ("once", "fixed", "del")}
    found |= {f"wf_record_{kind}" for kind in tables}
    return found | {"wf_record_legal", "wf_record_pending"}


def lift(installed: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Statements that remove the triggers found in the database."""
    for name, _table in installed:
        yield f'DROP TRIGGER IF EXISTS "{name}"'
    yield "DROP TABLE IF EXISTS workflow_pending"


def install(
    tables: Mapping[str, str], appended: Mapping[str, Sequence[Sequence[str]]]
) -> Iterator[str]:
    """Statements that make every trigger: ``tables`` by kind, ``appended`` only grow.

    With each of the latter stand its sets of unique columns: INSERT OR REPLACE removes a row
    that has any of them in common, and no trigger on removal sees it.
    """
    yield PENDING
    yield _trigger(
        "wf_record_legal",
        "BEFORE INSERT",
        "workflow_record",
        "a record of an illegal step",
        "NOT EXISTS (SELECT 1 FROM workflow_legalstep l WHERE l.kind = NEW.kind "
        "AND l.step = NEW.step AND l.source = NEW.source AND l.target = NEW.target)",
    )
    yield (
        "CREATE TRIGGER wf_record_pending AFTER INSERT ON workflow_record BEGIN "
        "INSERT INTO workflow_pending VALUES (NEW.kind, NEW.subject_id, NEW.version, -1); END"
    )
    for kind, table in tables.items():
        yield from _subject(kind, table)
    for table, unique in appended.items():
        replaced = " OR ".join(_present(table, columns) for columns in unique)
        yield _trigger(
            f"wf_once_{table}",
            "BEFORE INSERT",
            table,
            f"a row of {table} may not be replaced",
            replaced,
        )
        yield _trigger(f"wf_fixed_{table}", "BEFORE UPDATE", table, f"{table} only grows", "1")
        yield _trigger(f"wf_del_{table}", "BEFORE DELETE", table, f"{table} only grows", "1")


def _present(table: str, columns: Sequence[str]) -> str:
    same = " AND ".join(f'x."{column}" = NEW."{column}"' for column in columns)
    return f'EXISTS (SELECT 1 FROM "{table}" x WHERE {same})'  # noqa: S608 - names from models


def _subject(kind: str, table: str) -> Iterator[str]:
    yield _trigger(
        f"wf_record_{kind}",
        "BEFORE INSERT",
        "workflow_record",
        f"a record of {kind} that does not follow its subject",
        f'CASE WHEN NEW.version = 1 THEN EXISTS (SELECT 1 FROM "{table}" s '  # noqa: S608
        "WHERE s.id = NEW.subject_id) OR NEW.source <> '' OR NEW.prev <> '' "
        f'ELSE NOT EXISTS (SELECT 1 FROM "{table}" s WHERE s.id = NEW.subject_id '
        "AND s.version = NEW.version - 1 AND s.state = NEW.source AND s.head = NEW.prev) END",
        when=f"NEW.kind = '{kind}'",
    )
    yield _trigger(
        f"wf_ins_{table}",
        "BEFORE INSERT",
        table,
        f"a {kind} made without its record",
        f'EXISTS (SELECT 1 FROM "{table}" s WHERE s.id = NEW.id) OR NEW.version <> 1 '  # noqa: S608
        f"OR NOT EXISTS (SELECT 1 FROM workflow_record r WHERE r.kind = '{kind}' "
        "AND r.subject_id = NEW.id AND r.version = 1 AND r.target = NEW.state "
        "AND r.hash = NEW.head)",
    )
    yield _trigger(
        f"wf_upd_{table}",
        "BEFORE UPDATE",
        table,
        f"a {kind} changed without its record",
        "NEW.id <> OLD.id OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 "  # noqa: S608
        f"FROM workflow_record r WHERE r.kind = '{kind}' AND r.subject_id = OLD.id "
        "AND r.version = NEW.version AND r.source = OLD.state AND r.target = NEW.state "
        "AND r.prev = OLD.head AND r.hash = NEW.head)",
    )
    for name, event in (("made", "INSERT"), ("moved", "UPDATE")):
        yield (
            f'CREATE TRIGGER "wf_{name}_{table}" AFTER {event} ON "{table}" BEGIN '  # noqa: S608
            f"DELETE FROM workflow_pending WHERE kind = '{kind}' AND subject_id = NEW.id "
            "AND version = NEW.version; END"
        )
    yield _trigger(f"wf_del_{table}", "BEFORE DELETE", table, f"a {kind} is never removed", "1")


def _trigger(
    name: str, event: str, table: str, message: str, condition: str, when: str = ""
) -> str:
    guard = f"WHEN {when} " if when else ""
    return (
        f'CREATE TRIGGER "{name}" {event} ON "{table}" {guard}BEGIN '
        f"SELECT RAISE(ABORT, '{message}') WHERE {condition}; END"
    )
