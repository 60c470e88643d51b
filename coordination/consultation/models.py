"""Opinions of units on the drafts of a plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.consultation.lifecycle import OpinionLifecycle
from coordination.consultation.states import UNDECIDED, OpinionKind, OpinionState
from coordination.plans.models import Plan
from coordination.tasks.models import Task
from coordination.tasks.states import Ground
from coordination.units.models import Unit, User
from workflow.lifecycle import Ref, choice_checks, length_checks, state_check


class Opinion(OpinionLifecycle):
    """What ``unit`` says of a draft by its ``letter``; ``by`` recorded it.

    An opinion on the lead names the unit ``proposed`` and the ``ground``. The case that was
    opened from it, if any, is its ``dispute``.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="opinions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="opinions")
    about = models.CharField(max_length=20, choices=OpinionKind.choices)
    proposed = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    text = models.TextField(_("opinion"))
    basis = models.TextField(_("basis"), blank=True)
    letter = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("opinion")
        constraints = [
            state_check(OpinionState, "opinion_state"),
            models.UniqueConstraint(
                fields=["task", "unit", "about"],
                condition=models.Q(state__in=[state.value for state in UNDECIDED]),
                name="opinion_once",
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=models.Q(state="in_dispute"),
                name="opinion_one_disputed",
            ),
            models.CheckConstraint(
                condition=~models.Q(about="change_lead") | models.Q(proposed__isnull=False),
                name="opinion_proposed",
            ),
            *choice_checks("opinion", about=OpinionKind.values, ground=["", *Ground.values]),
            *length_checks("opinion", text=5_000, basis=5_000, letter=80, reason=5_000),
        ]
        indexes = [models.Index(fields=["plan", "state"], name="opinion_by_plan")]

    def __str__(self) -> str:
        return f"{self.unit} ({self.get_about_display()})"

    def root(self) -> Ref:
        """The task: the draft and what is said of it share one lock."""
        return Ref(Task, self.task_id)
