"""Forms of the steps of a task and of a cooperating part."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, amount, choice, day, long_text
from coordination.forms.parts import check_part_day, duty_text, part_day
from coordination.forms.rows import RowsField
from coordination.forms.units import UnitField, UnitsField
from coordination.tasks.indicators import Indicator
from coordination.tasks.queries import parts_to_word
from coordination.tasks.states import ReportCycle
from coordination.units.groups import units_of_groups
from coordination.units.queries import units_of

MILESTONES, PLANNED = 8, 12


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
    milestones = RowsField(
        {
            "title": forms.CharField(label=_("Milestone"), max_length=120),
            "due_on": day(_("By")),
        },
        most=MILESTONES,
        label=_("Milestones"),
        help_text=_("The last milestone stands on the task's due date."),
    )
    planned = RowsField(
        {
            "indicator": forms.ModelChoiceField(label=_("Indicator"), queryset=None),
            "by": day(_("By the end of the period with")),
            "value": amount(_("Planned value")),
        },
        most=PLANNED,
        required=False,
        label=_("Planned values"),
        help_text=_("What the indicators are to have reached, period by period."),
    )
    measures = RowsField(
        {"measure": forms.CharField(label=_("Unit of measure"), max_length=20)},
        of="indicator",
        label=_("Indicators without a unit of measure"),
    )
    duties = RowsField(
        {"duty": duty_text(_("To do"), required=False), "due_on": part_day(_("By"))},
        of="part",
        label=_("What the cooperating units are to do"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["cycle"].initial = ReportCycle.MONTH
        indicators = Indicator.of_task(self.subject.pk)
        measures: Any = self.fields["measures"]
        planned: Any = self.fields["planned"]
        planned.choose_among("indicator", Indicator.among(indicators))
        if not indicators:
            planned.name_rows([])
        measures.name_rows([(each.pk, str(each)) for each in indicators if not each.measure])
        parts = parts_to_word(self.subject)
        duties: Any = self.fields["duties"]
        duties.name_rows([(part.pk, part.unit.marked) for part in parts], required=False)
        duties.initial = [
            {"part": part.pk, "duty": part.duty, "due_on": part.due_on} for part in parts
        ]

    def clean_duties(self) -> list[dict[str, Any]]:
        """Each part's day lies within the task."""
        rows: list[dict[str, Any]] = self.cleaned_data["duties"]
        for row in rows:
            check_part_day(self.subject, row["due_on"])
        return rows

    def verb_data(self) -> dict[str, Any]:
        """Milestones as pairs, measures by indicator, what units are to do by their parts."""
        data = super().verb_data()
        return data | {
            "milestones": [(row["title"], row["due_on"]) for row in data["milestones"]],
            "planned": [row | {"indicator": row["indicator"].pk} for row in data["planned"]],
            "measures": {row["indicator"]: row["measure"] for row in data["measures"]},
            "duties": {
                row["part"]: (row["duty"], row["due_on"]) for row in data["duties"] if row["duty"]
            },
        }


class ReasonForm(StepForm):
    """Why."""

    reason = long_text(_("Reason"))


class FinishPartForm(StepForm):
    """What the cooperating unit has done."""

    result = long_text(_("What we have done"))
