"""The form of an outcome, proposed or ruled: each outcome asks for its own part of it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.disputes.states import OldLead, Outcome, Phase, Scope, agreeable, rulable
from coordination.forms.base import StepForm, choice, day, long_text
from coordination.forms.citing import CitedField, Citing
from coordination.forms.disputes import Values, labelled, unit_choice
from coordination.forms.parts import duty_text
from coordination.units.queries import units_of

UNITS = ("unit1", "unit2", "unit3")
PIECE = ("title", "indicator", "due")
PIECES = tuple(f"{name}{n}" for n in range(1, len(UNITS) + 1) for name in PIECE)
NOT_OF_A_DRAFT = (*UNITS, *PIECES, "division", "wording", "due_on", "on")
ABOUT_THE_TASK = ("new_lead", "old_lead", *NOT_OF_A_DRAFT)


def short_text(label: Any, length: int) -> Any:
    """A line that may stay empty."""
    return forms.CharField(label=label, max_length=length, required=False)


class OutcomeForm(StepForm):
    """What is to become of the task; each outcome asks for its own part of this."""

    by_ruling: ClassVar[bool] = False

    outcome = choice(_("Outcome"), Outcome.choices)
    new_lead: Any = unit_choice(
        _("New lead"),
        required=False,
        help_text=_("For a change, an exchange, or as the first of several leads."),
    )
    old_lead = choice(
        _("The present lead"),
        OldLead.choices,
        required=False,
        help_text=_("Only for a change of lead."),
    )
    unit1: Any = unit_choice(
        _("Unit concerned"),
        required=False,
        help_text=_("Further leads, leads of parts, or cooperating units to add or to release."),
    )
    title1 = short_text(_("Its part, where the task is split"), 200)
    indicator1 = short_text(_("Indicator of its part"), 120)
    due1: Any = day(_("Due date of its part"), required=False)
    unit2: Any = unit_choice(_("Second unit concerned"), required=False)
    title2 = short_text(_("Part of the second unit"), 200)
    indicator2 = short_text(_("Indicator of the second part"), 120)
    due2: Any = day(_("Due date of the second part"), required=False)
    unit3: Any = unit_choice(_("Third unit concerned"), required=False)
    title3 = short_text(_("Part of the third unit"), 200)
    indicator3 = short_text(_("Indicator of the third part"), 120)
    due3: Any = day(_("Due date of the third part"), required=False)
    division = long_text(_("Division of the content"), required=False, rows=3)
    wording = long_text(_("New wording"), required=False, rows=3)
    duty = duty_text(
        _("What the cooperating unit is to do"),
        required=False,
        help_text=_("Only where the part is adjusted."),
    )
    due_on: Any = day(
        _("New due date"), required=False, help_text=_("Empty: the present date is confirmed.")
    )
    on: Any = day(
        _("To be looked at again on"),
        required=False,
        help_text=_("For a letter or a suspension."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        scope, phase = self.subject.scope, self.subject.phase
        ends = rulable(scope, phase) if self.by_ruling else agreeable(scope, phase)
        self.fields["outcome"].choices = labelled(ends)  # type: ignore[attr-defined]
        if scope == Scope.COOPERATION:
            for name in ABOUT_THE_TASK:
                del self.fields[name]
            self.fields["duty"].initial = self.subject.wish_duty
            return
        del self.fields["duty"]
        units = units_of(self.subject.plan.body_id)
        for name in ("new_lead", *UNITS):
            self.fields[name].queryset = units  # type: ignore[attr-defined]
        if phase == Phase.PRE_ISSUE:
            for name in NOT_OF_A_DRAFT:
                del self.fields[name]

    def verb_data(self) -> Values:
        """The units concerned as one list."""
        data = super().verb_data()
        named = [data.pop(name, None) for name in UNITS]
        rows = [[data.pop(f"{name}{n}", None) for name in PIECE] for n in range(1, len(UNITS) + 1)]
        parts = [
            {
                "unit": unit.pk,
                "title": title,
                "indicator": indicator,
                "due_on": due.isoformat() if due else "",
            }
            for unit, (title, indicator, due) in zip(named, rows, strict=True)
            if unit is not None
        ]
        chosen = {"units": [unit for unit in named if unit is not None]}
        if data["outcome"] == Outcome.SPLIT:
            chosen["parts"] = parts
        return data | chosen


class ProposeForm(Citing, OutcomeForm):
    """What the heads are asked to agree to."""

    hint = _("Each party's head is asked to agree or to object. A unit named here becomes a party.")
    text = long_text(_("Proposal"), help_text=_("Who does what, and why."))
    cited: Any = CitedField()
