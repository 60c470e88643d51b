"""States of a task, of a cooperating part, and kinds of due dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ASSIGNED = "assigned", _("Assigned, to be accepted")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    DISPUTED = "disputed", _("Disputed")
    COMPLETED = "completed", _("Completion claimed, to be verified")
    VERIFIED = "verified", _("Verified and closed")
    CANCELLED = "cancelled", _("Cancelled")


class CooperationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("To be confirmed")
    ACCEPTED = "accepted", _("Confirmed")
    DONE = "done", _("Done")
    RELEASED = "released", _("Released")


class DueKind(models.TextChoices):
    DATE = "date", _("By a date")
    PERIOD = "period", _("Within a period")
    RECURRING = "recurring", _("Recurring")
    ONGOING = "ongoing", _("Ongoing")
    RELATIVE = "relative", _("Relative")


class Cause(models.TextChoices):
    """Why a unit came to lead a task."""

    PLAN = "plan", _("Named in the plan")
    SETTLEMENT = "settlement", _("By settlement")
    RULING = "ruling", _("By ruling")


class ResultGrade(models.TextChoices):
    A = "A", _("A: beyond the target")
    B = "B", _("B: target reached")
    C = "C", _("C: mostly reached")
    D = "D", _("D: not reached")


class Method(models.TextChoices):
    DOCUMENT = "document", _("By documents")
    SITE = "site", _("On site")
    DATA = "data", _("By data")


# States in which a task can no longer be late.
CLOSED_STATES = (TaskState.COMPLETED, TaskState.VERIFIED, TaskState.CANCELLED)
