"""Which disputes and slots an official sees, and what waits for whom."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from coordination.disputes.models import Dispute, DisputeSlot, Party, Proposal, Statement
from coordination.disputes.states import OPEN_STATES, DisputeState, SlotKind, SlotState
from coordination.units.models import Unit
from coordination.units.official import NOTHING, Official
from coordination.units.states import Duty

# A statement that lapsed before the opening is never opened.
SEALED = (SlotState.ASKED, SlotState.GIVEN, SlotState.SILENT, SlotState.LAPSED)


def visible_to(actor: Official) -> QuerySet[Dispute]:
    """Cases of the parties, and those of the plans in which the actor has a deciding function."""
    functions = actor.plans.get("coordinate_plan", NOTHING) | actor.plans.get("rule_plan", NOTHING)
    party = Party.objects.filter(dispute=OuterRef("pk"), unit__in=actor.acts)
    return (
        Dispute.objects.filter(Q(plan__in=functions) | Exists(party))
        .select_related("task", "task__plan", "contesting", "lead", "proposed", "new_lead")
        .order_by("-pk")
    )


def visible_slots(actor: Official) -> QuerySet[DisputeSlot]:
    """Slots of the cases the actor sees; who was asked and who has answered is no secret."""
    return DisputeSlot.objects.filter(
        dispute__in=visible_to(actor).values("pk").order_by()
    ).select_related("unit", "dispute", "task")


def open_to(actor: Official) -> QuerySet[Statement]:
    """Statements that are open, and the actor's own unit's sealed ones."""
    sealed = Q(slot__asked_for=SlotKind.STATEMENT, slot__state__in=SEALED)
    own = Q(slot__unit__in=actor.acts)
    return Statement.objects.filter(~sealed | own)


def told(slots: QuerySet[DisputeSlot], actor: Official) -> QuerySet[DisputeSlot]:
    """The slots, each with the statements that ``actor`` may read as ``said``."""
    said = open_to(actor).select_related("by").order_by("position")
    return slots.prefetch_related(Prefetch("statements", queryset=said, to_attr="said"))


def whole(cases: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """The cases with parties, proposals and ruling, whatever their number."""
    return cases.select_related("ruling", "ruling__by", "ruling__new_lead").prefetch_related(
        Prefetch("parties", queryset=Party.objects.select_related("unit").order_by("pk")),
        Prefetch(
            "proposals",
            queryset=Proposal.objects.select_related("by", "new_lead").order_by("round"),
        ),
    )


def readable_statements(actor: Official, dispute: Dispute) -> QuerySet[Statement]:
    """The statements of a case that the actor may read."""
    return (
        open_to(actor)
        .filter(slot__dispute=dispute)
        .select_related("slot", "slot__unit", "by")
        .order_by("slot__round", "slot_id", "position")
    )


def slots_waiting_for(actor: Official) -> QuerySet[DisputeSlot]:
    """Statements and answers which the actor's unit still owes, the earliest limit first."""
    return (
        DisputeSlot.objects.filter(unit__in=actor.acts, state=SlotState.ASKED)
        .select_related("dispute", "task", "unit")
        .order_by("due_on", "pk")
    )


def waiting_for(actor: Official) -> QuerySet[Dispute]:
    """Cases on which the actor's own act is due: proposals, or rulings.

    Those in which the actor's unit is a party are another's to decide.
    """
    own = Party.objects.filter(dispute=OuterRef("pk"), unit__in=actor.own_units())
    found = visible_to(actor).exclude(Exists(own)).order_by("pk")
    if actor.hat in (Duty.COORDINATOR, Duty.COORDINATOR_HEAD):
        return found.filter(state=DisputeState.CONSULTING)
    if actor.hat == Duty.LEADER:
        return found.filter(state=DisputeState.RULING)
    return found.none()


def parties_of(dispute: Dispute) -> QuerySet[Unit]:
    """The units that are parties, by code."""
    found: QuerySet[Unit] = Unit.objects.filter(pk__in=dispute.party_ids())
    return found.order_by("code")


def others_turn(actor: Official) -> QuerySet[Any]:
    """Open cases of the actor that wait for somebody else, with the earliest limit first."""
    limit = DisputeSlot.objects.filter(dispute=OuterRef("pk"), state=SlotState.ASKED)
    return (
        visible_to(actor)
        .filter(state__in=OPEN_STATES)
        .exclude(pk__in=waiting_for(actor).values("pk").order_by())
        .annotate(limit=Subquery(limit.order_by("due_on").values("due_on")[:1]))
        .order_by(F("limit").asc(nulls_last=True), "pk")
    )
