"""Forms of the steps of a task and of a cooperating part."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, day, long_text
from coordination.tasks.states import Method
from coordination.units.queries import units_of
from workflow import clock


class AssignLeadForm(StepForm):
    """Who leads a draft."""

    hint = _("One unit is accountable for each task; the others cooperate.")
    lead: Any = forms.ModelChoiceField(label=_("Lead unit"), queryset=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lead"].queryset = units_of(self.subject.plan.body_id)  # type: ignore[attr-defined]


class AcceptForm(StepForm):
    """Whom to talk to."""

    hint = _("Your unit takes the lead of this task. If it is not yours, contest it instead.")
    contact = forms.CharField(
        label=_("Contact person"),
        max_length=60,
        help_text=_("Name and telephone number of the liaison."),
    )
    note = long_text(_("Note"), required=False, rows=2)


class StartForm(StepForm):
    """How the task is broken down."""

    hint = _("The task is under way from now on and reports are due.")
    breakdown = long_text(
        _("Plan of work"), help_text=_("The steps, who does each, and by when."), rows=6
    )


class VerifyForm(StepForm):
    """What was found."""

    hint = _("The task is closed when you confirm; this is final.")
    how = forms.ChoiceField(label=_("How it was checked"), choices=Method.choices)
    finding = long_text(_("Finding and conclusion"))


class ReturnForm(StepForm):
    """What is missing, and until when."""

    hint = _("The task goes back to its lead with your reason.")
    reason = long_text(_("What is missing"))
    limit = day(_("To be done by"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["limit"].initial = clock.today() + timedelta(days=14)

    def clean_limit(self) -> date:
        """The limit lies ahead."""
        limit: date = self.cleaned_data["limit"]
        if limit <= clock.today():
            raise forms.ValidationError(_("Choose a day after today."))
        return limit


class FinishPartForm(StepForm):
    """What the cooperating unit has done."""

    result = long_text(_("What we have done"))
