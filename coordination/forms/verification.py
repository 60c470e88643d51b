"""Forms of whoever checks a claim: a finding for each indicator, and the conclusion."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, amount, day, long_text
from coordination.forms.rows import RowsField
from coordination.tasks.claims import NOTE
from coordination.tasks.indicators import Indicator
from coordination.tasks.queries import finished_parts
from coordination.tasks.states import Method
from coordination.units.queries import stand_below
from workflow import clock

RETURN_DAYS = 14
CONFIRMED = [("", "—"), ("yes", _("Confirmed")), ("no", _("Not confirmed"))]


class FindingsForm(StepForm):
    """How it was checked, and what was found for each indicator."""

    findings = RowsField(
        {
            "confirmed": forms.ChoiceField(label=_("Finding"), choices=CONFIRMED),
            "value": amount(_("Value as verified"), required=False),
            "note": forms.CharField(label=_("Note"), required=False, max_length=NOTE),
        },
        of="indicator",
        label=_("Finding for each indicator"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        findings: Any = self.fields["findings"]
        indicators = Indicator.of_task(self.subject.pk)
        findings.name_rows([(each.pk, str(each)) for each in indicators], required=False)

    def verb_data(self) -> dict[str, Any]:
        """Whether each indicator is confirmed, as a truth value."""
        data = super().verb_data()
        rows: Sequence[dict[str, Any]] = data["findings"]
        return data | {"findings": [row | {"confirmed": row["confirmed"] == "yes"} for row in rows]}


class VerifyForm(FindingsForm):
    """What was found."""

    hint = _(
        "The task is closed when you confirm; this is final. It takes a finding for each "
        "indicator, all of them confirmed."
    )
    how = forms.ChoiceField(label=_("How it was checked"), choices=Method.choices)
    finding = long_text(_("Finding and conclusion"))
    field_order = ("version", "key", "how", "findings", "finding")

    @cached_property
    def warning(self) -> Any:
        """Said where verifier and lead stand in one line of the tree of units."""
        if not stand_below(self.actor.unit_id, self.subject.lead_id):
            return ""
        return _(
            "Your unit stands above or below the lead in the tree of units. That does not bar "
            "you; think of another unit to verify."
        )


class ReturnForm(FindingsForm):
    """What is missing, until when, and which parts are taken up again."""

    hint = _("The task goes back to its lead with your reason.")
    how = forms.ChoiceField(
        label=_("How it was checked"), choices=[("", "—"), *Method.choices], required=False
    )
    reason = long_text(_("What is missing"))
    limit = day(_("To be done by"))
    parts: Any = forms.ModelMultipleChoiceField(
        label=_("Cooperating units that take their part up again"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("version", "key", "how", "findings", "reason", "limit", "parts")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["limit"].initial = clock.today() + timedelta(days=RETURN_DAYS)
        self.fields["parts"].queryset = finished_parts(self.subject)  # type: ignore[attr-defined]

    def clean_limit(self) -> date:
        """The limit lies ahead."""
        limit: date = self.cleaned_data["limit"]
        if limit <= clock.today():
            raise forms.ValidationError(_("Choose a day after today."))
        return limit

    def verb_data(self) -> dict[str, Any]:
        """The parts as a list."""
        data = super().verb_data()
        return data | {"parts": list(data["parts"])}
