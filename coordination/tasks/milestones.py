"""The steps of a plan of work, each with its day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks.models import Task
from workflow.lifecycle import length_checks
from workflow.prepared import Prepared


class Milestone(models.Model):
    """A step of the lead's plan of work and the day on which it is to be reached.

    ``reached_on`` is the day on which a report of the lead said that it was.
    """

    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="milestones", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("milestone")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="milestone_once"),
            *length_checks("milestone", title=120),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def are_ahead(task_id: int) -> bool:
        """Whether a task has milestones that are not reached yet."""
        return bool(_AHEAD.rows(task_id))


_AHEAD = Prepared(
    lambda task: (
        Milestone.objects.filter(task=task, reached_on__isnull=True)
        .order_by()
        .values_list("pk")[:1]
    )
)
