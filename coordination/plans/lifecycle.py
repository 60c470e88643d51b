"""The lifecycle of a plan."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.plans import rules
from coordination.plans.states import PlanState
from workflow.door import Act
from workflow.lifecycle import Creation, Subject, state_field, step


class PlanLifecycle(Subject):
    """Drafting, then issued; the plan issue adds consultation, approval and amendment."""

    kind = "plan"
    creations = (Creation("draft", PlanState.DRAFTING, _("draft the plan")),)

    state = state_field(PlanState, PlanState.DRAFTING)
    issued_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    @step(
        {"drafting": "drafting"},
        rule=rules.may_draft,
        label=_("Import tasks"),
    )
    def take_in(self, act: Act, *, file: str, digest: str, tasks: int) -> None:
        """Tasks were read from a file into the plan."""

    @step(
        {"drafting": "issued"},
        rule=rules.may_issue,
        label=_("Issue"),
        needs=(rules.not_empty, rules.ready, rules.groups_decided, rules.opinions_decided),
        topic="plan.issued",
        primary=True,
        grave=True,
    )
    def issue(self, act: Act, *, issued_on: Any, **_counts: Any) -> None:
        """The plan takes effect; its tasks are assigned."""
        self.issued_on = issued_on
