"""States of a task, of a cooperating part, and kinds of due dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ASSIGNED = "assigned", _("Assigned, to be accepted")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    DISPUTED = "disputed", _("Disputed")
    SUSPENDED = "suspended", _("Suspended")
    COMPLETED = "completed", _("Completion claimed, to be verified")
    VERIFIED = "verified", _("Verified and closed")
    DIVIDED = "divided", _("Divided among units")
    CANCELLED = "cancelled", _("Cancelled")


class CooperationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("To be confirmed")
    ACCEPTED = "accepted", _("Confirmed")
    CONTESTED = "contested", _("Contested")
    DONE = "done", _("Done")
    RELEASED = "released", _("Released")


class PartFlag(models.TextChoices):
    """Why a claim was possible although a part is not done."""

    SILENT = "coop_silent", _("Cooperating unit did not answer")
    CONTESTED = "coop_contested", _("Contest of the part undecided")


class Ground(models.TextChoices):
    """Why a unit says that a task, or a draft, is not its own."""

    DUTY = "duty", _("Duties of the unit")
    LAW = "law", _("Law or regulation")
    FACT = "fact", _("Facts of the matter")
    CAPACITY = "capacity", _("Means and capacity")
    CONTENT = "content", _("Content of the task")


class GroupChoice(models.TextChoices):
    """What the drafter made of a printed group of units."""

    DIVIDED = "divided", _("Divided among its units")
    COOPERATING = "cooperating", _("Its units cooperate")


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
    TRANSFER = "transfer", _("By direct transfer")
    SUCCESSION = "succession", _("As the unit that follows")
    REVIEW = "review", _("By ruling, changed on review")
    SPLIT = "split", _("First lead of a part split off")


# Causes by which the accountable unit of an issued task changes, and which are counted.
CHANGES = (Cause.SETTLEMENT, Cause.RULING, Cause.TRANSFER, Cause.REVIEW)


class ReportCycle(models.TextChoices):
    """How often the units report."""

    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    HALF_YEAR = "half_year", _("Every half year")


class Comparator(models.TextChoices):
    """How a target is meant; increase and decrease name the change itself."""

    GE = "ge", _("at least")
    LE = "le", _("at most")
    EQ = "eq", _("this number")
    ABOUT = "about", _("about")
    INCREASE = "increase", _("more by")
    DECREASE = "decrease", _("less by")
    RANGE = "range", _("between")


class Reached(models.TextChoices):
    """What a claim says of an indicator."""

    YES = "yes", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NO = "no", _("Not reached")


class ResultGrade(models.TextChoices):
    A = "A", _("A: beyond the target")
    B = "B", _("B: target reached")
    C = "C", _("C: mostly reached")
    D = "D", _("D: not reached")


class Method(models.TextChoices):
    DOCUMENT = "document", _("By documents")
    SITE = "site", _("On site")
    DATA = "data", _("By data")


# States in which a task is not late itself; of a divided one, its shares are.
CLOSED_STATES = (
    TaskState.COMPLETED,
    TaskState.VERIFIED,
    TaskState.CANCELLED,
    TaskState.DIVIDED,
)
