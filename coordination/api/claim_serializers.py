"""What the API tells of values, claims and verifications, indicator by indicator."""

from rest_framework import serializers

from coordination.api.serializers import Told, UnitRef, code_of
from coordination.tasks.claims import Claim, ClaimResult, Finding, Verification
from coordination.tasks.states import Method, Reached, ResultGrade


class ClaimResultOut(Told):
    """What a claim says of one indicator."""

    reached = serializers.ChoiceField(choices=Reached.choices)

    class Meta:
        model = ClaimResult
        fields = ["indicator", "value", "reached", "note"]


class ClaimOut(Told):
    """A claim of completion; rework makes a further one."""

    unit = UnitRef()
    by = serializers.CharField()
    grade = serializers.ChoiceField(choices=ResultGrade.choices)
    results = ClaimResultOut(many=True)

    class Meta:
        model = Claim
        fields = ["id", "task", "number", "unit", "grade", "result", "results", "by", "at"]


class FindingOut(Told):
    """What a verifier found for one indicator."""

    class Meta:
        model = Finding
        fields = ["indicator", "confirmed", "value", "note"]


class VerificationOut(Told):
    """How a claim was decided upon: confirmed, or returned until ``limit``."""

    unit = UnitRef()
    by = serializers.CharField()
    method = code_of(Method.choices)
    findings = FindingOut(many=True)

    class Meta:
        model = Verification
        fields = [
            *("id", "task", "claim", "unit", "method", "confirmed", "conclusion"),
            *("limit", "findings", "by", "at"),
        ]
