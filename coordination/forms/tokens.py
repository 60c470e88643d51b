"""The form of a personal access token."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.base import choice, day
from coordination.units.states import Scopes
from workflow import clock

LONGEST = timedelta(days=366)


class TokenForm(forms.Form):
    """Name, scope, and the last day."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Which program will use the token.")
    )
    scopes = choice(_("May"), Scopes.choices)
    expires_on = day(_("Last day"), help_text=_("At most one year ahead."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        self.fields["expires_on"].initial = clock.today() + timedelta(days=90)

    def clean_expires_on(self) -> date:
        """Not in the past, and not for ever."""
        until: date = self.cleaned_data["expires_on"]
        if not clock.today() <= until <= clock.today() + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, within one year."))
        return until
