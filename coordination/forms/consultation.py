"""Forms of opinions on a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.consultation.states import DECISIONS, OpinionKind
from coordination.forms.base import StepForm, choice, long_text
from coordination.forms.disputes import Values, labelled, unit_choice
from coordination.tasks.states import Ground
from coordination.units.queries import units_of


class OpineForm(StepForm):
    """Which unit wrote what of the draft."""

    hint = _(
        "As the unit's letter says. The draft stays as it is until the opinion is decided; until "
        "then the plan is not issued."
    )
    unit: Any = unit_choice(_("Unit"))
    letter = forms.CharField(label=_("Letter"), max_length=80, required=False)
    about = choice(_("What is to change"), OpinionKind.choices)
    proposed: Any = unit_choice(
        _("Proposed lead"), required=False, help_text=_("Needed where another unit is to lead.")
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[("", "—"), *Ground.choices],
        required=False,
        help_text=_("Needed where another unit is to lead."),
    )
    text = long_text(_("Opinion"))
    basis = long_text(_("Basis"), required=False, rows=3)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = units_of(self.subject.plan.body_id)
        for name in ("unit", "proposed"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> Values:
        """Another lead is proposed by name and with the ground."""
        data: Values = super().clean() or {}
        if data.get("about") == OpinionKind.CHANGE_LEAD:
            if not data.get("proposed"):
                self.add_error("proposed", _("Name the unit that should lead."))
            if not data.get("ground"):
                self.add_error("ground", _("Name the ground."))
        return data


class DecideOpinionForm(StepForm):
    """Whether the opinion is adopted, and why."""

    hint = _(
        "Adopting an opinion on the lead names the proposed unit on the draft at once; any other "
        "change you make in the draft yourself."
    )
    decision = choice(_("Decision"), labelled(DECISIONS))
    reason = long_text(_("Reason"))
