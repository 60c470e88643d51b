"""One step on many things at once: each row stands or falls alone, in one transaction.

Pages and API both call :func:`take_each`, so that they cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coordination.forms.base import StepForm
from coordination.steps import refusal, take
from coordination.units.official import Official
from workflow import door
from workflow.errors import Refusal

# The most rows of one request; a transaction with more would hold up others.
MOST = 50

Errors = Mapping[str, Sequence[str]]
Fill = Callable[[Any], tuple[StepForm, Errors]]


@dataclass(frozen=True)
class Outcome:
    """What became of one row: ``answer`` where it was done, else ``refused`` or ``errors``.

    Data that is not in order is told last: first whether the step is open at all.
    """

    subject: Any
    version: int | None
    answer: Mapping[str, Any] | None = None
    refused: Refusal | None = None
    errors: Errors = field(default_factory=dict)

    @property
    def reasons(self) -> list[str]:
        """Why the row was not done, in words."""
        if self.refused:
            return self.refused.reasons
        return [text for texts in self.errors.values() for text in texts]


def take_each(
    rows: Iterable[tuple[Any, int | None]], step: str, actor: Official, fill: Fill
) -> dict[int, Outcome]:
    """Take the step on each (subject, version seen), in order of ids so that no two lock crosswise.

    ``fill`` gives a subject's form and what is wrong with it. The caller holds the transaction.
    """
    ordered = sorted(rows, key=lambda row: int(row[0].pk))
    return {subject.pk: _take(subject, version, step, actor, fill) for subject, version in ordered}


def _take(subject: Any, version: int | None, step: str, actor: Official, fill: Fill) -> Outcome:
    form, errors = fill(subject)
    if errors:
        refused = refusal(subject, step, actor, version)
        return Outcome(subject, version, refused=refused, errors={} if refused else errors)
    try:
        with door.answers() as heard:
            take(subject, step, form, actor, None, version)
    except Refusal as refused:
        refused.subject = refused.subject or subject
        return Outcome(subject, version, refused=refused)
    return Outcome(subject, version, answer=heard[0])
