"""States, grounds, stances, tiers and outcomes of a dispute."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DisputeState(models.TextChoices):
    """Nodes N1 to N12 of the flow."""

    FILED = "filed", _("Filed, to be admitted")
    JOINED = "joined", _("Joined to another case")
    ADMITTED = "admitted", _("Admitted")
    COLLECTING = "collecting", _("Collecting statements")
    CONSULTING = "consulting", _("Consulting on a proposal")
    ANSWERING = "answering", _("Heads answering")
    OPINIONS = "opinions", _("Offices giving opinions")
    FILING = "filing", _("Ruling file being prepared")
    RULING = "ruling", _("For ruling")
    EXECUTING = "executing", _("Being carried out")
    RECEIPT = "receipt", _("To be received")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void, as nothing is left to dispute")


# The task is disputed in these; after N10 it is not, though the case may still be received.
OPEN_STATES = (
    DisputeState.FILED,
    DisputeState.JOINED,
    DisputeState.ADMITTED,
    DisputeState.COLLECTING,
    DisputeState.CONSULTING,
    DisputeState.ANSWERING,
    DisputeState.OPINIONS,
    DisputeState.FILING,
    DisputeState.RULING,
    DisputeState.EXECUTING,
)
LIVE_STATES = (*OPEN_STATES, DisputeState.RECEIPT)


class SlotState(models.TextChoices):
    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Given")
    SILENT = "silent", _("No answer by the limit")
    OPENED = "opened", _("Opened")
    UNHEARD = "unheard", _("Opened: no answer was given")
    LAPSED = "lapsed", _("No longer asked")


class SlotKind(models.TextChoices):
    STATEMENT = "statement", _("Statement")
    WINDOW = "window", _("Statement in a window of its own")
    ANSWER = "answer", _("Answer to the proposal")
    OPINION = "opinion", _("Opinion of the office")
    FACTS = "facts", _("Correction of the facts")
    RECEIPT = "receipt", _("Receipt of the ruling")


class Scope(models.TextChoices):
    LEAD = "lead", _("Lead responsibility")
    CONTENT = "content", _("Content or indicators")
    COOPERATION = "cooperation", _("A cooperating unit's part")


class Phase(models.TextChoices):
    """Before the plan is issued a case is about a draft; this is no scope of its own."""

    PRE_ISSUE = "pre_issue", _("Before the issue")
    ISSUED = "issued", _("After the issue")


class Profile(models.TextChoices):
    """Which set of limits the case was stamped with."""

    NORMAL = "normal", _("Normal limits")
    URGENT = "urgent", _("Urgent limits")


class Urgency(models.TextChoices):
    """The filer may ask for the urgent limits; the coordinator's head decides."""

    ASKED = "asked", _("Urgent limits asked for")
    GRANTED = "granted", _("Urgent limits granted")
    REFUSED = "refused", _("Urgent limits refused")


class NewGround(models.TextChoices):
    """What lets a unit contest again, or after its limit: with a document of a later date."""

    LAW = "law", _("New law or regulation")
    DUTIES = "duties", _("Change of the unit's statutory duties")
    FACT = "fact", _("New fact")
    DISSOLVED = "dissolved", _("A unit was dissolved")


class Refused(models.TextChoices):
    """The grounds on which a coordinator may refuse to admit an objection."""

    NO_BASIS = "no_basis", _("No real basis")
    NO_PROPOSAL = "no_proposal", _("No real proposal who should do it")
    NOT_NEW = "not_new", _("The new ground is not new")
    WRONG_SCOPE = "wrong_scope", _("Not a matter of responsibility")


class Stance(models.TextChoices):
    """What a unit says of the responsibility, of the proposal, of the file."""

    TAKE = "take", _("We take the lead")
    REFUSE = "refuse", _("Not our responsibility")
    CONDITIONAL = "conditional", _("We take it under conditions")
    OTHER = "other", _("Another unit should lead")
    AGREE = "agree", _("We agree")
    OBJECT = "object", _("We object")
    OF_LEAD = "of_lead", _("The present lead's duty")
    OF_PROPOSED = "of_proposed", _("The proposed unit's duty")
    SHARED = "shared", _("Duties of several units meet")
    UNCLEAR = "unclear", _("Not settled by the present rules")
    CONFIRM = "confirm", _("The facts are right")
    CORRECT = "correct", _("The facts are to be corrected")


STATEMENT_STANCES = (Stance.TAKE, Stance.REFUSE, Stance.CONDITIONAL, Stance.OTHER)
ANSWER_STANCES = (Stance.AGREE, Stance.OBJECT)
OPINION_STANCES = (Stance.OF_LEAD, Stance.OF_PROPOSED, Stance.SHARED, Stance.UNCLEAR)
FACTS_STANCES = (Stance.CONFIRM, Stance.CORRECT)


class PartyRole(models.TextChoices):
    CONTESTING = "contesting", _("Contesting unit")
    PROPOSED = "proposed", _("Proposed unit")
    LEAD = "lead", _("Present lead")
    OBJECTING = "objecting", _("Further objecting unit")
    NAMED = "named", _("Named by a proposal")


class Tier(models.TextChoices):
    """Who rules: the leader in charge, or one tier up."""

    LEADER = "leader", _("Leader in charge")
    TOP = "top", _("Executive vice head or special meeting")
    MEETING = "meeting", _("Special meeting")


class Outcome(models.TextChoices):
    MAINTAIN = "maintain", _("Maintain the present division")
    REASSIGN = "reassign", _("Change the lead")
    SWAP = "swap", _("Exchange lead and cooperating unit")
    JOINT = "joint_lead", _("Lead jointly")
    SPLIT = "split", _("Split into parts with leads of their own")
    ADJUST = "adjust", _("Adjust content, date or part")
    ADD_COOP = "add_coop", _("Add cooperating units")
    REMOVE_COOP = "remove_coop", _("Release cooperating units")
    RELEASE = "release", _("Release the cooperating unit")
    LETTER = "letter", _("Letter to the superior of a unit outside")
    SUSPEND = "suspend", _("Suspend the task")
    DEFER = "defer", _("Issue the plan without the item")
    INADMISSIBLE = "inadmissible", _("Not admitted")
    NO_RULING = "no_ruling", _("Not ruled upon, the division stands")


# What the parties of a case can agree upon, by its scope; a ruling may also suspend the task.
AGREEABLE = {
    Scope.LEAD: (
        Outcome.MAINTAIN,
        Outcome.REASSIGN,
        Outcome.SWAP,
        Outcome.JOINT,
        Outcome.SPLIT,
        Outcome.ADJUST,
        Outcome.ADD_COOP,
        Outcome.REMOVE_COOP,
        Outcome.LETTER,
    ),
    Scope.CONTENT: (Outcome.MAINTAIN, Outcome.ADJUST),
    Scope.COOPERATION: (Outcome.MAINTAIN, Outcome.RELEASE, Outcome.ADJUST),
}
RULABLE = {
    **AGREEABLE,
    Scope.LEAD: (*AGREEABLE[Scope.LEAD], Outcome.SUSPEND),
}
# Before the issue only the lead of the draft is at issue; a ruling may leave the item out.
BEFORE_ISSUE = (Outcome.MAINTAIN, Outcome.REASSIGN)


def agreeable(scope: str, phase: str) -> tuple[Outcome, ...]:
    """What the parties of a case can agree upon."""
    return BEFORE_ISSUE if phase == Phase.PRE_ISSUE else AGREEABLE[Scope(scope)]


def rulable(scope: str, phase: str) -> tuple[Outcome, ...]:
    """How a ruling can end a case."""
    if phase == Phase.PRE_ISSUE:
        return (*BEFORE_ISSUE, Outcome.DEFER)
    return RULABLE[Scope(scope)]


# What a unit may ask for that contests its part.
WISHES = (Outcome.RELEASE, Outcome.ADJUST)
# Outcomes by which the accountable unit becomes another one.
CHANGING = (Outcome.REASSIGN, Outcome.SWAP)


class OldLead(models.TextChoices):
    """What becomes of the former lead when the lead changes."""

    COOPERATING = "cooperating", _("stays as cooperating unit")
    RELEASED = "released", _("is released")


class Decided(models.TextChoices):
    """How the case came to its outcome."""

    SETTLEMENT = "settlement", _("Settled by consultation")
    RULING = "ruling", _("By ruling")
    REVIEW = "review", _("By ruling, changed on review")
    LAPSE = "lapse", _("By lapse of the last limit")
    REFUSAL = "refusal", _("Refused at admission")


class ReviewGround(models.TextChoices):
    """For what a ruling is reviewed, once."""

    FACT = "fact", _("Error of fact")
    MEANS = "means", _("Means are missing")
