"""Bodies, units and the names under which papers call them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase
from treebeard.mp_tree import MP_Node

from coordination.units.office import Configuration, Substitution, Succession
from coordination.units.people import AccessToken, Post, User
from coordination.units.states import UnitKind
from workflow.lifecycle import length_checks

__all__ = [
    "AccessToken",
    "Body",
    "CalendarDay",
    "Configuration",
    "PlanGroupPermission",
    "Portfolio",
    "Post",
    "Substitution",
    "Succession",
    "Unit",
    "UnitGroupPermission",
    "UnitName",
    "User",
]


class Body(models.Model):
    """A government whose units and plans stand apart from those of another one.

    ``level`` is the character its units bear before their short names (区, 市).
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=2, default="区")

    class Meta:
        verbose_name = _("body")

    def __str__(self) -> str:
        return self.name


class Unit(MP_Node):
    """A department, town, office or company; never deleted, only closed with a date.

    ``superior`` names what stands above a unit without being one itself (the government,
    the committee, the city's vertical management); ``outside`` marks a unit which the
    body cannot rule upon.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    superior = models.CharField(max_length=30, blank=True)
    outside = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("unit")
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="unit_code_once")]
        permissions = [
            ("act_for_unit", "Can act for the unit"),
            ("sign_for_unit", "Can sign for the unit"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def marked(self) -> str:
        """The name, marked where the body cannot rule upon the unit (垂管)."""
        return _("%(unit)s (managed from above)") % {"unit": self} if self.outside else str(self)


class UnitName(models.Model):
    """A name under which a unit is called; one name means one unit within a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=60)
    former = models.BooleanField(default=False)
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class UnitGroupPermission(GroupObjectPermissionBase):
    """A right on a unit, held by the group of those who act for it."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)


class PlanGroupPermission(GroupObjectPermissionBase):
    """A right on a plan, held by the group of those in a function of its body."""

    content_object = models.ForeignKey("coordination.Plan", on_delete=models.CASCADE)


class Portfolio(models.Model):
    """A leader is in charge of ``unit`` (分管) from ``since`` to ``until`` (the last day)."""

    leader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="portfolio")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="portfolios")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("unit in a leader's charge")
        constraints = [
            models.UniqueConstraint(fields=["leader", "unit", "since"], name="portfolio_once")
        ]

    def __str__(self) -> str:
        return f"{self.leader} · {self.unit}"


class CalendarDay(models.Model):
    """A day that differs from the plain week: a public holiday, or a day worked in its stead.

    A year that has rows ``published`` is a published one; the others count weekends only.
    """

    day = models.DateField(unique=True)
    working = models.BooleanField()
    name = models.CharField(max_length=40)
    published = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("day of the calendar")
        ordering = ["day"]
        constraints = [*length_checks("calendar", name=40)]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
