"""Install, lift and verify the triggers, and keep the table of legal steps true."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, models, transaction

from workflow.guards import postgresql, sqlite
from workflow.lifecycle import legal_moves, subjects
from workflow.models import AppendOnly, LegalStep

DIALECTS = {"postgresql": postgresql, "sqlite": sqlite}


def appended_tables() -> dict[str, list[list[str]]]:
    """The tables whose rows nobody may change or remove, each with its sets of unique columns."""
    appended = [model for model in apps.get_models() if issubclass(model, AppendOnly)]
    return {
        model._meta.db_table: _unique_columns(model)
        for model in sorted(appended, key=lambda model: model._meta.db_table)
    }


def _unique_columns(model: type[models.Model]) -> list[list[str]]:
    fields = model._meta.concrete_fields
    columns = {f.name: str(f.column) for f in fields}
    sets = [[columns[f.name]] for f in fields if f.unique]
    sets += [[columns[n] for n in c.fields] for c in model._meta.total_unique_constraints]
    return sets


def install() -> None:
    """Write the legal steps and make every trigger anew, in one transaction."""
    tables = {model.kind: model._meta.db_table for model in subjects()}
    with transaction.atomic():
        lift()
        _write_legal_steps()
        with connection.cursor() as cursor:
            for statement in DIALECTS[connection.vendor].install(tables, appended_tables()):
                cursor.execute(statement)


def lift() -> None:
    """Remove every trigger of ours, for a migration or the flush between two tests."""
    with connection.cursor() as cursor:
        for statement in DIALECTS[connection.vendor].lift(list(_installed())):
            cursor.execute(statement)


@contextmanager
def lifted() -> Iterator[None]:
    """Work without triggers, then with them again; control runs of tests need it."""
    lift()
    try:
        yield
    finally:
        install()


def missing() -> list[str]:
    """What is not as it should be: absent triggers, legal steps that differ from the code."""
    tables = {model.kind: model._meta.db_table for model in subjects()}
    wanted = DIALECTS[connection.vendor].names(tables, list(appended_tables()))
    working = {name for (name, _table), works in _installed().items() if works}
    stored = set(LegalStep.objects.values_list("kind", "step", "source", "target"))
    return sorted(wanted - working) + [
        f"legal step {move}" for move in sorted(stored ^ _legal_steps())
    ]


def _installed() -> dict[tuple[str, str], bool]:
    """Each trigger of ours in the database with its table, and whether it is switched on."""
    with connection.cursor() as cursor:
        cursor.execute(DIALECTS[connection.vendor].INSTALLED)
        return {(name, table): bool(works) for name, table, works in cursor.fetchall()}


def before_migration(**_kwargs: Any) -> None:
    """On SQLite a rebuild of one table fails on triggers that name it: lift them first."""
    if connection.vendor == "sqlite":
        lift()


def after_migration(app_config: AppConfig | None = None, **_kwargs: Any) -> None:
    """Install after the last application is migrated, once every table exists."""
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if app_config is not None and app_config is not with_models[-1]:
        return
    present = set(connection.introspection.table_names())
    wanted = {model._meta.db_table for model in subjects()} | set(appended_tables())
    if wanted <= present:
        install()


def _legal_steps() -> set[tuple[str, str, str, str]]:
    return {(model.kind, *move) for model in subjects() for move in legal_moves(model)}


def _write_legal_steps() -> None:
    wanted = _legal_steps()
    with transaction.atomic():
        stored = set(LegalStep.objects.values_list("kind", "step", "source", "target"))
        if stored != wanted:
            LegalStep.objects.all().delete()
            LegalStep.objects.bulk_create(
                LegalStep(kind=kind, step=step, source=source, target=target)
                for kind, step, source, target in sorted(wanted)
            )
