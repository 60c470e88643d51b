"""States of requests and letters, and the levels in which a unit is urged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks.states import TaskState


class ExtensionState(models.TextChoices):
    ASKED = "asked", _("To be decided")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class RequestState(models.TextChoices):
    ASKED = "asked", _("To be decided")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class TransferState(models.TextChoices):
    ASKED = "asked", _("Heads to agree")
    CONSENTED = "consented", _("Both heads agreed")
    CARRIED_OUT = "carried_out", _("Carried out")
    REFUSED = "refused", _("Refused")


class LetterState(models.TextChoices):
    SENT = "sent", _("To be answered")
    UNANSWERED = "unanswered", _("Not answered by the limit")
    ANSWERED = "answered", _("Answered")


class Level(models.TextChoices):
    """A letter of supervision 督办单; its level rises only where the last one went unanswered."""

    BLUE = "blue", _("Blue: reminder")
    YELLOW = "yellow", _("Yellow: warning")
    RED = "red", _("Red: supervision by name")


LEVELS = tuple(Level)

# Work is owed, and nobody disputes by whom: dates may be moved.
EXTENDABLE = (TaskState.ASSIGNED, TaskState.ACCEPTED, TaskState.IN_PROGRESS)
# The duty goes on while disputed.
URGEABLE = (*EXTENDABLE, TaskState.DISPUTED)
