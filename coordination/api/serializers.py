"""What the API tells of each thing, field by field; nothing is told that is not named here."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from coordination.notifications.models import Notice
from coordination.notifications.topics import TOPICS
from coordination.plans.models import Plan
from coordination.progress.models import ActualValue, Evidence, Report
from coordination.tasks.indicators import Indicator, PlannedValue
from coordination.tasks.lights import Colour
from coordination.tasks.milestones import Milestone
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import (
    Comparator,
    DueKind,
    GroupChoice,
    PartFlag,
    ReportCycle,
    ResultGrade,
    TaskState,
)
from coordination.units.models import Body, Unit
from coordination.units.states import Duty

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
    """A unit by id, code and short name; ``outside``: managed from above (垂管)."""

    name = serializers.CharField(source="short_name")

    class Meta:
        model = Unit
        fields = ["id", "code", "name", "outside"]


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
    """A quantity the task is measured by; ``hard``: measurable and dated."""

    comparator = code_of(Comparator.choices)
    due_on = serializers.DateField(source="due", allow_null=True)
    hard = serializers.BooleanField()

    class Meta:
        model = Indicator
        fields = [
            *("id", "text", "comparator", "baseline", "target", "measure", "due_on", "hard"),
            *("proof", "proof_required"),
        ]


class MilestoneOut(Told):
    """A step of the lead's plan of work."""

    class Meta:
        model = Milestone
        fields = ["position", "title", "due_on"]


class LightOut(serializers.Serializer[Any]):
    """A light with its reason in words, and the code of its cause."""

    colour = serializers.ChoiceField(choices=Colour.choices)
    reason = serializers.CharField(source="word")
    because = serializers.CharField()


class PlannedValueOut(Told):
    """What an indicator is to have reached by the end of the period that begins on ``period``."""

    class Meta:
        model = PlannedValue
        fields = ["indicator", "period", "value"]


class ShareOut(Told):
    """The share of one unit in a divided task."""

    lead = UnitRef(allow_null=True)

    class Meta:
        model = Task
        fields = [*VERSIONED, "number", "lead"]


class OpenPart(serializers.Serializer[Any]):
    """A part that was not done when completion was claimed."""

    unit = serializers.CharField()
    name = serializers.CharField()
    flag = serializers.ChoiceField(choices=PartFlag.choices)
    asked_on = serializers.DateField()


class InsideOut(Told):
    """What only those inside a task read."""

    resume_state = code_of(TaskState.choices)
    grade = code_of(ResultGrade.choices)
    claimed_by = UnitRef(allow_null=True)
    verified_by = UnitRef(allow_null=True)
    planned = serializers.SerializerMethodField()
    verifying = UnitRef(allow_null=True)
    report_cycle = code_of(ReportCycle.choices)
    milestones = MilestoneOut(many=True)
    parts_open = OpenPart(many=True)

    class Meta:
        model = Task
        fields = [
            *("resume_state", "assigned_on", "sign_off_until", "deemed", "contest_until"),
            *("contact", "report_cycle", "milestones", "original_due_on", "extensions"),
            *("grade", "rework", "claimed_by", "verify_until", "verifying", "verified_by"),
            *("review_on", "reopened", "planned", "parts_open"),
        ]

    @extend_schema_field(PlannedValueOut(many=True))
    def get_planned(self, task: Task) -> list[dict[str, Any]]:
        """What the lead plans for the indicators, period by period."""
        rows = [value for each in task.indicators.all() for value in each.planned.all()]
        return [dict(row) for row in PlannedValueOut(rows, many=True).data]


class TaskOut(Told):
    """A task: its printed line, and ``inside`` for those who work on it or watch over it."""

    lead = UnitRef(allow_null=True)
    section = serializers.SerializerMethodField()
    cooperating = PartOfTask(many=True, source="parts")
    shares = ShareOut(many=True)
    group = code_of(GroupChoice.choices)
    indicators = IndicatorOut(many=True)
    collective = serializers.ListField(child=serializers.CharField())
    unresolved = serializers.ListField(child=serializers.CharField())
    due_kind = code_of(DueKind.choices)
    light = LightOut()
    inside = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = [
            *VERSIONED,
            *("plan", "section", "position", "number", "title", "text"),
            *("lead", "cooperating", "collective", "group", "parent", "shares", "unresolved"),
            "indicators",
            *("due_on", "due_text", "due_kind", "open_ended", "light", "inside"),
        ]

    def get_section(self, task: Task) -> list[str]:
        """The titles of the sections above the task, the outermost first."""
        found = task.section
        return [part.title for part in (found and found.parent, found) if part]

    @extend_schema_field(InsideOut(allow_null=True))
    def get_inside(self, task: Any) -> dict[str, Any] | None:
        """Contact, claim and verification."""
        return dict(InsideOut(task).data) if task.inside else None


class PartInside(Told):
    """What only those inside the task read of a part."""

    class Meta:
        model = Cooperation
        fields = [
            *("duty", "due_on", "sign_off_until", "contest_until", "deemed", "barred"),
            *("asked_on", "asked_until", "asked_text", "silent_after", "release_reason"),
        ]


class CooperationOut(Told):
    """The part of a cooperating unit: its state, and ``inside`` for those inside the task."""

    unit = UnitRef()
    inside = serializers.SerializerMethodField()

    class Meta:
        model = Cooperation
        fields = [*VERSIONED, "task", "unit", "inside"]

    @extend_schema_field(PartInside(allow_null=True))
    def get_inside(self, part: Any) -> dict[str, Any] | None:
        """Duty, limits and requests."""
        return dict(PartInside(part).data) if part.inside else None


class ActualValueOut(Told):
    """What an indicator has reached by a report."""

    class Meta:
        model = ActualValue
        fields = ["indicator", "value"]


class ReportOut(Told):
    """What a unit says it has done."""

    unit = UnitRef()
    by = serializers.CharField()
    values = ActualValueOut(many=True)

    class Meta:
        model = Report
        fields = [
            *(*VERSIONED, "task", "unit", "period"),
            *("percent", "done", "problem", "next", "values", "by", "at"),
        ]


class EvidenceOut(Told):
    """A file, whose bytes stand under ``content``, or a link, whose address is ``url``."""

    unit = UnitRef()
    by = serializers.CharField()
    content = serializers.SerializerMethodField()

    class Meta:
        model = Evidence
        fields = [
            *(*VERSIONED, "task", "unit", "indicator", "name", "url"),
            *("size", "sha256", "by", "at", "content"),
        ]

    def get_content(self, evidence: Evidence) -> str:
        """The address of the bytes; empty for a link."""
        return f"/api/v1/evidence/{evidence.pk}/content/" if evidence.path else ""


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
