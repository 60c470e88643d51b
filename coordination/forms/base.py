"""The base of every step's form: version, key, and who fills it in for what."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from coordination.units.official import Official

LONG = 5_000


class StepForm(forms.Form):
    """Carries the version it was opened on and a key that makes a second click harmless.

    ``hint`` says what the step does.
    """

    hint: ClassVar[Any] = ""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, subject: Any, actor: Official, **more: Any) -> None:
        super().__init__(*args, **more)
        self.subject, self.actor = subject, actor
        self.label_suffix = ""
        self.fields["version"].initial = getattr(subject, "version", None)

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
            (str(bound.label), str(bound.value()))
            for bound in self.visible_fields()
            if bound.value() not in (None, "") and not isinstance(bound.field, forms.FileField)
        ]


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


class EmptyForm(StepForm):
    """A step that asks for nothing."""


def day(label: Any, *, help_text: Any = "") -> Any:
    """A day, picked or typed."""
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"})
    )
