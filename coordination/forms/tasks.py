"""Forms of the steps of a task and of a cooperating part."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, choice, day, long_text
from coordination.tasks.states import Method, ReportCycle
from coordination.units.queries import stand_below, units_of
from workflow import clock

MILESTONES = 5


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
    cycle = choice(_("Reports"), ReportCycle.choices)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["cycle"].initial = ReportCycle.MONTH
        for n in range(1, MILESTONES + 1):
            label = _("Milestone %(n)d") % {"n": n}
            self.fields[f"title{n}"] = forms.CharField(label=label, max_length=120, required=n == 1)
            due = day(_("Milestone %(n)d by") % {"n": n})
            due.required = n == 1
            self.fields[f"due{n}"] = due
        self.fields["due1"].help_text = _("The last milestone stands on the task's due date.")
        for each in self.subject.indicators.filter(measure="").order_by("pk"):
            self.fields[f"measure{each.pk}"] = forms.CharField(
                label=_("Unit of measure of “%(name)s”") % {"name": each}, max_length=20
            )

    def clean(self) -> dict[str, Any]:
        """A milestone has both its words and its date."""
        data: dict[str, Any] = super().clean() or {}
        for n in range(2, MILESTONES + 1):
            if bool(data.get(f"title{n}")) != bool(data.get(f"due{n}")):
                self.add_error(f"title{n}", _("A milestone has both its words and its date."))
        return data

    def verb_data(self) -> dict[str, Any]:
        """Milestones as rows, measures by indicator."""
        data = self.cleaned_data
        rows = [(data[f"title{n}"], data[f"due{n}"]) for n in range(1, MILESTONES + 1)]
        return {
            "breakdown": data["breakdown"],
            "cycle": data["cycle"],
            "milestones": [row for row in rows if row[0]],
            "measures": {
                int(name.removeprefix("measure")): value
                for name, value in data.items()
                if name.startswith("measure")
            },
        }


class ReasonForm(StepForm):
    """Why."""

    reason = long_text(_("Reason"))


class VerifyForm(StepForm):
    """What was found."""

    hint = _("The task is closed when you confirm; this is final.")
    how = forms.ChoiceField(label=_("How it was checked"), choices=Method.choices)
    finding = long_text(_("Finding and conclusion"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if stand_below(self.actor.unit_id, self.subject.lead_id):
            self.warning = _(
                "Your unit stands above or below the lead in the tree of units. That does not bar "
                "you; think of another unit to verify."
            )


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
