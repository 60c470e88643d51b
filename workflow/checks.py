"""System checks: each lifecycle is whole, and the triggers are in the database."""

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from workflow.guards import install
from workflow.lifecycle import Subject, legal_moves, states_of, steps_of, subjects


@register()
def lifecycles(**_kwargs: Any) -> list[CheckMessage]:
    """Every step has words, every state can be reached, every declared state exists."""
    return [message for model in subjects() for message in _faults(model)]


def _faults(model: type[Subject]) -> list[CheckMessage]:
    states = set(states_of(model))
    moves = legal_moves(model)
    reached = {target for _name, _source, target in moves}
    named = {source for _name, source, _target in moves if source} | reached
    faults = [
        f"step {name} has no label" for name, step in steps_of(model).items() if not step.label
    ]
    faults += [f"state {state} is never reached" for state in sorted(states - reached)]
    faults += [f"state {state} is not declared" for state in sorted(named - states)]
    return [Error(f"{model.__name__}: {fault}", obj=model, id="workflow.E001") for fault in faults]


@register(Tags.database)
def guards(databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """The triggers stand and the table of legal steps equals the code.

    A warning: an error would stop the very ``migrate`` that puts it right after an upgrade. That
    nobody works meanwhile is up to the readiness probe.
    """
    if not databases or "workflow_legalstep" not in connection.introspection.table_names():
        return []
    return [
        checks.Warning(
            f"the database does not hold {fault}", hint="run migrate", id="workflow.W002"
        )
        for fault in install.missing()
    ]
