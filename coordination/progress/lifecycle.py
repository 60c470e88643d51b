"""A report is filed, a piece of evidence is kept; both stay as they are."""

from django.utils.translation import gettext_lazy as _

from coordination.progress.states import EvidenceState, ReportState
from workflow.lifecycle import Creation, Subject, state_field


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
    )

    state = state_field(ReportState, ReportState.FILED)

    class Meta:
        abstract = True


class EvidenceLifecycle(Subject):
    """A file that shows what was done."""

    kind = "evidence"
    creations = (Creation("add_evidence", EvidenceState.KEPT, _("add evidence")),)

    state = state_field(EvidenceState, EvidenceState.KEPT)

    class Meta:
        abstract = True
