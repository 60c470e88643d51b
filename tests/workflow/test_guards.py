"""The database itself refuses what did not pass the door, on every guarded table."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, DataError, IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AlterField

from tests.workflow import attacks
from tests.workflow.attacks import Attack
from tests.workflow.population import make, unsaved
from workflow import checks
from workflow.guards import install
from workflow.lifecycle import Subject, subjects
from workflow.models import AppendOnly, LegalStep

SUBJECTS = subjects()
APPENDED = [model for model in apps.get_models() if issubclass(model, AppendOnly)]
GUARDED = [*SUBJECTS, *APPENDED]

pytestmark = pytest.mark.django_db(transaction=True)
each_guarded = pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.db_table)
each_subject = pytest.mark.parametrize("model", SUBJECTS, ids=lambda model: model._meta.db_table)


def stored() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every guarded table."""
    found = {}
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in GUARDED):
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
    return found


def passes(statements: list[attacks.Statement], *, keep: bool = False) -> bool:
    """Whether the database takes the statements in one transaction, its end included."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
            transaction.set_rollback(not keep)
    except (IntegrityError, DataError):
        return False
    return True


def attacks_on(row: models.Model) -> list[Attack]:
    on = attacks.on_subject if isinstance(row, Subject) else attacks.on_appended
    return list(on(row))


def survivors(row: models.Model) -> list[str]:
    """The attacks the database did not refuse; nothing may have changed."""
    tried = attacks_on(row)
    before = stored()
    found = [attack.name for attack in tried if passes(attack.statements, keep=True)]
    assert stored() == before or found
    return found


@each_guarded
def test_direct_sql_is_refused(model: type[models.Model]) -> None:
    assert survivors(make(model)) == []


@each_guarded
def test_the_same_sql_gets_through_where_the_triggers_are_lifted(model: type[models.Model]) -> None:
    tried = attacks_on(make(model))
    with install.lifted():
        through = {attack.name for attack in tried if passes(attack.statements)}
    assert through == {attack.name for attack in tried if not attack.constrained}


@each_subject
def test_the_true_move_and_the_true_creation_by_hand_get_through(model: type[Subject]) -> None:
    row = make(model)
    assert passes(attacks.made(unsaved(model)))
    if attacks.can_move(row):
        assert passes(attacks.moved(row))


@each_guarded
def test_without_recursive_triggers_nothing_is_replaced(
    model: type[models.Model], vendor: str
) -> None:
    if vendor != "sqlite":
        pytest.skip("SQLite alone replaces rows without a trigger's knowing")
    row = make(model)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
    try:
        assert survivors(row) == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


def limits_of(model: type[models.Model]) -> dict[str, int]:
    """Lengths held by the constraints of the model, from ``length_checks``."""
    return {
        lookup.removesuffix("__length__lte"): limit
        for constraint in model._meta.constraints
        if constraint.name.endswith("_len")
        for lookup, limit in constraint.condition.children
    }


# A link is kept instead of a file.
INSTEAD = {"url": {"path": ""}}


@each_guarded
def test_too_long_texts_are_refused(model: type[models.Model]) -> None:
    make(model)
    for name, limit in limits_of(model).items():
        column = model._meta.get_field(name).column
        for length, allowed in ((limit, True), (limit + 1, False)):
            row, value = unsaved(model), {**INSTEAD.get(name, {}), column: "字" * length}
            write = (
                attacks.made(row, **value)
                if issubclass(model, Subject)
                else [attacks.insert(row, id=attacks.FAR, **value)]
            )
            assert passes(write) is allowed, f"{name} of {length}"


@each_guarded
def test_words_that_are_not_declared_are_refused(model: type[models.Model]) -> None:
    make(model)
    columns = [
        lookup.removesuffix("__in")
        for constraint in model._meta.constraints
        if constraint.name.endswith("_in")
        for lookup, _words in constraint.condition.children
    ]
    for column in columns:
        row, value = unsaved(model), {column: "x"}
        write = (
            attacks.made(row, **value)
            if issubclass(model, Subject)
            else [attacks.insert(row, id=attacks.FAR, **value)]
        )
        assert not passes(write), column


def test_a_second_accountable_lead_is_refused() -> None:
    model = apps.get_model("coordination.Assignment")
    first, second = make(model), unsaved(model)
    assert passes([attacks.insert(second, id=attacks.FAR)])
    assert not passes([attacks.insert(second, id=attacks.FAR, task_id=first.task_id)])


def test_a_second_open_dispute_is_refused() -> None:
    model = apps.get_model("coordination.Dispute")
    first, second = make(model), unsaved(model)
    assert passes(attacks.made(second))
    assert not passes(attacks.made(second, task_id=first.task_id))


def test_the_verifying_unit_is_not_the_claiming_one() -> None:
    task = make(apps.get_model("coordination.Task"))
    unit, other = (make(apps.get_model("coordination.Unit")).pk for _each in range(2))
    assert passes(attacks.moved(task, claimed_by_id=unit, verified_by_id=other))
    assert not passes(attacks.moved(task, claimed_by_id=unit, verified_by_id=unit))


# --- migrations --------------------------------------------------------------------------------
def widened(model: type[models.Model], state: Any) -> AlterField:
    """A real change of a column of ``model``, which rebuilds the table on SQLite."""
    fields = state.models[model._meta.app_label, model._meta.model_name].fields
    words = {
        name: field
        for name, field in fields.items()
        if isinstance(field, models.CharField | models.TextField) and not field.primary_key
    }
    name = min(words, key=lambda name: isinstance(words[name], models.TextField))
    wider = words[name].clone()
    if wider.max_length:
        wider.max_length += 1
    else:
        wider.null = True
    return AlterField(model._meta.model_name, name, wider)


def alter_every_table() -> Any:
    """Migrate each guarded table forwards; return what migrates them back."""
    start = MigrationLoader(connection).project_state()
    done, state = [], start
    for model in GUARDED:
        operation, after = widened(model, state), state.clone()
        operation.state_forwards(model._meta.app_label, after)
        with connection.schema_editor() as editor:
            operation.database_forwards(model._meta.app_label, editor, state, after)
        done.append((model, operation, state, after))
        state = after

    def back() -> None:
        for model, operation, before, after in reversed(done):
            with connection.schema_editor() as editor:
                operation.database_backwards(model._meta.app_label, editor, after, before)

    return back


def test_the_triggers_hold_after_a_migration_of_every_guarded_table() -> None:
    rows = [make(model) for model in GUARDED]
    before = {table: len(found) for table, found in stored().items()}
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    back = alter_every_table()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    try:
        assert install.missing() == []
        assert {table: len(found) for table, found in stored().items()} == before
        assert {row._meta.db_table: found for row in rows if (found := survivors(row))} == {}
    finally:
        install.lift()
        back()
        install.install()


def test_a_rebuild_fails_on_the_triggers_that_stand(vendor: str) -> None:
    if vendor != "sqlite":
        pytest.skip("PostgreSQL alters a table in place")
    make(SUBJECTS[0])
    with pytest.raises(DatabaseError, match="trigger"):
        alter_every_table()
    install.lift()
    back = alter_every_table()  # goes through, and leaves none behind
    assert install.missing()
    back()
    install.install()


# --- the system check --------------------------------------------------------------------------
def test_a_dropped_trigger_and_a_changed_legal_step_are_reported() -> None:
    assert install.missing() == []
    on = " ON toy_parcel" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER wf_upd_toy_parcel{on}")
    LegalStep.objects.create(kind="parcel", step="conjure", source="packed", target="received")
    LegalStep.objects.filter(kind="parcel", step="receive").delete()
    faults = install.missing()
    assert faults == [
        "wf_upd_toy_parcel",
        "legal step ('parcel', 'conjure', 'packed', 'received')",
        "legal step ('parcel', 'receive', 'sent', 'received')",
    ]
    reported = checks.guards(databases=["default"])
    assert [error.id for error in reported] == ["workflow.W002"] * 3
    assert checks.guards(databases=None) == []
    install.install()
    assert install.missing() == []


def test_after_an_upgrade_migrating_puts_the_legal_steps_right() -> None:
    LegalStep.objects.filter(kind="parcel", step="receive").delete()
    call_command("migrate", verbosity=0, skip_checks=False, stderr=StringIO())
    assert install.missing() == []


@pytest.mark.postgres
def test_a_trigger_switched_off_is_reported() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE toy_parcel DISABLE TRIGGER wf_upd_toy_parcel")
    assert install.missing() == ["wf_upd_toy_parcel"]
    install.install()
    assert install.missing() == []
