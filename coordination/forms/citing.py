"""Citing paragraphs: a box of codes that works by itself, and a search that fills it with ticks."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coordination.duties.models import DutyEntry
from coordination.duties.queries import by_codes
from coordination.forms.base import StepForm
from coordination.units.official import Official

_BETWEEN = re.compile(r"[\s\x00,，;；、]+")


def codes_in(text: str) -> list[str]:
    """The codes of a text, each once."""
    return list(dict.fromkeys(code for code in _BETWEEN.split(text) if code))


class CodesInput(forms.TextInput):
    """A box of codes; ticks of the same name beside it count as if they were typed."""

    template_name = "forms/codes.html"

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> str | None:
        """Whatever was typed and ticked, as one text."""
        if hasattr(data, "getlist"):
            return " ".join(filter(None, data.getlist(name)))
        given: str | None = data.get(name)
        return given


class CitedField(forms.CharField):
    """The paragraphs named by their codes; ``actor``, set by the form, says whose they are."""

    widget = CodesInput
    actor: Official

    def __init__(self) -> None:
        super().__init__(
            label=_("Cited paragraphs"),
            required=False,
            max_length=1_000,
            help_text=_(
                "Codes of duty entries, with spaces between them. They are kept as they read today."
            ),
        )

    def clean(self, value: Any) -> Any:
        """The entries in the order of their codes, each once."""
        text = super().clean(value)
        codes = codes_in(text)
        if len(codes) > settings.CITATIONS_MAX:
            raise ValidationError(
                _("At most %(most)d paragraphs can be cited."),
                params={"most": settings.CITATIONS_MAX},
            )
        found: dict[str, DutyEntry] = by_codes(self.actor, codes) if codes else {}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise ValidationError(
                _("There is no duty entry with the code %(codes)s. Search for it below."),
                params={"codes": "、".join(unknown)},
            )
        return [found[code] for code in codes]


class Citing(StepForm):
    """A step's form that has a field ``cited``."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["cited"].actor = self.actor  # type: ignore[attr-defined]
