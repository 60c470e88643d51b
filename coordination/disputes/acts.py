"""What is written in the course of a case and never changed: consultation, file, ruling, review.

The rows without a life of their own; each is written inside the act it tells of.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes.models import Dispute
from coordination.disputes.states import OldLead, Outcome, ReviewGround, Tier
from coordination.tasks.models import Task
from coordination.units.models import Unit, User
from workflow.lifecycle import length_checks
from workflow.models import AppendOnly


class Consultation(AppendOnly):
    """A consultation that was held in a round; ``chair`` is the duty that chaired it."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="consultations")
    round = models.PositiveSmallIntegerField()
    chair = models.CharField(max_length=20)
    meeting = models.BooleanField()
    held_on = models.DateField()
    people = models.TextField()
    agreed = models.TextField(blank=True)
    still_open = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("consultation")
        constraints = [*length_checks("consultation", people=5_000, agreed=5_000, still_open=5_000)]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"


class RulingFile(AppendOnly):
    """The file that went for ruling; ``content`` is what was generated, with all rounds.

    ``unprepared``: the coordinator let the limit pass, nobody added issues, advice and draft.
    """

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="file")
    content = models.JSONField()
    issues = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    draft = models.TextField(blank=True)
    unprepared = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ruling file")
        constraints = [*length_checks("rulingfile", issues=5_000, advice=5_000, draft=5_000)]

    def __str__(self) -> str:
        return str(self.dispute)


class Ruling(AppendOnly):
    """A decision with its reasons; it holds for this task only. The second one is a review's."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="rulings")
    number = models.PositiveSmallIntegerField(default=1)
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.LEADER)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    new_lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    old_lead = models.CharField(max_length=20, choices=OldLead.choices, blank=True)
    terms = models.JSONField(default=dict)
    duty = models.TextField(blank=True)
    wording = models.TextField(blank=True)
    division = models.TextField(blank=True)
    reasons = models.TextField()
    dissent = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ruling")
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="ruling_once"),
            *length_checks(
                "ruling", reasons=5_000, dissent=5_000, wording=5_000, division=5_000, duty=2_000
            ),
        ]

    def __str__(self) -> str:
        return self.reasons

    @property
    def reservation(self) -> str:
        """What every ruling says of its reach (section 4.5, rule 9, of the specification)."""
        return str(
            _("This ruling holds for this task only and is no basis for a unit's statutory duties.")
        )


class ReviewRequest(AppendOnly):
    """A party asks for the review of the ruling, once."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="reviews")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=ReviewGround.choices)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("request for review")
        constraints = [
            models.UniqueConstraint(fields=["dispute", "unit"], name="review_once"),
            *length_checks("review", reason=5_000),
        ]

    def __str__(self) -> str:
        return self.reason


class TemporaryLead(models.Model):
    """Unit ``unit`` does what the lead does from ``since`` until ``until``, without prejudice."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="temporary_leads")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="temporary_leads")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("temporary lead")
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=models.Q(until__isnull=True),
                name="temporary_lead_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)
