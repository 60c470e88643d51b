"""Kinds of documents that say what a unit is there for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutyKind(models.TextChoices):
    REGULATION = "regulation", _("Three-fix regulation")
    POWERS = "powers", _("List of powers and duties")
    LAW = "law", _("Law or rule")
    OTHER = "other", _("Other document")
