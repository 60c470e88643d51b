"""A report is filed and edited until its period closes; evidence is kept, or retracted."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.progress import rules
from coordination.progress.states import EvidenceState, ReportState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, state_field, step


class ReportLifecycle(Subject):
    """A report on a period of work."""

    kind = "report"
    creations = (
        Creation(
            "report",
            ReportState.FILED,
            _("report progress"),
            "task.reported",
            ("done", "problem", "next"),
        ),
        Creation(
            "coop_report",
            ReportState.FILED,
            _("report on our part"),
            "part.reported",
            ("done", "problem", "next"),
        ),
    )

    percent: int
    done: str
    problem: str
    next: str

    state = state_field(ReportState, ReportState.FILED)

    class Meta:
        abstract = True

    @step(
        {"filed": "filed"},
        rule=rules.may_edit,
        label=_("Edit the report"),
        needs=(rules.period_open,),
        prose=("done", "problem", "next_steps"),
    )
    def edit(
        self,
        act: Act,
        *,
        percent: int,
        done: str,
        problem: str,
        next_steps: str,
        values: Any = (),
        reached: Sequence[int] = (),
    ) -> None:
        """The unit corrects its report while the period is open."""
        self.percent, self.done, self.problem, self.next = percent, done, problem, next_steps


class EvidenceLifecycle(Subject):
    """A file or a link that shows what was done."""

    kind = "evidence"
    creations = (Creation("add_evidence", EvidenceState.KEPT, _("add evidence")),)

    state = state_field(EvidenceState, EvidenceState.KEPT)

    class Meta:
        abstract = True

    @step(
        {"kept": "retracted"},
        rule=rules.may_retract,
        label=_("Retract the evidence"),
        needs=(rules.not_claimed, rules.not_frozen),
        prose=("reason",),
        grave=True,
    )
    def retract_evidence(self, act: Act, *, reason: str) -> None:
        """It does not count any more; the file stays, for records refer to it."""
