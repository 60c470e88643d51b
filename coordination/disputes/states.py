"""States, grounds, stances and outcomes of a dispute."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DisputeState(models.TextChoices):
    COLLECTING = "collecting", _("Collecting statements")
    CONSULTING = "consulting", _("Consulting on a proposal")
    ANSWERING = "answering", _("Heads answering")
    RULING = "ruling", _("For ruling")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void, as nothing is left to dispute")


OPEN_STATES = (
    DisputeState.COLLECTING,
    DisputeState.CONSULTING,
    DisputeState.ANSWERING,
    DisputeState.RULING,
)


class SlotState(models.TextChoices):
    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Given")
    SILENT = "silent", _("No answer by the limit")
    OPENED = "opened", _("Opened")
    UNHEARD = "unheard", _("Opened: no answer was given")
    LAPSED = "lapsed", _("No longer asked")


class SlotKind(models.TextChoices):
    STATEMENT = "statement", _("Statement")
    ANSWER = "answer", _("Answer to the proposal")


class Scope(models.TextChoices):
    LEAD = "lead", _("Lead responsibility")
    CONTENT = "content", _("Content or indicators")
    COOPERATION = "cooperation", _("A cooperating unit's part")


class Ground(models.TextChoices):
    DUTY = "duty", _("Duties of the unit")
    LAW = "law", _("Law or regulation")
    FACT = "fact", _("Facts of the matter")
    CAPACITY = "capacity", _("Means and capacity")
    CONTENT = "content", _("Content of the task")


class Stance(models.TextChoices):
    """What a unit says of the responsibility, or of the proposal."""

    TAKE = "take", _("We take the lead")
    REFUSE = "refuse", _("Not our responsibility")
    CONDITIONAL = "conditional", _("We take it under conditions")
    OTHER = "other", _("Another unit should lead")
    AGREE = "agree", _("We agree")
    OBJECT = "object", _("We object")


STATEMENT_STANCES = (Stance.TAKE, Stance.REFUSE, Stance.CONDITIONAL, Stance.OTHER)
ANSWER_STANCES = (Stance.AGREE, Stance.OBJECT)


class PartyRole(models.TextChoices):
    CONTESTING = "contesting", _("Contesting unit")
    PROPOSED = "proposed", _("Proposed unit")
    LEAD = "lead", _("Present lead")
    NAMED = "named", _("Named by a proposal")


class Outcome(models.TextChoices):
    MAINTAIN = "maintain", _("Maintain the present division")
    REASSIGN = "reassign", _("Change the lead")
    RELEASE = "release", _("Release the cooperating unit")
    ADJUST = "adjust", _("Adjust what the unit is to do")


class OldLead(models.TextChoices):
    """What becomes of the former lead when the lead changes."""

    COOPERATING = "cooperating", _("stays as cooperating unit")
    RELEASED = "released", _("is released")


class Decided(models.TextChoices):
    """How the case came to its outcome."""

    SETTLEMENT = "settlement", _("Settled by consultation")
    RULING = "ruling", _("By ruling")


# How a case of each scope may end, and what the unit may ask for that contests its part.
OUTCOMES = {
    Scope.LEAD: (Outcome.MAINTAIN, Outcome.REASSIGN),
    Scope.CONTENT: (Outcome.MAINTAIN,),
    Scope.COOPERATION: (Outcome.MAINTAIN, Outcome.RELEASE, Outcome.ADJUST),
}
WISHES = (Outcome.RELEASE, Outcome.ADJUST)
