"""Which disputes and slots an official sees, and what waits for whom."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from coordination.disputes.acts import Consultation, Ruling
from coordination.disputes.models import Dispute, DisputeSlot, Party, Proposal, Statement
from coordination.disputes.states import (
    LIVE_STATES,
    Decided,
    DisputeState,
    Outcome,
    Phase,
    Profile,
    Scope,
    SlotKind,
    SlotState,
    Stance,
    Tier,
)
from coordination.duties import queries as citing
from coordination.tasks.models import Cooperation
from coordination.tasks.states import CooperationState
from coordination.units.models import Unit
from coordination.units.official import NOTHING, Official
from coordination.units.queries import holders
from coordination.units.states import Duty
from workflow import clock

CITED = Prefetch("citations", queryset=citing.cited())
# A statement that lapsed before the opening is never opened.
SEALED = (SlotState.ASKED, SlotState.GIVEN, SlotState.SILENT, SlotState.LAPSED)


def visible_to(actor: Official) -> QuerySet[Any]:
    """Cases that the actor reads, and those about a task in which its unit cooperates.

    The latter without statements and answers (``inside`` is false): an interested unit may
    join, and is told. Of a draft, which they do not see, they see no case either.
    """
    parts = Cooperation.objects.filter(task=OuterRef("task"), unit__in=actor.acts)
    helping = Exists(parts.exclude(state=CooperationState.RELEASED))
    interested = helping & Q(part=None, phase=Phase.ISSUED)
    return (
        Dispute.objects.filter(_read_by(actor) | interested)
        .annotate(inside=ExpressionWrapper(_read_by(actor), output_field=BooleanField()))
        .select_related("task", "task__plan", "contesting", "lead", "proposed", "new_lead")
        .order_by("-pk")
    )


def read_by(actor: Official) -> QuerySet[Dispute]:
    """Cases whose statements and answers the actor reads once they are open."""
    return Dispute.objects.filter(_read_by(actor))


def _read_by(actor: Official) -> Q:
    """The parties, those who decide in the plan, and the offices that were asked."""
    rights = ("coordinate_plan", "rule_plan", "top_plan")
    functions = frozenset().union(*(actor.plans.get(right, NOTHING) for right in rights))
    party = Party.objects.filter(dispute=OuterRef("pk"), unit__in=actor.acts)
    asked = DisputeSlot.objects.filter(
        dispute=OuterRef("pk"), asked_for=SlotKind.OPINION, unit=actor.unit_id
    )
    office = Q(plan__in=actor.plans.get("opine_plan", NOTHING)) & Exists(asked)
    return Q(plan__in=functions) | Exists(party) | office


def visible_slots(actor: Official) -> QuerySet[DisputeSlot]:
    """Slots of the cases the actor reads; who was asked and who has answered is no secret."""
    return DisputeSlot.objects.filter(
        dispute__in=read_by(actor).values("pk").order_by()
    ).select_related("unit", "dispute", "task")


def open_to(actor: Official) -> QuerySet[Statement]:
    """Open statements of the cases the actor reads, and its own unit's sealed ones."""
    sealed = Q(slot__asked_for=SlotKind.STATEMENT, slot__state__in=SEALED)
    read = Q(slot__dispute__in=read_by(actor).values("pk").order_by())
    own = Q(slot__unit__in=actor.acts)
    return Statement.objects.filter((~sealed & read) | own)


def told(slots: QuerySet[DisputeSlot], actor: Official) -> QuerySet[DisputeSlot]:
    """The slots, each with the statements that ``actor`` may read as ``said``."""
    said = open_to(actor).select_related("by").prefetch_related(CITED).order_by("position")
    return slots.prefetch_related(Prefetch("statements", queryset=said, to_attr="said"))


def whole(cases: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """The cases with parties, consultations, proposals and rulings, whatever their number."""
    return cases.select_related("file").prefetch_related(
        Prefetch("parties", queryset=Party.objects.select_related("unit").order_by("pk")),
        Prefetch(
            "consultations", queryset=Consultation.objects.select_related("by").order_by("pk")
        ),
        Prefetch(
            "proposals",
            queryset=Proposal.objects.select_related("by", "new_lead")
            .prefetch_related(CITED)
            .order_by("round"),
        ),
        Prefetch(
            "rulings", queryset=Ruling.objects.select_related("by", "new_lead").order_by("number")
        ),
        Prefetch("citations", queryset=citing.of_filing(), to_attr="filed_with"),
    )


def readable_statements(actor: Official, dispute: Dispute) -> QuerySet[Statement]:
    """The statements of a case that the actor may read."""
    return (
        open_to(actor)
        .filter(slot__dispute=dispute)
        .select_related("slot", "slot__unit", "by")
        .prefetch_related(CITED)
        .order_by("slot__round", "slot_id", "position")
    )


def slots_waiting_for(actor: Official) -> QuerySet[DisputeSlot]:
    """What the actor's unit still owes in cases, the earliest limit first."""
    asked = DisputeSlot.objects.filter(state=SlotState.ASKED)
    if actor.for_unit:
        asked = asked.filter(unit__in=actor.acts).exclude(asked_for=SlotKind.OPINION)
    else:
        opining = actor.plans.get("opine_plan", NOTHING)
        asked = asked.filter(
            unit=actor.unit_id, asked_for=SlotKind.OPINION, dispute__plan__in=opining
        )
    return asked.select_related("dispute", "task", "unit").order_by("due_on", "pk")


# The state in which a case waits for each function that rules or reviews.
RULINGS: dict[str, Q] = {
    Duty.LEADER: Q(state=DisputeState.RULING, tier=Tier.LEADER)
    | Q(state=DisputeState.RECEIPT, tier=Tier.LEADER, review_until__isnull=False),
    Duty.TOP: Q(state=DisputeState.RULING, tier=Tier.TOP)
    | Q(state=DisputeState.RECEIPT, tier=Tier.TOP, review_until__isnull=False),
    Duty.MEETING: Q(state=DisputeState.RULING, tier__in=[Tier.TOP, Tier.MEETING])
    | Q(
        state=DisputeState.RECEIPT,
        tier__in=[Tier.TOP, Tier.MEETING],
        review_until__isnull=False,
    ),
}


def _convened() -> Q:
    """Cases whose proposal is the convener's to write; see ``rules.chair_of``."""
    first = Q(round=1, max_rounds__gt=1) & ~Q(profile=Profile.URGENT)
    return Q(state=DisputeState.CONSULTING) & first


def _turn_of(duty: str | None) -> Q | None:
    """The cases that wait for a function; on its last day a convener's proposal too."""
    if duty not in (Duty.COORDINATOR, Duty.COORDINATOR_HEAD):
        return RULINGS.get(duty or "")
    prepared = Q(state__in=[DisputeState.FILED, DisputeState.FILING])
    in_stead = _convened() & ~Q(due_on__gt=clock.today())
    led = Q(state=DisputeState.CONSULTING) & ~_convened()
    if duty == Duty.COORDINATOR:
        led &= Q(profile=Profile.URGENT) | Q(round__lt=F("max_rounds"))
    return prepared | in_stead | led


def waiting_for(actor: Official) -> QuerySet[Dispute]:
    """Cases on which the actor's own act is due, the one about to lapse first.

    A convener's proposal; admission, proposal and file of the coordinator; the ruling. Those in
    which the actor's unit is a party are another's to decide.
    """
    found = visible_to(actor).order_by(F("due_on").asc(nulls_last=True), "pk")
    if actor.for_unit:
        return found.filter(_convened(), lead__in=actor.acts)
    turn = _turn_of(actor.hat)
    if turn is None:
        return found.none()
    own = Party.objects.filter(dispute=OuterRef("pk"), unit__in=actor.own_units())
    return found.filter(turn).exclude(Exists(own))


def parties(dispute: Dispute) -> list[Unit]:
    """The units of the case, in the order in which they entered."""
    return dispute.party_units()


def offices(dispute: Dispute) -> list[Unit]:
    """The offices which the ground names for an opinion; one that is a party gives none."""
    duties = settings.DISPUTE_OPINIONS.get(dispute.ground, ())
    found = holders(dispute.plan.body_id, *duties).exclude(unit__in=dispute.party_ids())
    units = Unit.objects.filter(pk__in=found.values("unit"))
    return list(units.order_by("code"))


def answers_of(dispute: Dispute) -> dict[str, str]:
    """The answers to the present proposal by unit name; silence is the empty string."""
    slots = dispute.slots.filter(round=dispute.round, asked_for=SlotKind.ANSWER)
    return dict(slots.values_list("unit__short_name", "stance"))


def gaining(dispute: Dispute) -> set[str]:
    """Names of the units whose express consent the present proposal needs.

    Those that gain lead, part or a heavier role; for a joint lead all parties; the lead whose
    content is adjusted; a unit outside the body's power that keeps the lead.
    """
    if dispute.outcome == Outcome.JOINT:
        units = dispute.party_units()
    elif dispute.outcome == Outcome.REMOVE_COOP:
        units = []
    elif dispute.outcome == Outcome.ADJUST:
        part = dispute.scope == Scope.COOPERATION
        units = [dispute.contesting if part else dispute.lead]
    else:
        units = dispute.units_of(dispute.terms)
        units += [dispute.new_lead] if dispute.new_lead else []
    if dispute.outcome == Outcome.SPLIT:
        units = [unit for unit in units if unit.pk != dispute.lead_id]
    if not dispute.new_lead and dispute.lead.outside and dispute.scope == Scope.LEAD:
        units.append(dispute.lead)
    return {str(unit) for unit in units}


def parties_of(dispute: Dispute) -> QuerySet[Unit]:
    """The units that are parties, by code."""
    found: QuerySet[Unit] = Unit.objects.filter(pk__in=dispute.party_ids())
    return found.order_by("code")


def joined_with(case: Dispute, actor: Official) -> list[Dispute]:
    """The case that this one was joined to, and those joined to it, as far as the actor sees."""
    together = Q(pk=case.joined_to_id) | Q(joined_to=case.pk)
    return list(visible_to(actor).filter(together).order_by("pk"))


def others_turn(actor: Official) -> QuerySet[Dispute]:
    """Live cases of the actor that wait for somebody else, the earliest limit first."""
    return (
        visible_to(actor)
        .filter(state__in=LIVE_STATES)
        .exclude(pk__in=waiting_for(actor).values("pk").order_by())
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def conduct(plans: Collection[int]) -> dict[int, dict[str, int]]:
    """Counts of each party in the cases of the plans, for the supervisor; nothing is scored.

    ``silent``: statements owed and not given; ``refused``: settlements objected to;
    ``overturned``: objections after which the ruling maintained the division.
    """
    units = Party.objects.filter(dispute__plan__in=plans).values_list("unit_id", flat=True)
    found = {unit: {"silent": 0, "refused": 0, "overturned": 0} for unit in units}
    slots = DisputeSlot.objects.filter(dispute__plan__in=plans)
    for unit in slots.filter(state=SlotState.UNHEARD).values_list("unit_id", flat=True):
        found[unit]["silent"] += 1
    objected = slots.filter(asked_for=SlotKind.ANSWER, stance=Stance.OBJECT)
    for unit in objected.values_list("unit_id", flat=True):
        found[unit]["refused"] += 1
    maintained = Dispute.objects.filter(
        plan__in=plans, outcome=Outcome.MAINTAIN, decided__in=[Decided.RULING, Decided.REVIEW]
    )
    for unit in maintained.values_list("contesting_id", flat=True):
        found[unit]["overturned"] += 1
    return found
