"""What the API tells of disputes, slots and statements; sealed ones stay sealed."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from coordination.api.duty_serializers import CitationOut
from coordination.api.serializers import VERSIONED, Told, UnitRef, code_of
from coordination.disputes.acts import Consultation, Ruling, RulingFile
from coordination.disputes.models import Dispute, DisputeSlot, Party, Proposal, Statement
from coordination.disputes.queries import SEALED
from coordination.disputes.states import (
    Decided,
    NewGround,
    OldLead,
    Outcome,
    Phase,
    Refused,
    SlotKind,
    Stance,
    Tier,
    Urgency,
)
from coordination.tasks.models import Task


class PartyOut(Told):
    """A party of a dispute."""

    unit = UnitRef()

    class Meta:
        model = Party
        fields = ["unit", "role"]


class DecisionOut(Told):
    """Fields that a proposal and a ruling share."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    new_lead = UnitRef(allow_null=True)
    old_lead = code_of(OldLead.choices)
    by = serializers.CharField()


class ProposalOut(DecisionOut):
    """What the heads were asked to agree to."""

    citations = CitationOut(many=True)

    class Meta:
        model = Proposal
        fields = [
            *("round", "outcome", "new_lead", "old_lead", "terms", "wording", "division", "duty"),
            *("text", "citations", "by", "at"),
        ]


class RulingOut(DecisionOut):
    """The decision and its reasons."""

    reservation = serializers.CharField()

    class Meta:
        model = Ruling
        fields = [
            *("number", "tier", "outcome", "new_lead", "old_lead", "terms"),
            *("wording", "division", "duty", "reasons", "reservation", "dissent", "by", "at"),
        ]


class ConsultationOut(Told):
    """A consultation that was held."""

    by = serializers.CharField()

    class Meta:
        model = Consultation
        fields = [
            *("round", "chair", "meeting", "held_on", "people", "agreed", "still_open", "by", "at")
        ]


class RulingFileOut(Told):
    """The file that went for ruling: what was generated, and the coordinator's texts."""

    content = serializers.DictField()

    class Meta:
        model = RulingFile
        fields = ["content", "unprepared", "issues", "advice", "draft", "at"]


class DraftOut(Told):
    """What is disputed before the issue: the words of the line, and nothing else of the plan."""

    class Meta:
        model = Task
        fields = ["number", "title", "text"]


class DisputeOut(Told):
    """A case about who is responsible."""

    contesting = UnitRef()
    lead = UnitRef()
    proposed = UnitRef(allow_null=True)
    wish = code_of(Outcome.choices)
    new_lead = UnitRef(allow_null=True)
    outcome = code_of(Outcome.choices)
    old_lead = code_of(OldLead.choices)
    decided = code_of(Decided.choices)
    urgency = code_of(Urgency.choices)
    new_ground = code_of(NewGround.choices)
    refused_for = code_of(Refused.choices)
    tier = code_of(Tier.choices)
    parties = PartyOut(many=True)
    consultations = ConsultationOut(many=True)
    proposals = ProposalOut(many=True)
    rulings = RulingOut(many=True)
    draft = serializers.SerializerMethodField()
    file = serializers.SerializerMethodField()
    citations = CitationOut(many=True, source="filed_with")

    class Meta:
        model = Dispute
        fields = [
            *VERSIONED,
            *(
                "task",
                "plan",
                "scope",
                "phase",
                "draft",
                "ground",
                "facts",
                "basis",
                "citations",
                "filed_on",
            ),
            *("contesting", "lead", "proposed", "part", "wish", "wish_duty"),
            *("parties", "joined_to", "round", "max_rounds"),
            *("profile", "urgency", "new_ground", "document", "document_on", "limits", "due_on"),
            *("completion_until", "refused_for", "tier", "consultations", "proposals", "file"),
            *("outcome", "new_lead", "old_lead", "terms", "wording", "division", "duty", "decided"),
            *("rulings", "review_until", "days_lost", "ended_on"),
        ]

    @extend_schema_field(DraftOut(allow_null=True))
    def get_draft(self, case: Dispute) -> dict[str, Any] | None:
        """The words of the draft, for parties that do not see the draft itself."""
        return dict(DraftOut(case.task).data) if case.phase == Phase.PRE_ISSUE else None

    @extend_schema_field(RulingFileOut(allow_null=True))
    def get_file(self, case: Dispute) -> dict[str, Any] | None:
        """The file that went for ruling, where there is one and the reader may know it."""
        found = getattr(case, "file", None) if getattr(case, "inside", False) else None
        return RulingFileOut(found, context=self.context).data if found else None


class StatementOut(Told):
    """What a unit said."""

    citations = CitationOut(many=True)
    by = serializers.CharField()

    class Meta:
        model = Statement
        fields = ["position", "stance", "text", "basis", "citations", "by", "at"]


class SlotOut(Told):
    """A statement or an answer asked for; a sealed one shows only that it was given."""

    unit = UnitRef()
    stance = serializers.SerializerMethodField()
    statements = StatementOut(many=True, source="said")

    class Meta:
        model = DisputeSlot
        fields = [
            *VERSIONED,
            *("dispute", "task", "unit", "round", "asked_for", "due_on", "stance", "statements"),
        ]

    @extend_schema_field(code_of(Stance.choices))
    def get_stance(self, slot: Any) -> str:
        """The stance, where the reader may know it."""
        sealed = slot.asked_for == SlotKind.STATEMENT and slot.state in SEALED
        own = slot.unit_id in self.context["official"].acts
        return slot.stance if own or not sealed else ""
