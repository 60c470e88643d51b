"""What hangs on a task ends with it: those concerned are told within the same act.

A task comes to an end for what was asked about it when it is verified, cancelled, or passes to
another lead. The slices that hold requests stand above this one; they are told in ``apps``.
"""

from collections.abc import Callable, Sequence

from coordination.tasks.models import Task
from workflow.door import Act

Handler = Callable[[Act, Sequence[Task]], None]
_handlers: list[Handler] = []


def on_end(handler: Handler) -> None:
    """Have ``handler`` called, within the act, with the tasks that ended in it."""
    if handler not in _handlers:
        _handlers.append(handler)


def ended(act: Act, tasks: Sequence[Task]) -> None:
    """The tasks were verified, cancelled or given to another lead in this act."""
    for handler in _handlers:
        handler(act, tasks)
