"""What the API reads of duty entries."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from coordination.api import duty_serializers as duties_out
from coordination.api.listing import Reading
from coordination.duties import queries as duties
from coordination.duties.filters import DutyFilter
from coordination.forms.json_schema import field_schema
from coordination.units.official import Official


class Duties(Reading):
    """Duty entries: paragraphs of three-fix regulations, lists of powers and laws, by unit."""

    serializer_class = duties_out.DutyOut
    filters = {
        name: field_schema(each) for name, each in DutyFilter(body_id=None).form.fields.items()
    }

    def rows(self, actor: Official) -> QuerySet[Any]:
        """The entries of the caller's body."""
        return duties.visible_to(actor)

    def chosen(self, asked: Mapping[str, Any]) -> QuerySet[Any]:
        """By the filters of the page."""
        found: QuerySet[Any] = DutyFilter(
            asked, queryset=self.visible(), body_id=self.official.body_id
        ).qs
        return found
