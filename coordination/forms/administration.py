"""Forms of substitutions, of the calendar and of units; each carries a key, as a step's does."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import choice
from coordination.forms.base import day as a_day
from coordination.units.office_queries import possible_substitutes, posts_to_substitute
from coordination.units.official import Official
from coordination.units.queries import units_of
from coordination.units.states import SuccessionKind
from workflow import clock

LONGEST_REASON = 1_000


def why(label: Any) -> Any:
    """Why, in a few lines."""
    return forms.CharField(
        label=label, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class KeyedForm(forms.Form):
    """A form whose second sending has no second effect."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""

    def verb_data(self) -> dict[str, Any]:
        """What the verb is given, by its own parameter names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class SubstitutionForm(KeyedForm):
    """Who stands in for whom, from when to when."""

    post: Any = forms.ModelChoiceField(label=_("Post"), queryset=None)
    substitute: Any = forms.ModelChoiceField(label=_("Substitute"), queryset=None)
    since = a_day(_("From"))
    until = a_day(_("Last day"))
    may_sign = forms.BooleanField(
        label=_("The substitute signs too (only for a head)"), required=False
    )
    cause = why(_("Cause"))

    def __init__(self, *args: Any, actor: Official, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["post"].queryset = posts_to_substitute(actor)
        fields["substitute"].queryset = possible_substitutes(actor)
        fields["since"].initial = clock.today()


class EndForm(KeyedForm):
    """Why a substitution ends early."""

    reason = why(_("Reason"))


class DayForm(KeyedForm):
    """A day that differs from the plain week."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = a_day(_("Day"))
    working = choice(_("This day is"), [("no", _("a day off")), ("yes", _("a working day"))])
    name = forms.CharField(
        label=_("Name"), max_length=40, help_text=_("For example: Spring Festival")
    )
    reason = why(_("Reason"))

    def verb_data(self) -> dict[str, Any]:
        """Worked or not, as a truth value."""
        data = super().verb_data()
        return data | {"working": data["working"] == "yes"}


class RemoveDayForm(KeyedForm):
    """A day that is as in the plain week again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = a_day(_("Day"))
    reason = why(_("Reason"))


class LoadYearForm(KeyedForm):
    """A year whose published days are taken in."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def verb_data(self) -> dict[str, Any]:
        """The one year as a list."""
        data = super().verb_data()
        return {"version": data["version"], "years": [data["year"]]}


class SuccessionForm(KeyedForm):
    """What becomes of a unit, from today."""

    unit: Any = forms.ModelChoiceField(label=_("Unit"), queryset=None)
    kind = choice(_("What becomes of it"), SuccessionKind.choices)
    successor: Any = forms.ModelChoiceField(
        label=_("Unit that follows"),
        queryset=None,
        required=False,
        help_text=_("Needed for a merger and a split, and wherever work is open."),
    )
    name = forms.CharField(
        label=_("New name"), max_length=60, required=False, help_text=_("Only for a new name.")
    )
    short_name = forms.CharField(label=_("New short name"), max_length=30, required=False)
    reason = why(_("Reason"))

    def __init__(self, *args: Any, actor: Official, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        for name in ("unit", "successor"):
            fields[name].queryset = units_of(actor.body_id or 0)
