"""Forms of the steps of a dispute from the opinions to the review."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import (
    FACTS_STANCES,
    OPINION_STANCES,
    ReviewGround,
)
from coordination.forms.base import StepForm, choice, long_text
from coordination.forms.disputes import Values, labelled, unit_choice
from coordination.forms.outcomes import OutcomeForm
from coordination.units.queries import units_of


class OpinionForm(StepForm):
    """What the office holds, and on what basis."""

    hint = _("The opinion is on this task only.")
    stance = choice(_("Opinion"), labelled(OPINION_STANCES))
    text = long_text(_("Reasons and limits of the opinion"))
    basis = long_text(_("Basis"), rows=2)


class FactsForm(StepForm):
    """Whether the facts of the file are right."""

    hint = _("Facts only; your position stands in your statements.")
    stance = choice(_("The facts"), labelled(FACTS_STANCES))
    text = long_text(_("Correction"), required=False, help_text=_("Needed where you correct."))

    def clean(self) -> Values:
        """A correction says what is right."""
        data: Values = super().clean() or {}
        if data.get("stance") == "correct" and not data.get("text"):
            self.add_error("text", _("Say what is to be corrected."))
        return data


class FileForm(StepForm):
    """What the coordinator adds to the generated file."""

    hint = _("All rounds, opinions and corrections are put into the file by themselves.")
    issues = long_text(_("Points in dispute"))
    advice = long_text(_("Advice"))
    draft = long_text(_("Draft of the ruling"))


class HearForm(StepForm):
    """Which unit is to be heard before the ruling."""

    hint = _("There is one hearing in a case; the ruling waits for the unit's statement.")
    unit: Any = unit_choice(_("Unit"))
    reason = long_text(_("Reason"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units_of(self.subject.plan.body_id)  # type: ignore[attr-defined]


class RuleForm(OutcomeForm):
    """The decision and its reasons."""

    hint = _(
        "The ruling binds for this task only and is no basis for a unit's statutory duties. "
        "It is carried out at once."
    )
    by_ruling = True

    reasons = long_text(_("Reasons"))
    dissent = long_text(_("Dissent to be recorded"), required=False, rows=3)


class AskReviewForm(StepForm):
    """For what the ruling is to be reviewed."""

    hint = _("Once, and the duty goes on meanwhile.")
    ground = choice(_("Ground"), ReviewGround.choices)
    reason = long_text(_("Reason"))


class DecideReviewForm(RuleForm):
    """Whether the ruling stands."""

    hint = _("The ruling stands, or another outcome is carried out at once.")
    stands = choice(_("Decision"), [("yes", _("The ruling stands")), ("no", _("Change it"))])

    field_order = ["version", "key", "stands"]

    def verb_data(self) -> Values:
        """The decision as a truth value."""
        data = super().verb_data()
        return data | {"stands": data["stands"] == "yes"}
