"""What the API tells of requests, letters and amendments."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from coordination.api.serializers import VERSIONED, Told, UnitRef, code_of
from coordination.approvals.models import Amendment
from coordination.consultation.models import Opinion
from coordination.supervision.models import Extension, Letter, Reopening, Transfer
from coordination.tasks.states import Ground


class Asked(Told):
    """What somebody asked for, by name."""

    by = serializers.CharField()


class ExtensionOut(Asked):
    """The lead asks for a later date; ``beyond``: after the plan's year."""

    unit = UnitRef()

    class Meta:
        model = Extension
        fields = [
            *(*VERSIONED, "task", "unit", "old_due", "new_due", "beyond"),
            *("percent", "reason", "by", "asked_at", "decided_at"),
        ]


class LetterOut(Asked):
    """A letter that urges one unit, and its answer."""

    unit = UnitRef()

    class Meta:
        model = Letter
        fields = [
            *(*VERSIONED, "task", "unit", "level", "text", "reply_until"),
            *("by", "sent_at", "reply", "replied_at"),
        ]


class ReopeningOut(Asked):
    """A supervisor asks for a verified task to be reopened."""

    class Meta:
        model = Reopening
        fields = [*VERSIONED, "task", "finding", "reason", "by", "asked_at"]


class TransferOut(Asked):
    """The lead is to pass on; ``from_by`` and ``to_by`` are the heads who agreed."""

    from_unit = UnitRef()
    to_unit = UnitRef()
    from_by = serializers.CharField(allow_null=True)
    to_by = serializers.CharField(allow_null=True)

    class Meta:
        model = Transfer
        fields = [
            *(*VERSIONED, "task", "from_unit", "to_unit", "keep_old"),
            *("reason", "from_by", "to_by", "by", "asked_at"),
        ]


class OpinionOut(Asked):
    """What a unit says of a draft; ``dispute`` is the case that was opened from it."""

    unit = UnitRef()
    proposed = UnitRef(allow_null=True)
    ground = code_of(Ground.choices)
    dispute = serializers.SerializerMethodField()

    class Meta:
        model = Opinion
        fields = [
            *(*VERSIONED, "plan", "task", "unit", "letter", "about", "proposed", "ground"),
            *("text", "basis", "reason", "dispute", "by", "at"),
        ]

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_dispute(self, opinion: Opinion) -> int | None:
        """The case, where there is one."""
        case = getattr(opinion, "dispute", None)
        return case.pk if case else None


class AmendmentOut(Asked):
    """An amendment of a plan and the tasks that it cancels."""

    class Meta:
        model = Amendment
        fields = [*VERSIONED, "plan", "number", "reason", "tasks", "by", "at"]
