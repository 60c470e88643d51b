"""States of reports and evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    FILED = "filed", _("Filed")


class EvidenceState(models.TextChoices):
    KEPT = "kept", _("Kept")
    RETRACTED = "retracted", _("Retracted")
