"""Claims of completion with their results, and what verifiers found; each is kept as it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks.indicators import Indicator, quantity
from coordination.tasks.models import Task
from coordination.tasks.states import Method, Reached, ResultGrade
from coordination.units.models import Unit, User
from workflow.lifecycle import length_checks
from workflow.prepared import Prepared

NOTE = 500


class Claim(models.Model):
    """The ``number``-th claim of a task; rework makes a new one, the earlier ones stay."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="claims", db_index=False)
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1, choices=ResultGrade.choices)
    result = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("claim")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="claim_once"),
            models.CheckConstraint(
                condition=models.Q(grade__in=ResultGrade.values), name="claim_grade"
            ),
            *length_checks("claim", result=5_000),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.number}"

    @staticmethod
    def next_number(task_id: int) -> int:
        """The number of the next claim of a task."""
        return len(NUMBERS.rows(task_id)) + 1

    @staticmethod
    def undecided_id(task_id: int) -> int | None:
        """The id of the last claim of a task upon which nobody has decided."""
        found = UNDECIDED.rows(task_id)
        return found[0][0] if found else None


NUMBERS = Prepared(lambda task: Claim.objects.filter(task=task).order_by().values_list("number"))
UNDECIDED = Prepared(
    lambda task: (
        Claim.objects.filter(task=task, verification=None).order_by("-number").values_list("pk")[:1]
    )
)


class ClaimResult(models.Model):
    """What a claim says of one indicator."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="results")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="results")
    value = quantity(null=True)
    reached = models.CharField(max_length=10, choices=Reached.choices)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("result")
        ordering = ["indicator_id"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "indicator"], name="claim_result_once"),
            models.CheckConstraint(
                condition=models.Q(reached__in=Reached.values), name="claim_result_reached"
            ),
            *length_checks("claim_result", note=NOTE),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.get_reached_display()}"


class Verification(models.Model):
    """How a claim was decided upon: verified, or returned until ``limit``.

    Claims made before claims were kept as rows have none.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="verifications")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=Method.choices, blank=True)
    confirmed = models.BooleanField()
    conclusion = models.TextField()
    limit = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("verification")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method__in=["", *Method.values]), name="verification_method"
            ),
            models.CheckConstraint(
                condition=models.Q(limit__isnull=True) | models.Q(confirmed=False),
                name="verification_limit",
            ),
            *length_checks("verification", conclusion=5_000),
        ]

    def __str__(self) -> str:
        return str(_("Verified") if self.confirmed else _("Returned"))


class Finding(models.Model):
    """What a verifier found for one indicator; ``value`` as verified."""

    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, related_name="findings"
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="findings")
    confirmed = models.BooleanField()
    value = quantity(null=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("finding")
        ordering = ["indicator_id"]
        constraints = [
            models.UniqueConstraint(fields=["verification", "indicator"], name="finding_once"),
            *length_checks("finding", note=NOTE),
        ]

    def __str__(self) -> str:
        word = _("Confirmed") if self.confirmed else _("Not confirmed")
        return f"{self.indicator}: {word}"
