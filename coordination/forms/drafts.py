"""The form in which a draft gets its wording, its date and its indicators."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import StepForm, amount, day, long_text
from coordination.forms.rows import RowsField
from coordination.tasks.indicators import number
from coordination.tasks.states import Comparator

INDICATORS = 8
NUMBER = r"\d{1,12}(\.\d{1,4})?"
COMPARATORS = [("", "—"), *Comparator.choices]


def _date(label: Any) -> Any:
    found = day(label)
    found.required = False
    return found


class EditDraftForm(StepForm):
    """What the task says, until when, and by what it is measured."""

    hint = _(
        "A hard indicator names a number, its unit of measure and a date. Without a date of its "
        "own an indicator is due with the task."
    )
    wide = True
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Wording"),
        required=False,
        max_length=20_000,
        widget=long_text("").widget,
    )
    due_on = _date(_("Due"))
    indicators = RowsField(
        {
            "text": forms.CharField(label=_("Indicator"), max_length=120),
            "comparator": forms.ChoiceField(
                label=_("Compared"), choices=COMPARATORS, required=False
            ),
            "baseline": amount(_("Baseline"), required=False),
            "target": forms.RegexField(
                rf"^{NUMBER}(-{NUMBER})?$",
                label=_("Target"),
                required=False,
                max_length=30,
                error_messages={"invalid": _("A number, or two joined by - for a range.")},
            ),
            "measure": forms.CharField(label=_("Unit of measure"), max_length=20, required=False),
            "due_on": _date(_("Due")),
            "proof": forms.CharField(label=_("Evidence"), max_length=120, required=False),
            "proof_required": forms.BooleanField(label=_("Evidence is required"), required=False),
        },
        most=INDICATORS,
        required=False,
        label=_("Indicators"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("title", "text", "due_on"):
            self.fields[name].initial = getattr(self.subject, name)
        columns: Iterable[str] = self.fields["indicators"].columns  # type: ignore[attr-defined]
        self.fields["indicators"].initial = [
            {name: getattr(each, name) for name in columns} | {"baseline": number(each.baseline)}
            for each in self.subject.indicators.order_by("pk")
        ]

    def clean_indicators(self) -> list[dict[str, Any]]:
        """Two numbers make a range, and a range has two."""
        rows: list[dict[str, Any]] = self.cleaned_data["indicators"]
        for row in rows:
            if ("-" in row["target"]) != (row["comparator"] == Comparator.RANGE):
                text = _("%(name)s: a range has two numbers joined by -, all else has one.")
                raise forms.ValidationError(text % {"name": row["text"]})
        return rows
