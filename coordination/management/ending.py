"""How a command ends where it could not run."""

from typing import NoReturn

from workflow.management.reporting import ReportingCommand
from workflow.verdict import Text


def cannot_run(message: Text) -> NoReturn:
    """End the command with 2 and one message; nothing was written."""
    raise ReportingCommand.cannot(str(message))
