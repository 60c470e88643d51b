"""Print the rule that stands before every step, in every state."""

from collections.abc import Iterator
from typing import Any

from workflow.lifecycle import Subject, consequence, steps_of, subjects
from workflow.management.reporting import Report, ReportingCommand


class Command(ReportingCommand):
    """export_policy: read from the lifecycles themselves."""

    help = "Print every step in every state of every subject, with the name of its rule."

    def report(self, **_options: Any) -> Report:
        """One row for each subject, step and state."""
        rows = [row for model in subjects() for row in _rows(model)]
        lines = [
            f"{row['object']:12} {row['step']:14} {row['state'] or '-':12} "
            f"{'yes' if row['allowed'] else 'no':4} {row['rule']}"
            for row in rows
        ]
        return Report({"policy": rows}, lines)


def _rows(model: type[Subject]) -> Iterator[dict[str, Any]]:
    for made in model.creations:
        yield {
            "object": model.kind,
            "step": made.name,
            "state": "",
            "targets": [made.state],
            "allowed": True,
            "kind": "creation",
            "rule": "creation",
            "needs": [],
        }
    field: Any = model._meta.get_field("state")  # type: ignore[misc]
    states = [str(code) for code, _label in field.flatchoices]
    for name, step in steps_of(model).items():
        for state in states:
            yield {
                "object": model.kind,
                "step": name,
                "state": state,
                "targets": [target for source, target in step.legal() if source == state],
                "allowed": state in step.moves,
                "kind": "consequence" if step.rule is consequence else "act",
                "rule": getattr(step.rule, "__name__", str(step.rule)),
                "needs": [getattr(need, "__name__", str(need)) for need in step.needs],
            }
