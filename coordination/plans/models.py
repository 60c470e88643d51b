"""Plans and their sections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.plans.lifecycle import PlanLifecycle
from coordination.plans.states import PlanState, PlanType
from coordination.units.models import Body
from workflow.lifecycle import length_checks, state_check


class Plan(PlanLifecycle):
    """A year's points of work of one body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(_("title"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    plan_type = models.CharField(
        max_length=20, choices=PlanType.choices, default=PlanType.YEAR_PLAN, editable=False
    )

    class Meta:
        verbose_name = _("plan")
        constraints = [
            models.UniqueConstraint(fields=["body", "title", "year"], name="plan_once"),
            state_check(PlanState, "plan_state"),
            *length_checks("plan", title=120),
        ]
        permissions = [
            ("draft_plan", "Can draft the plan"),
            ("coordinate_plan", "Can coordinate the plan"),
            ("supervise_plan", "Can supervise the plan"),
            ("rule_plan", "Can rule in disputes of the plan"),
            ("chair_plan", "Can chair the meetings on disputes of the plan"),
            ("top_plan", "Can rule in disputes of the plan one tier up"),
            ("meet_plan", "Can rule on a third change of lead"),
            ("opine_plan", "Can give an opinion in disputes of the plan"),
        ]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A part of a plan, or a key task within a part (``parent``)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="section_once"),
        ]

    def __str__(self) -> str:
        return self.title
