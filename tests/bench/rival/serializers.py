"""What each step of the rival is given."""

from typing import Any

from rest_framework import serializers


class Accept(serializers.Serializer[Any]):
    contact = serializers.CharField(max_length=60)
    note = serializers.CharField(max_length=5_000, required=False, default="")


class Milestones(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120)
    due_on = serializers.DateField()


class Start(serializers.Serializer[Any]):
    breakdown = serializers.CharField(max_length=5_000)
    cycle = serializers.ChoiceField(["month", "quarter", "half_year"])
    milestones = Milestones(many=True, allow_empty=False)


class Report(serializers.Serializer[Any]):
    percent = serializers.IntegerField(min_value=0, max_value=100)
    done = serializers.CharField(max_length=5_000)


class Claim(serializers.Serializer[Any]):
    grade = serializers.ChoiceField(["A", "B", "C", "D"])
    result = serializers.CharField(max_length=5_000)
    evidence = serializers.FileField()


class Begin(serializers.Serializer[Any]):
    pass


class Verify(serializers.Serializer[Any]):
    how = serializers.ChoiceField(["document", "site", "data"])
    finding = serializers.CharField(max_length=5_000)
