"""States of requests and letters, and the levels in which a unit is urged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.tasks.states import TaskState


class RequestState(models.TextChoices):
    """Of a request that another one decides."""

    ASKED = "asked", _("To be decided")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void")


class TransferState(models.TextChoices):
    ASKED = "asked", _("Heads to agree")
    CONSENTED = "consented", _("Both heads agreed")
    CARRIED_OUT = "carried_out", _("Carried out")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void")


class LetterState(models.TextChoices):
    SENT = "sent", _("To be answered")
    UNANSWERED = "unanswered", _("Not answered by the limit")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void")


class ReminderState(models.TextChoices):
    SENT = "sent", _("Sent")


class About(models.TextChoices):
    """What the clock reminded of."""

    SIGN_OFF = "sign_off", _("Receipt")
    DUE = "due", _("Due date")
    MILESTONE = "milestone", _("Milestone")
    VERIFICATION = "verification", _("Verification")
    REPORT = "report", _("Report of the period")
    REPORT_MISSED = "report_missed", _("Report missing")
    REVIEW_LATE = "review_late", _("Review of a suspension")


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
