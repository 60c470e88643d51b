"""Forms of extensions, letters, suspension, reopening, transfer and amendment."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, choice, day, long_text
from coordination.forms.units import UnitField
from coordination.supervision.rules import highest_level
from coordination.supervision.states import LEVELS, Level
from coordination.tasks.queries import cancellable_tasks
from coordination.units.queries import units_by_id, units_of
from workflow import clock

REPLY_DAYS = 3


class AskExtensionForm(StepForm):
    """Until when, why, and how far it is."""

    hint = _(
        "The supervisor decides; a date after the plan's year is decided by the leader in "
        "charge. The original date stays visible."
    )
    new_due = day(_("New due date"))
    reason = long_text(_("Reason"))
    percent = forms.IntegerField(
        label=_("Progress in per cent"), min_value=0, max_value=100, help_text=_("0 to 100")
    )

    def clean_new_due(self) -> date:
        """The date lies ahead."""
        found: date = self.cleaned_data["new_due"]
        if found <= clock.today():
            raise forms.ValidationError(_("Choose a day after today."))
        return found


class DecideForm(StepForm):
    """Yes or no, and why."""

    granted = choice(_("Decision"), [("yes", _("Grant")), ("no", _("Refuse"))])
    reason = long_text(_("Reason"))

    def verb_data(self) -> dict[str, Any]:
        """The decision as a truth value."""
        data = super().verb_data()
        return data | {"granted": data["granted"] == "yes"}


class UrgeForm(StepForm):
    """Whom, how strongly, in which words, until when."""

    hint = _(
        "The unit must answer by the limit. The level rises only where the last letter went "
        "unanswered; one letter for each unit and task in four hours."
    )
    unit: Any = UnitField(label=_("Unit"), queryset=None)
    level = choice(_("Level"), Level.choices)
    text = long_text(_("Text of the letter"))
    reply_until = day(_("Reply by"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = units_by_id(self.subject.working_units())
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = self.subject.lead_id
        self.fields["reply_until"].initial = clock.today() + timedelta(days=REPLY_DAYS)
        self.fields["level"].initial = LEVELS[0]
        if self.subject.lead_id:
            self.fields["level"].initial = highest_level(self.subject, self.subject.lead_id)

    @classmethod
    def of_each(cls, subject: Any) -> dict[str, Any]:
        """Many letters go each to the lead of its task."""
        return {"unit": subject.lead_id}


class ReplyForm(StepForm):
    """What the unit answers."""

    reply = long_text(_("Answer"), help_text=_("What was done, what follows, and by when."))


class SuspendForm(StepForm):
    """By which ruling, why, and when it is looked at again."""

    hint = _("Clocks stand while the task is suspended; its dates move by as many days.")
    number = forms.CharField(label=_("Number of the ruling"), max_length=40)
    reason = long_text(_("Reason"))
    review_on = day(_("Review on"))


class UpperDueForm(StepForm):
    """The hard date and the document that sets it."""

    hint = _(
        "No due date of this task may lie after it unless the leader waives it; a later due date "
        "moves to it at once."
    )
    upper_due_on = day(_("Hard date"))
    basis = long_text(_("Document of the upper level"), rows=2)


class WaiveUpperForm(StepForm):
    """Until when, and why."""

    hint = _("You answer by name for passing the upper level's date.")
    waived_until = day(_("Dates are possible up to"))
    reason = long_text(_("Reason"))


class AskReopenForm(StepForm):
    """What was found after the verification."""

    finding = long_text(_("Finding"))
    reason = long_text(_("Reason"))


class AskTransferForm(StepForm):
    """To whom, and what becomes of the present lead."""

    hint = _("Both heads must agree in writing. The change counts as a change of lead.")
    to_unit: Any = UnitField(label=_("New lead"), queryset=None)
    keep_old = forms.BooleanField(
        label=_("The present lead stays as cooperating unit"), required=False, initial=True
    )
    reason = long_text(_("Reason"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = units_of(self.subject.plan.body_id).exclude(pk=self.subject.lead_id)
        self.fields["to_unit"].queryset = units  # type: ignore[attr-defined]


class ConsentForm(StepForm):
    """Yes or no to a transfer."""

    agreed = choice(_("Answer"), [("yes", _("We agree")), ("no", _("We do not agree"))])
    note = long_text(_("Note"), required=False, rows=2)

    def verb_data(self) -> dict[str, Any]:
        """The answer as a truth value."""
        data = super().verb_data()
        return data | {"agreed": data["agreed"] == "yes"}


class AmendForm(StepForm):
    """Number, reason, and the tasks that are cancelled."""

    hint = _(
        "The leader in charge decides. Approved, the tasks are cancelled, their cooperating "
        "units released, and open disputes end."
    )
    number = forms.CharField(label=_("Number of the amendment"), max_length=40)
    reason = long_text(_("Reason"))
    tasks: Any = forms.ModelMultipleChoiceField(
        label=_("Tasks to cancel"),
        queryset=None,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Hold Ctrl to choose several."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        tasks = cancellable_tasks(self.subject)
        self.fields["tasks"].queryset = tasks  # type: ignore[attr-defined]

    def verb_data(self) -> dict[str, Any]:
        """The tasks as a list."""
        data = super().verb_data()
        return data | {"tasks": list(data["tasks"])}
