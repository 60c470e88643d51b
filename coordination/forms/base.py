"""The base of every step's form: version, key, and who fills it in for what."""

from datetime import date
from functools import cache
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from coordination.forms.rows import RowsField
from coordination.units.official import Official
from workflow import clock

LONG = 5_000


class StepForm(forms.Form):
    """Carries the version it was opened on and a key that makes a second click harmless.

    ``hint`` says what the step does, ``warning`` what does not forbid it but is to be thought of;
    a ``wide`` form has tables that need the whole page.
    """

    hint: ClassVar[Any] = ""
    warning: Any = ""
    wide: ClassVar[bool] = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, subject: Any, actor: Official, **more: Any) -> None:
        super().__init__(*args, **more)
        self.subject, self.actor = subject, actor
        self.label_suffix = ""

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """The version is that of the subject."""
        if field_name == "version":
            return getattr(self.subject, "version", None)
        return super().get_initial_for_field(field, field_name)

    @classmethod
    def of_each(cls, _subject: Any) -> dict[str, Any]:
        """What a bulk step takes from each subject itself instead of asking once for all."""
        return {}

    def verb_data(self) -> dict[str, Any]:
        """What the verb is given, by its own parameter names."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "key")
        }

    def asks_nothing(self) -> bool:
        """Whether a button is enough."""
        return all(field.widget.is_hidden for field in self.fields.values())

    def kept(self) -> list[tuple[str, str]]:
        """What was typed, to be shown again where the step was refused."""
        return [
            (str(bound.label), _typed(bound))
            for bound in self.visible_fields()
            if bound.value() not in (None, "", []) and not isinstance(bound.field, forms.FileField)
        ]


def _typed(bound: forms.BoundField) -> str:
    rows = isinstance(bound.field, RowsField)
    return bound.field.told(bound.value()) if rows else str(bound.value())  # type: ignore[attr-defined]


def long_text(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 4) -> Any:
    """A text of several lines, at most 5,000 characters."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choice(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """One of a few, as radio buttons."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
    )


@cache
def without_marks(form: type[StepForm]) -> type[StepForm]:
    """The form of a step without version and key, for programs: they send them as headers."""
    inside = {"version": None, "key": None, "__module__": form.__module__}
    return type(form.__name__, (form,), inside)


class EmptyForm(StepForm):
    """A step that asks for nothing."""


def day(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """A day, picked or typed, that a plan can mean."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[within_reach],
    )


def within_reach(day: date) -> None:
    """Refuse years that are slips of the pen: ``settings.DATES_REACH_YEARS`` around today's."""
    reach, year = settings.DATES_REACH_YEARS, clock.today().year
    if abs(day.year - year) > reach:
        raise forms.ValidationError(
            _("The year %(year)d is out of reach; choose one from %(first)d to %(last)d.")
            % {"year": day.year, "first": year - reach, "last": year + reach}
        )


def amount(label: Any, *, required: bool = True) -> Any:
    """A measured number, with at most four digits after the point."""
    return forms.DecimalField(label=label, required=required, max_digits=16, decimal_places=4)
