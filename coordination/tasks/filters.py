"""Filters of tasks, shared by page, export and API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.tasks.models import Task
from coordination.tasks.states import CLOSED_STATES, TaskState
from coordination.units.models import Unit
from coordination.units.queries import units_of
from workflow import clock


class TaskFilter(django_filters.FilterSet):
    """By words, state, unit and light."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Words or number")}),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=TaskState.choices, empty_label=_("Every state")
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"),
        queryset=None,
        method="by_unit",
        empty_label=_("Every unit"),
    )
    late = django_filters.BooleanFilter(
        label=_("Overdue only"), method="by_late", widget=forms.CheckboxInput
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def __init__(self, *args: Any, body_id: int | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.filters["unit"].queryset = units_of(body_id or 0)

    def by_words(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Words of title or wording, or the printed number."""
        return rows.filter(Q(title__icontains=value) | Q(text__icontains=value) | Q(number=value))

    def by_unit(self, rows: QuerySet[Task], _name: str, value: Unit) -> QuerySet[Task]:
        """The unit leads or cooperates."""
        helped = value.cooperations.exclude(state="released").values("task")
        return rows.filter(Q(lead=value) | Q(pk__in=helped))

    def by_late(self, rows: QuerySet[Task], _name: str, value: bool) -> QuerySet[Task]:
        """Past the due date and not closed or claimed."""
        if not value:
            return rows
        return rows.filter(due_on__lt=clock.today()).exclude(state__in=CLOSED_STATES)
