"""The filter of the ledger: that of tasks, and by light; shared by page, export and API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.reports.lights import Lights
from coordination.tasks.filters import TaskFilter
from coordination.tasks.lights import Colour
from coordination.tasks.models import Task


class LedgerFilter(TaskFilter):
    """By words, state, unit, light, and whether overdue."""

    light = django_filters.ChoiceFilter(
        label=_("Light"), choices=Colour.choices, method="by_light", empty_label=_("Every light")
    )

    def by_light(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """The light as it stands today."""
        return Lights().filtered(rows, [value])
