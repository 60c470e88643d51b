"""Filters of duty entries, shared by page and API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.duties.models import DutyEntry
from coordination.duties.queries import searched
from coordination.duties.states import DutyKind
from coordination.search.terms import LONGEST_QUESTION
from coordination.units.queries import units_of


class DutyFilter(django_filters.FilterSet):
    """By words, unit and kind of document."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="by_words",
        max_length=LONGEST_QUESTION,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": _("Words of the duty, unit or document"),
            }
        ),
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=None, empty_label=_("Every unit")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of document"),
        choices=DutyKind.choices,
        field_name="document__kind",
        empty_label=_("Every kind"),
    )

    class Meta:
        model = DutyEntry
        fields: list[str] = []

    def __init__(self, *args: Any, body_id: int | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.filters["unit"].queryset = units_of(body_id or 0)

    def by_words(self, rows: QuerySet[DutyEntry], _name: str, value: str) -> QuerySet[DutyEntry]:
        """All the words occur in the entry."""
        return searched(rows, value)
