"""Install, lift and verify the triggers, and keep the table of legal steps true."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from workflow.guards import postgresql, sqlite
from workflow.lifecycle import legal_moves, subjects
from workflow.models import AppendOnly, LegalStep

DIALECTS = {"postgresql": postgresql, "sqlite": sqlite}


def appended_tables() -> list[str]:
    """The tables whose rows nobody may change or remove."""
    return sorted(
        model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)
    )


def install() -> None:
    """Write the legal steps and make every trigger anew."""
    lift()
    _write_legal_steps()
    tables = {model.kind: model._meta.db_table for model in subjects()}
    with connection.cursor() as cursor:
        for statement in DIALECTS[connection.vendor].install(tables, appended_tables()):
            cursor.execute(statement)


def lift() -> None:
    """Remove every trigger of ours, for a migration or the flush between two tests."""
    with connection.cursor() as cursor:
        for statement in DIALECTS[connection.vendor].lift(installed()):
            cursor.execute(statement)


@contextmanager
def lifted() -> Iterator[None]:
    """Work without triggers, then with them again; control runs of tests need it."""
    lift()
    try:
        yield
    finally:
        install()


def installed() -> list[tuple[str, str]]:
    """(trigger, table) of every trigger of ours in the database."""
    with connection.cursor() as cursor:
        cursor.execute(DIALECTS[connection.vendor].INSTALLED)
        return [(name, table) for name, table in cursor.fetchall()]


def missing() -> list[str]:
    """What is not as it should be: absent triggers, legal steps that differ from the code."""
    tables = {model.kind: model._meta.db_table for model in subjects()}
    wanted = DIALECTS[connection.vendor].names(tables, appended_tables())
    faults = sorted(wanted - {name for name, _table in installed()})
    stored = set(LegalStep.objects.values_list("kind", "step", "source", "target"))
    return faults + [f"legal step {move}" for move in sorted(stored ^ _legal_steps())]


def before_migration(**_kwargs: Any) -> None:
    """On SQLite a rebuild of one table fails on triggers that name it: lift them first."""
    if connection.vendor == "sqlite":
        lift()


def after_migration(**_kwargs: Any) -> None:
    """Install after the last application is migrated, once every table exists."""
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
