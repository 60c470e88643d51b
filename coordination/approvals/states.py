"""States of an amendment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AmendmentState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
