"""PostgreSQL: statement triggers with transition tables hold both sides at the statement's end.

One statement writes record and subject; when it ends, a changed subject must have its record
and a record its changed subject. Row-level triggers cost twice as much, deferred ones too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

INSTALLED = (
    "SELECT t.tgname, c.relname, t.tgenabled IN ('O', 'A') "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT t.tgisinternal AND t.tgname LIKE 'wf\\_%%' AND n.nspname = current_schema()"
)
# Plans are kept, and those made while the tables are small would scan them when they are not.
BY_INDEX = "SET enable_seqscan = off"


def names(tables: Mapping[str, str], appended: Sequence[str]) -> set[str]:
    """The names of every trigger that must be present."""
    found = {f"wf_{event}_{table}" for table in tables.values() for event in ("ins", "upd")}
    found |= {
        f"wf_{event}_{table}"
        for table in (*tables.values(), *appended)
        for event in ("del", "trunc")
    }
    found |= {f"wf_fixed_{table}" for table in appended}
    return found | {"wf_ins_workflow_record"}


def lift(installed: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Statements that remove the triggers found in the database."""
    for name, table in installed:
        yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'


def install(tables: Mapping[str, str], appended: Iterable[str]) -> Iterator[str]:
    """Statements that make every trigger: ``tables`` by kind, ``appended`` only grow."""
    yield _function(
        "wf_refuse",
        "RAISE EXCEPTION '% may not be changed or removed', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation';",
    )
    yield _function("wf_record_ins", _record_inserted(tables), BY_INDEX)
    yield _trigger(
        "wf_ins_workflow_record", "AFTER INSERT", "workflow_record", "wf_record_ins", "n"
    )
    for kind, table in tables.items():
        yield _function(f"wf_ins_{table}_f", _subject_inserted(kind), BY_INDEX)
        yield _trigger(f"wf_ins_{table}", "AFTER INSERT", table, f"wf_ins_{table}_f", "n")
        yield _function(f"wf_upd_{table}_f", _subject_updated(kind), BY_INDEX)
        yield _trigger(f"wf_upd_{table}", "AFTER UPDATE", table, f"wf_upd_{table}_f", "on")
    for table in (*tables.values(), *appended):
        yield _trigger(f"wf_del_{table}", "BEFORE DELETE", table, "wf_refuse", "")
        yield _trigger(f"wf_trunc_{table}", "BEFORE TRUNCATE", table, "wf_refuse", "")
    for table in appended:
        yield _trigger(f"wf_fixed_{table}", "BEFORE UPDATE", table, "wf_refuse", "")


def _function(name: str, body: str, setting: str = "") -> str:
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql {setting} AS $$ '
        f"BEGIN {body} RETURN NULL; END $$"
    )


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"


def _trigger(name: str, event: str, table: str, function: str, tables: str) -> str:
    old = "OLD TABLE AS old_rows " if "o" in tables else ""
    new = "NEW TABLE AS new_rows" if "n" in tables else ""
    referencing = f"REFERENCING {old}{new} " if tables else ""
    return (
        f'CREATE TRIGGER "{name}" {event} ON "{table}" {referencing}'
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{function}"()'
    )


def _record_inserted(tables: Mapping[str, str]) -> str:
    """Each new record is legal and its subject stands where the record says."""
    branches = " ELSIF ".join(
        f"k = '{kind}' THEN IF EXISTS (SELECT 1 FROM new_rows n LEFT JOIN LATERAL ("  # noqa: S608
        f'SELECT s.version, s.state, s.head FROM "{table}" s WHERE s.id = n.subject_id LIMIT 1) s '
        f"ON true WHERE n.kind = '{kind}' AND "
        "(s.version = n.version AND s.state = n.target AND s.head = n.hash) IS NOT TRUE) "
        f"THEN {_raise(f'a record of {kind} without its change')} END IF;"
        for kind, table in tables.items()
    )
    return (
        "IF EXISTS (SELECT 1 FROM new_rows n WHERE NOT EXISTS (SELECT 1 "  # noqa: S608
        "FROM workflow_legalstep l WHERE l.kind = n.kind AND l.step = n.step "
        "AND l.source = n.source AND l.target = n.target)) "
        f"THEN {_raise('a record of an illegal step')} END IF; "
        "DECLARE k text; BEGIN FOR k IN SELECT DISTINCT kind FROM new_rows LOOP "
        f"IF {branches} ELSE {_raise('a record of an unknown kind')} END IF; "
        "END LOOP; END;"
    )


def _subject_inserted(kind: str) -> str:
    """A new subject is version 1 and has the record that made it."""
    return (
        f"IF EXISTS (SELECT 1 FROM new_rows n {_its_record(kind)} "  # noqa: S608
        "WHERE (n.version = 1 AND r.source = '' AND r.prev = '' AND r.target = n.state "
        f"AND r.hash = n.head) IS NOT TRUE) THEN {_raise(f'a {kind} made without its record')} "
        "END IF;"
    )


def _subject_updated(kind: str) -> str:
    """A changed subject is one version further, with the record that moved it.

    By EXCEPT, because it is hashed: a join of the two transition tables is planned for one row
    and compares every row with every other.
    """
    return (
        "IF EXISTS (SELECT n.id, n.version - 1, r.source, r.prev "  # noqa: S608
        f"FROM new_rows n {_its_record(kind)} AND r.target = n.state AND r.hash = n.head "
        "EXCEPT SELECT o.id, o.version, o.state, o.head FROM old_rows o) "
        f"THEN {_raise(f'a {kind} changed without its record')} END IF;"
    )


def _its_record(kind: str) -> str:
    """The record of each new row, looked up by the unique index, one row after the other.

    A plain join is planned when the tables are small, and the kept plan reads all records.
    """
    return (
        "LEFT JOIN LATERAL (SELECT r.source, r.prev, r.target, r.hash "  # noqa: S608
        f"FROM workflow_record r WHERE r.kind = '{kind}' AND r.subject_id = n.id "
        "AND r.version = n.version LIMIT 1) r ON true"
    )
