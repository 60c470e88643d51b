"""Forms of plans and of the import."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coordination.tasks.intake import NameChoice
from coordination.units.models import Body
from coordination.units.queries import units_of
from workflow import clock

CREATE, LEAVE = "create", "leave"
# What a unit may be called; a longer text can only stay as printed.
LONGEST_NAME = 60


class NewPlanForm(forms.Form):
    """Title and year of a new plan of a body."""

    title = forms.CharField(label=_("Title"), max_length=120)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, body: Body, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        self.body = body
        self.fields["year"].initial = clock.today().year


class UploadForm(forms.Form):
    """The file to read."""

    file = forms.FileField(
        label=_("Task table"),
        help_text=_(".xlsx or .csv, at most 20 MB, 10,000 rows and 60 columns."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                format_lazy(
                    _("The file is larger than {limit} MB."),
                    limit=settings.IMPORT_MAX_BYTES // 1024**2,
                )
            )
        return file


class UnknownUnitsForm(forms.Form):
    """For each unknown name: a new unit, a known unit, or left as printed."""

    def __init__(self, *args: Any, names: list[str], body_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        self.names = names
        self.units = {str(unit.pk): unit for unit in units_of(body_id)}
        units = [(pk, str(unit)) for pk, unit in self.units.items()]
        for index, name in enumerate(names):
            choices = [
                (LEAVE, _("Leave as printed; name a unit later")),
                *([(CREATE, _("Add as a new unit"))] if len(name) <= LONGEST_NAME else []),
                (_("It is this unit"), units if len(name) <= LONGEST_NAME else []),
            ]
            self.fields[f"unit{index}"] = forms.ChoiceField(label=name, choices=choices)

    def chosen(self) -> list[NameChoice]:
        """The names that are to mean a unit; those left as printed are not among them."""
        answers = [
            (name, self.cleaned_data[f"unit{index}"]) for index, name in enumerate(self.names)
        ]
        return [
            NameChoice(name, self.units.get(answer)) for name, answer in answers if answer != LEAVE
        ]
