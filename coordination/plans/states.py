"""States of a plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFTING = "drafting", _("Drafting")
    ISSUED = "issued", _("Issued")
