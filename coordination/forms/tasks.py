"""Forms of the steps of a task and of a cooperating part."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, choice, day, long_text
from coordination.forms.parts import check_part_day, duty_text, part_day
from coordination.forms.units import UnitField, UnitsField
from coordination.tasks.queries import parts_to_word
from coordination.tasks.states import Method, ReportCycle
from coordination.units.groups import units_of_groups
from coordination.units.queries import units_of
from workflow import clock

MILESTONES = 5


class AssignLeadForm(StepForm):
    """Who leads a draft."""

    hint = _("One unit is accountable for each task; the others cooperate.")
    lead: Any = UnitField(label=_("Lead unit"), queryset=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lead"].queryset = units_of(self.subject.plan.body_id)  # type: ignore[attr-defined]


class GroupForm(StepForm):
    """Which units the printed group means."""

    units: Any = UnitsField(label=_("Units"), queryset=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        body_id = self.subject.plan.body_id
        meant = units_of_groups(body_id, self.subject.collective)
        self.fields["units"].queryset = units_of(body_id)  # type: ignore[attr-defined]
        self.fields["units"].initial = meant
        self.fields["units"].help_text = _("Printed: %(groups)s") % {
            "groups": "、".join(self.subject.collective)
        }

    def verb_data(self) -> dict[str, Any]:
        """The units as a list."""
        data = super().verb_data()
        return data | {"units": list(data["units"])}


class DivideForm(GroupForm):
    """Which units get a share."""

    hint = _(
        "Each unit gets a share of its own with the same wording, date and indicators, and "
        "leads it. Whoever led or cooperated so far cooperates in each share; shares drafted "
        "before are replaced."
    )


class CollectiveForm(GroupForm):
    """Which units cooperate."""

    hint = _("The lead alone stays accountable; these units cooperate.")


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
        for part in parts_to_word(self.subject):
            named = {"unit": part.unit.marked}
            duty = duty_text(_("What %(unit)s is to do") % named, required=False)
            self.fields[f"duty{part.pk}"], duty.initial = duty, part.duty
            until = part_day(_("%(unit)s, to be done by") % named)
            self.fields[f"partdue{part.pk}"], until.initial = until, part.due_on

    def clean(self) -> dict[str, Any]:
        """A milestone has both its words and its date; a part's date lies within the task."""
        data: dict[str, Any] = super().clean() or {}
        for n in range(2, MILESTONES + 1):
            if bool(data.get(f"title{n}")) != bool(data.get(f"due{n}")):
                self.add_error(f"title{n}", _("A milestone has both its words and its date."))
        for name in [name for name in data if name.startswith("partdue")]:
            try:
                check_part_day(self.subject, data[name])
            except forms.ValidationError as error:
                self.add_error(name, error)
        return data

    def verb_data(self) -> dict[str, Any]:
        """Milestones as rows, measures by indicator, what units are to do by their parts."""
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
            "duties": {
                int(name.removeprefix("duty")): (value, data[f"part{name.replace('duty', 'due')}"])
                for name, value in data.items()
                if name.startswith("duty") and value
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
