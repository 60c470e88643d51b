"""Steps of cases that are consulted on together: the later one waits for the earlier one.

Section 4.2 of the specification: similar objections may be joined by the coordinator, one
consultation, one outcome per task; decisions 3.3 and 3.12 set the bounds.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes import joining_rules as joining
from coordination.disputes import rules
from coordination.disputes.decision_steps import DecisionSteps
from coordination.disputes.states import Phase, Profile, Scope
from workflow.door import Act
from workflow.lifecycle import consequence, step

BEFORE_CONSULTATION = {"filed": "filed", "collecting": "collecting"}
JOINS = dict.fromkeys(BEFORE_CONSULTATION, "joined")


class JoiningSteps(DecisionSteps):
    """``joined_to`` is the case whose outcome this one waits for; it is named for ever."""

    task_id: int
    plan_id: int
    part_id: int | None

    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="joined", editable=False
    )

    class Meta:
        abstract = True

    def leading_cases(self) -> Any:
        """The cases to which this one may be joined: about a lead, and not consulted on yet."""
        cases: Any = type(self)._default_manager
        earlier = models.Q(task=self.task_id) if self.part_id else models.Q(pk__lt=self.pk)
        found = cases.filter(earlier, plan=self.plan_id, scope=Scope.LEAD)
        found = found.filter(phase=Phase.ISSUED, profile=Profile.NORMAL, round=1)
        return found.filter(state__in=tuple(BEFORE_CONSULTATION)).exclude(pk=self.pk)

    @step(
        JOINS,
        rule=rules.may_coordinate,
        label=_("Join to an earlier case"),
        needs=(joining.is_no_leading_case, joining.normal_limits, joining.may_be_led),
        prose=("reason",),
        topic="dispute.put_together",
        grave=True,
    )
    def join_case(self, act: Act, *, into: Any, **_reason: str) -> None:
        """The coordinator joins the case to an earlier one on the same question."""
        self._wait_for(into)

    @step(JOINS, rule=consequence, label=_("Taken into the case about the lead"))
    def taken_in(self, act: Act, *, into: Any) -> None:
        """The lead of the task is contested: what is contested of its parts goes along."""
        self._wait_for(into)

    def _wait_for(self, leading: Any) -> None:
        self.joined_to, self.due_on = leading, None
        self.completion_until = self.admission_left = None

    @step(
        {**BEFORE_CONSULTATION, "admitted": "admitted"},
        rule=consequence,
        label=_("Another case was joined to this one"),
        topic="dispute.led",
    )
    def lead_case(self, act: Act, *, joined: int) -> None:
        """The parties of the case ``joined`` are parties of this one too."""

    @step(
        {"joined": "executing"},
        rule=consequence,
        label=_("Decided with the case it was joined to"),
        topic="dispute.decided_together",
    )
    def follow_outcome(self, act: Act, *, decided: str, tier: str, **choice: Any) -> None:
        """The outcome of the leading case is carried out on this task too; its tier reviews it."""
        self._choose(**choice)
        self.decided, self.tier = decided, tier

    @step(
        {"joined": "admitted"},
        rule=consequence,
        label=_("Consulted on by itself again"),
        topic="dispute.parted",
    )
    def part_again(self, act: Act, *, heard: bool) -> None:
        """The leading case ended without an outcome that this one can follow.

        ``heard``: the parties were asked before, so that the next round begins.
        """
        self.round += heard
