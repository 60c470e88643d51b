"""What a task is measured by, and what its lead plans to have reached by when."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks.models import Task
from coordination.tasks.states import Comparator
from workflow.lifecycle import length_checks
from workflow.prepared import Prepared

ABOUT = Decimal("0.05")


def quantity(*, null: bool = False) -> Any:
    """A measured number: up to twelve digits before the point and four after it."""
    return models.DecimalField(max_digits=16, decimal_places=4, null=null)


def number(value: Decimal | None) -> str:
    """The number as people write it, without the zeros of its column."""
    return "" if value is None else f"{value.normalize():f}"


class Indicator(models.Model):
    """A quantity the task is measured by.

    ``text`` names the quantity, ``target`` is a decimal number, two joined by ``-`` for a range,
    ``measure`` the unit of measure. Without ``due_on`` the task's own due date counts. ``proof``
    says which evidence shows it; ``proof_required``: no claim without such evidence.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="indicators")
    text = models.CharField(max_length=120)
    comparator = models.CharField(max_length=10, choices=Comparator.choices, blank=True)
    baseline = quantity(null=True)
    target = models.CharField(max_length=30, blank=True)
    measure = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True)
    proof = models.CharField(max_length=120, blank=True)
    proof_required = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("indicator")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(comparator__in=["", *Comparator.values]),
                name="indicator_comparator",
            ),
            *length_checks("indicator", text=120, target=30, measure=20, proof=120),
        ]

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def of_task(task_id: int) -> "list[Indicator]":
        """The indicators of a task in their order."""
        return OF_TASK.instances(task_id)

    @staticmethod
    def among(indicators: "Sequence[Indicator]") -> "models.QuerySet[Indicator]":
        """These, for a form to choose from; where there are none, nothing is asked."""
        if not indicators:
            return _NONE
        return Indicator.objects.filter(pk__in=[each.pk for each in indicators]).order_by("pk")

    @property
    def with_measure(self) -> str:
        """Its name, and in brackets the unit of measure."""
        return f"{self.text} ({self.measure})" if self.measure else self.text

    @property
    def due(self) -> date | None:
        """The day by which the target is to be reached."""
        return self.due_on or self.task.due_on

    @property
    def hard(self) -> bool:
        """Whether it is a hard indicator 硬指标: measurable and dated."""
        return bool(self.bounds and self.measure and self.due)

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The numbers of the target: one, two for a range, none where it names no number."""
        try:
            return tuple(Decimal(part) for part in self.target.split("-") if part)
        except InvalidOperation:
            return ()

    @property
    def goal(self) -> str:
        """The target in words, with its unit of measure."""
        words = self.get_comparator_display() if self.comparator != Comparator.EQ else ""
        return f"{words} {self.target} {self.measure}".strip() if self.target else ""

    def as_far_as(self, value: Decimal, planned: Decimal) -> bool:
        """Whether ``value`` is at least where the plan says it should be."""
        return value <= planned if self.comparator == Comparator.LE else value >= planned

    def reached_by(self, value: Decimal) -> bool:
        """Whether ``value`` reaches the target; more than a plain number is reached too."""
        if not self.bounds:
            return False
        low, high = self.bounds[0], self.bounds[-1]
        if self.comparator == Comparator.RANGE:
            return low <= value <= high
        if self.comparator == Comparator.LE:
            return value <= low
        if self.comparator == Comparator.ABOUT:
            return abs(value - low) <= low * ABOUT
        return value >= low

    def share_of(self, value: Decimal) -> int | None:
        """How far ``value`` is on the way from the baseline to the target, 0 to 100.

        ``None`` where the way has no beginning or no end.
        """
        if self.reached_by(value):
            return 100
        start = self.baseline
        if start is None:
            start = None if self.comparator == Comparator.LE else Decimal()
        if not self.bounds or start is None or self.bounds[0] == start:
            return None
        way = (value - start) / (self.bounds[0] - start)
        return max(0, min(99, int(way * 100)))


_NONE = Indicator.objects.none()
OF_TASK = Prepared(lambda task: Indicator.objects.filter(task=task).order_by("pk"))


class PlannedValue(models.Model):
    """What the lead plans for an indicator by the end of the period that begins on ``period``."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="planned")
    period = models.DateField()
    value = quantity()

    class Meta:
        verbose_name = _("planned value")
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="planned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period:%Y-%m}: {self.value}"
