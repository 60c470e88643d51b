"""The two drivers beneath Django's connection, used where the door writes or reads directly."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from workflow.wire import Statement, run_apart, wire_of


def placeholder(vendor: str) -> str:
    """The driver's own mark for a parameter."""
    return "%s" if vendor == "postgresql" else "?"


def execute(
    connection: BaseDatabaseWrapper,
    statements: Sequence[Statement],
    *,
    prepared: bool,
    ending: bool = False,
) -> list[Any]:
    """Run the statements in order: for each the driver's cursor, or its answer on PostgreSQL.

    There values are bound by the server, which is done here only, not for the whole project,
    because it limits the number of parameters of a statement. ``prepared``: the server keeps the
    plans, and all go in one way; not where the driver prepares too, for it lets go of all at once.
    ``ending``: the transaction may be committed with them.
    """
    raw: Any = connection.connection
    if connection.vendor != "postgresql":
        return [raw.execute(*each) for each in statements]
    if prepared and raw.prepare_threshold is None:
        return list(wire_of(raw).ask(statements, ending=ending))
    return [run_apart(raw, each) for each in statements]
