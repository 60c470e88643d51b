"""What the API tells of duty entries and of citations of them."""

from typing import Any

from rest_framework import serializers

from coordination.api.serializers import Told, UnitRef
from coordination.duties.models import Citation, DutyDocument, DutyEntry


class DutyDocumentOut(Told):
    """The document in which a duty stands."""

    class Meta:
        model = DutyDocument
        fields = ["kind", "name", "number", "issuer", "issued_on"]


class DutyOut(Told):
    """One paragraph about one unit."""

    unit = UnitRef()
    document = DutyDocumentOut()

    class Meta:
        model = DutyEntry
        fields = [
            *("id", "code", "unit", "document", "paragraph", "text"),
            *("valid_from", "valid_until"),
        ]


class CitationOut(Told):
    """A paragraph cited, as it read that day."""

    entry: Any = serializers.IntegerField(source="entry_id")
    code = serializers.CharField(source="entry.code")

    class Meta:
        model = Citation
        fields = ["entry", "code", "source", "quote", "sha"]
