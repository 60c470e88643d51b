"""PostgreSQL: statement triggers with transition tables hold both sides at the statement's end.

One statement writes record and subject; when it ends, a changed subject must have its record
and a record its changed subject. Row-level triggers cost twice as much, deferred ones too.
"""

from collections.abc import Iterator, Mapping, Sequence

INSTALLED = (
    "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT t.tgisinternal AND t.tgname LIKE 'wf\\_%%' AND n.nspname = current_schema()"
)
# Transition tables have no statistics: without this the plan may scan all records.
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


def install(tables: Mapping[str, str], appended: Sequence[str]) -> Iterator[str]:
    """Statements that make every trigger: ``tables`` by kind, ``appended`` only grow."""
    yield _function("wf_refuse", "RAISE EXCEPTION '% may not be changed or removed', TG_TABLE_NAME;")
    yield _function("wf_record_ins", _record_inserted(tables), BY_INDEX)
    yield _trigger("wf_ins_workflow_record", "AFTER INSERT", "workflow_record", "wf_record_ins", "n")
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
        f"k = '{kind}' THEN IF EXISTS (SELECT 1 FROM new_rows n "  # noqa: S608 - names from models
        f'LEFT JOIN "{table}" s ON s.id = n.subject_id WHERE n.kind = \'{kind}\' AND '
        "(s.version = n.version AND s.state = n.target AND s.head = n.hash) IS NOT TRUE) "
        f"THEN RAISE EXCEPTION 'a record of {kind} without its change'; END IF;"
        for kind, table in tables.items()
    )
    return (
        "IF EXISTS (SELECT 1 FROM new_rows n WHERE NOT EXISTS (SELECT 1 FROM workflow_legalstep l "
        "WHERE l.kind = n.kind AND l.step = n.step AND l.source = n.source "
        "AND l.target = n.target)) THEN RAISE EXCEPTION 'a record of an illegal step'; END IF; "
        "DECLARE k text; BEGIN FOR k IN SELECT DISTINCT kind FROM new_rows LOOP "
        f"IF {branches} ELSE RAISE EXCEPTION 'a record of an unknown kind'; END IF; "
        "END LOOP; END;"
    )


def _subject_inserted(kind: str) -> str:
    """A new subject is version 1 and has the record that made it."""
    return (
        "IF EXISTS (SELECT 1 FROM new_rows n LEFT JOIN workflow_record r "  # noqa: S608
        f"ON r.kind = '{kind}' AND r.subject_id = n.id AND r.version = n.version "
        "WHERE (n.version = 1 AND r.source = '' AND r.target = n.state AND r.hash = n.head) "
        f"IS NOT TRUE) THEN RAISE EXCEPTION 'a {kind} made without its record'; END IF;"
    )


def _subject_updated(kind: str) -> str:
    """A changed subject is one version further, with the record that moved it."""
    return (
        "IF EXISTS (SELECT 1 FROM new_rows n LEFT JOIN old_rows o ON o.id = n.id "  # noqa: S608
        "LEFT JOIN workflow_record r "
        f"ON r.kind = '{kind}' AND r.subject_id = n.id AND r.version = n.version "
        "WHERE (n.version = o.version + 1 AND r.source = o.state AND r.target = n.state "
        "AND r.hash = n.head AND r.prev = o.head) IS NOT TRUE) "
        f"THEN RAISE EXCEPTION 'a {kind} changed without its record'; END IF;"
    )
