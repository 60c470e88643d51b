"""States and kinds of an opinion on a draft."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpinionState(models.TextChoices):
    OPEN = "open", _("To be decided")
    IN_DISPUTE = "in_dispute", _("In dispute")
    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Partly adopted")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDECIDED = (OpinionState.OPEN, OpinionState.IN_DISPUTE)
DECISIONS = (OpinionState.ADOPTED, OpinionState.PARTLY, OpinionState.NOT_ADOPTED)


class OpinionKind(models.TextChoices):
    CHANGE_LEAD = "change_lead", _("Another lead unit")
    OTHER = "other", _("Another change")
