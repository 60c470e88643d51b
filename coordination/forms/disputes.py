"""Forms of the steps of a dispute before and in its rounds; ``decisions`` holds the later ones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import (
    ANSWER_STANCES,
    STATEMENT_STANCES,
    WISHES,
    NewGround,
    Outcome,
    Refused,
)
from coordination.forms.base import StepForm, choice, day, long_text
from coordination.forms.citing import CitedField, Citing
from coordination.forms.parts import duty_text
from coordination.forms.units import UnitField
from coordination.tasks.states import Ground
from coordination.units.queries import units_of
from workflow import clock

Values = dict[str, Any]


def labelled(values: Any) -> list[tuple[str, Any]]:
    """Codes with their words, for a choice among some of them."""
    return [(each.value, each.label) for each in values]


def unit_choice(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """A unit of the body; the form says which ones."""
    return UnitField(label=label, queryset=None, required=required, help_text=help_text)


class ContestForm(Citing):
    """Ground, facts, basis, who should do it; urgent, or on a new ground."""

    hint = _(
        "The present division stays in force until the dispute is decided; the work goes on. "
        "Once the coordinator has admitted the objection, the units are asked in writing."
    )
    ground = choice(_("Ground"), Ground.choices)
    facts = long_text(_("Facts"), help_text=_("Which sentence of the task, and what is the case."))
    basis = long_text(
        _("Basis"),
        help_text=_("Law, duties of the unit or list of powers; quote the article."),
        rows=3,
    )
    cited: Any = CitedField()
    proposed: Any = unit_choice(_("Proposed lead"))
    urgent = long_text(
        _("Reason for the urgent limits"),
        required=False,
        rows=2,
        help_text=_("Only where the matter cannot wait; the coordinator's head decides."),
    )
    new_ground = forms.ChoiceField(
        label=_("New ground"),
        choices=[("", _("none")), *NewGround.choices],
        required=False,
        help_text=_("Lets a unit contest late or again, with a document of a later date."),
    )
    document = forms.CharField(
        label=_("Document of the new ground"), max_length=200, required=False
    )
    document_on: Any = day(_("Date of the document"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = units_of(self.subject.plan.body_id).exclude(pk=self.subject.lead_id)
        self.fields["proposed"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> Values:
        """A new ground has its document with a date; without one there is none."""
        data: Values = super().clean() or {}
        new = bool(data.get("new_ground"))
        for name in ("document", "document_on"):
            if bool(data.get(name)) != new:
                self.add_error(name, _("A new ground needs its document and the date of it."))
        return data


class ContestPartForm(Citing):
    """Ground, facts, basis, and what should become of the part."""

    hint = _(
        "Only your own part is contested; the lead goes on with the task. Your unit and the "
        "lead will be asked for written statements."
    )
    ground = choice(_("Ground"), Ground.choices)
    facts = long_text(_("Facts"), help_text=_("What is asked of your unit, and what is the case."))
    basis = long_text(
        _("Basis"),
        help_text=_("Law, duties of the unit or list of powers; quote the article."),
        rows=3,
    )
    cited: Any = CitedField()
    wish = choice(_("What you propose"), [(each.value, each.label) for each in WISHES])
    wish_duty = duty_text(
        _("What your unit would do instead"),
        required=False,
        help_text=_("Needed where the part is to be adjusted."),
    )

    def clean(self) -> dict[str, Any]:
        """An adjustment says what the unit would do."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("wish") == Outcome.ADJUST and not data.get("wish_duty"):
            self.add_error("wish_duty", _("Write down what your unit would do."))
        return data


class CompletionForm(StepForm):
    """What the objection lacks."""

    hint = _("Asked once; the limit of the admission stands meanwhile.")
    text = long_text(_("What is missing"))


class CompleteForm(StepForm):
    """What is added to the objection."""

    facts = long_text(_("Facts"))
    basis = long_text(_("Basis"), required=False, rows=3)


class RefuseForm(StepForm):
    """On which ground the objection is not admitted."""

    hint = _("The task goes on as before. A refusal bars nothing and is not counted.")
    ground = choice(_("Ground"), Refused.choices)
    reason = long_text(_("Reason"))


class UrgencyForm(StepForm):
    """Whether the urgent limits hold."""

    hint = _("Granted, the limits are stamped anew: one round, days instead of weeks.")
    granted = choice(_("Decision"), [("yes", _("Grant")), ("no", _("Refuse"))])
    reason = long_text(_("Reason"))

    def verb_data(self) -> Values:
        """The decision as a truth value."""
        data = super().verb_data()
        return data | {"granted": data["granted"] == "yes"}


class JoinForm(StepForm):
    """Why a further unit objects."""

    hint = _("Your unit becomes a party of this case and is asked for its statement.")
    text = long_text(_("Reason"))


class JoinCaseForm(StepForm):
    """To which earlier case, and why the question is the same."""

    hint = _(
        "One consultation is held, in the earlier case; its parties grow by those of this one. "
        "Each task has its own outcome."
    )
    into: Any = forms.ModelChoiceField(label=_("Earlier case"), queryset=None)
    reason = long_text(_("Reason"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        earlier = self.subject.leading_cases().select_related("task")
        self.fields["into"].queryset = earlier  # type: ignore[attr-defined]


class TemporaryLeadForm(StepForm):
    """Who does the lead's work until the outcome."""

    hint = _("Without prejudice: the accountable unit stays as it is until the outcome.")
    unit: Any = unit_choice(_("Temporary lead"))
    reason = long_text(_("Reason"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = units_of(self.subject.plan.body_id).exclude(pk=self.subject.lead_id)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class StatementForm(Citing):
    """The unit's position."""

    hint = _(
        "Sealed until all statements are in or the limit has passed; until then you may "
        "revise it, and the last one counts."
    )
    stance = choice(_("Position"), labelled(STATEMENT_STANCES))
    text = long_text(_("Reasons, and conditions if any"))
    basis = long_text(_("Basis"), required=False, rows=2)
    cited: Any = CitedField()


class ConsultForm(StepForm):
    """When and with whom it was talked over, and what came of it."""

    held_on = day(_("Held on"))
    people = long_text(_("People"), help_text=_("Who was there, for which unit."), rows=2)
    agreed = long_text(_("Points agreed"), required=False)
    still_open = long_text(_("Points open"), required=False)

    def clean_held_on(self) -> Any:
        """It has been held."""
        held = self.cleaned_data["held_on"]
        if held > clock.today():
            raise forms.ValidationError(_("Choose today or a day before."))
        return held


class AnswerForm(StepForm):
    """Agree or object."""

    hint = _("Your answer is open to the parties at once, and it is final.")
    stance = choice(_("Answer"), labelled(ANSWER_STANCES))
    text = long_text(_("Reason"), required=False, help_text=_("Needed where you object."), rows=3)

    def clean(self) -> Values:
        """An objection has a reason."""
        data: Values = super().clean() or {}
        if data.get("stance") == "object" and not data.get("text"):
            self.add_error("text", _("Say why you object."))
        return data


class ReasonForm(StepForm):
    """Why the objection is taken back, or why somebody stands aside."""

    reason = long_text(_("Reason"))
