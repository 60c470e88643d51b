"""States of a plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFTING = "drafting", _("Drafting")
    ISSUED = "issued", _("Issued")


class PlanType(models.TextChoices):
    """What the limits of disputes are configured for."""

    YEAR_PLAN = "year_plan", _("Points of work of a year")
