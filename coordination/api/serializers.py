"""What the API tells of each thing, field by field; nothing is told that is not named here."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from coordination.notifications.models import Notice
from coordination.notifications.topics import TOPICS
from coordination.plans.models import Plan
from coordination.progress.models import Evidence, Report
from coordination.tasks.lights import light_of
from coordination.tasks.models import Cooperation, Indicator, Task
from coordination.tasks.states import DueKind, ResultGrade, TaskState
from coordination.units.models import Body, Unit
from coordination.units.states import Duty
from workflow import clock

LIGHTS = ("green", "yellow", "red", "grey")
VERSIONED = ["id", "version", "state"]


def code_of(choices: Any) -> Any:
    """A code of a list, or the empty text where there is none yet."""
    return serializers.ChoiceField(choices=choices, allow_blank=True, read_only=True)


class Told(serializers.ModelSerializer[Any]):
    """A serializer that only tells."""

    def get_fields(self) -> dict[str, Any]:
        """Every field, for reading."""
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values():
            field.read_only = True
        return fields


class UnitRef(Told):
    """A unit by id, code and short name."""

    name = serializers.CharField(source="short_name")

    class Meta:
        model = Unit
        fields = ["id", "code", "name"]


class BodyRef(Told):
    """A body by code and name."""

    class Meta:
        model = Body
        fields = ["code", "name"]


class UnitOut(Told):
    """A unit of the caller's body."""

    class Meta:
        model = Unit
        fields = ["id", "code", "name", "short_name", "kind", "superior", "outside"]


class PlanOut(Told):
    """A plan."""

    body = BodyRef()

    class Meta:
        model = Plan
        fields = [*VERSIONED, "body", "title", "year", "issued_on"]


class PartOfTask(Told):
    """A cooperating unit of a task."""

    unit = UnitRef()

    class Meta:
        model = Cooperation
        fields = [*VERSIONED, "unit"]


class IndicatorOut(Told):
    """A quantity the task is measured by."""

    class Meta:
        model = Indicator
        fields = ["id", "text", "comparator", "value", "measure"]


class LightOut(serializers.Serializer[Any]):
    """A light and its word."""

    colour = serializers.ChoiceField(choices=LIGHTS)
    word = serializers.CharField()


class InsideOut(Told):
    """What only those inside a task read."""

    resume_state = code_of(TaskState.choices)
    grade = code_of(ResultGrade.choices)
    claimed_by = UnitRef(allow_null=True)
    verified_by = UnitRef(allow_null=True)

    class Meta:
        model = Task
        fields = [
            *("resume_state", "assigned_on", "contest_until", "contact"),
            *("grade", "rework", "claimed_by", "verified_by"),
        ]


class TaskOut(Told):
    """A task: its printed line, and ``inside`` for those who work on it or watch over it."""

    lead = UnitRef(allow_null=True)
    section = serializers.SerializerMethodField()
    cooperating = PartOfTask(many=True, source="parts")
    indicators = IndicatorOut(many=True)
    collective = serializers.ListField(child=serializers.CharField())
    unresolved = serializers.ListField(child=serializers.CharField())
    due_kind = code_of(DueKind.choices)
    light = serializers.SerializerMethodField()
    inside = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = [
            *VERSIONED,
            *("plan", "section", "position", "number", "title", "text"),
            *("lead", "cooperating", "collective", "unresolved", "indicators"),
            *("due_on", "due_text", "due_kind", "open_ended", "light", "inside"),
        ]

    def get_section(self, task: Task) -> list[str]:
        """The titles of the sections above the task, the outermost first."""
        found = task.section
        return [part.title for part in (found and found.parent, found) if part]

    @extend_schema_field(LightOut)
    def get_light(self, task: Task) -> dict[str, str]:
        """The light, computed from the due date."""
        light = light_of(task, clock.today())
        return {"colour": light.colour, "word": light.word}

    @extend_schema_field(InsideOut(allow_null=True))
    def get_inside(self, task: Any) -> dict[str, Any] | None:
        """Contact, claim and verification."""
        return dict(InsideOut(task).data) if task.inside else None


class CooperationOut(Told):
    """The part of a cooperating unit."""

    unit = UnitRef()

    class Meta:
        model = Cooperation
        fields = [*VERSIONED, "task", "unit"]


class ReportOut(Told):
    """What a unit says it has done."""

    unit = UnitRef()
    by = serializers.CharField()

    class Meta:
        model = Report
        fields = [*VERSIONED, "task", "unit", "percent", "done", "problem", "next", "by", "at"]


class EvidenceOut(Told):
    """A file; its bytes stand under ``content``."""

    unit = UnitRef()
    by = serializers.CharField()
    content = serializers.SerializerMethodField()

    class Meta:
        model = Evidence
        fields = [*VERSIONED, "task", "unit", "name", "size", "sha256", "by", "at", "content"]

    def get_content(self, evidence: Evidence) -> str:
        """The address of the bytes."""
        return f"/api/v1/evidence/{evidence.pk}/content/"


class NoticeOut(Told):
    """What a unit or a function was told."""

    topic = serializers.ChoiceField(choices=list(TOPICS))
    words = serializers.SerializerMethodField()
    unit = UnitRef(allow_null=True)
    duty = code_of(Duty.choices)

    class Meta:
        model = Notice
        fields = ["id", "topic", "words", "unit", "duty", "plan", "task", "at"]

    def get_words(self, notice: Notice) -> str:
        """The topic in words."""
        return str(TOPICS[notice.topic].words)
