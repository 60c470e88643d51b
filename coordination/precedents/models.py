"""A decided case as others find it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes.models import Dispute
from coordination.disputes.states import Decided, Outcome
from coordination.duties.models import DutyEntry
from coordination.search.models import Searchable
from coordination.tasks.states import Ground
from coordination.units.models import Unit
from workflow.lifecycle import length_checks


class Precedent(Searchable):
    """What a case was about and how it ended, derived from it when it closed.

    ``title`` and ``wording`` are the task's as they read then. Nothing here is the record: the
    command ``rebuild_search`` makes every row anew.
    """

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="precedent")
    title = models.CharField(max_length=200)
    wording = models.TextField()
    ground = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    decided = models.CharField(max_length=20, blank=True)
    decided_on = models.DateField()
    units = models.ManyToManyField(Unit, related_name="+")
    cited = models.ManyToManyField(DutyEntry, related_name="+")

    class Meta:
        verbose_name = _("precedent")
        constraints = [*length_checks("precedent", title=200, wording=20_000)]

    def __str__(self) -> str:
        return self.title

    @property
    def ground_label(self) -> str:
        """The ground in words."""
        return str(Ground(self.ground).label)

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return str(Outcome(self.outcome).label)

    @property
    def decided_label(self) -> str:
        """How it was decided, in words."""
        return str(Decided(self.decided).label) if self.decided else ""

    def searched_texts(self) -> tuple[str, ...]:
        """The task's wording, then what the filer said of it."""
        return (self.title, self.wording, self.dispute.facts, self.dispute.basis)
