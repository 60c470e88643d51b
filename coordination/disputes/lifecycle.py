"""The state of a dispute, N1 to N12, read in three files; that of a slot in ``slot_lifecycle``.

viewflow decides who is asked next (``flow``); what the case *is* stands here and changes by
the door only.
"""

from django.utils.translation import gettext_lazy as _

from coordination.disputes.decision_steps import DecisionSteps
from coordination.disputes.states import DisputeState
from workflow.lifecycle import Creation, state_field


class DisputeLifecycle(DecisionSteps):
    """Admission, rounds, opinions, file, ruling, execution, receipt; or withdrawn, or void."""

    kind = "dispute"
    creations = (Creation("file", DisputeState.FILED, _("file the dispute"), "dispute.filed"),)

    state = state_field(DisputeState, DisputeState.FILED)

    class Meta:
        abstract = True
