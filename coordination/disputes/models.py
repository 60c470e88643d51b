"""The case, its parties, its slots and the statements given."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.disputes.lifecycle import DisputeLifecycle
from coordination.disputes.slot_lifecycle import SlotLifecycle
from coordination.disputes.states import (
    OPEN_STATES,
    WISHES,
    Decided,
    DisputeState,
    NewGround,
    OldLead,
    Outcome,
    PartyRole,
    Profile,
    Refused,
    Scope,
    SlotKind,
    SlotState,
    Stance,
    Tier,
    Urgency,
)
from coordination.plans.models import Plan
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import Ground
from coordination.units.models import Unit, User
from coordination.units.queries import leaders_of
from workflow.lifecycle import Ref, length_checks, state_check
from workflow.models import AppendOnly

DECISION = ("outcome", "new_lead", "old_lead", "duty")
OPEN = models.Q(state__in=[state.value for state in OPEN_STATES])
ABOUT_A_PART = models.Q(scope="cooperation")
IN_ROUNDS = models.Q(round__lte=models.F("max_rounds"))
OPENED = (SlotState.OPENED, SlotState.UNHEARD)
WINDOWS = (SlotKind.STATEMENT, SlotKind.WINDOW)
SIGNED = (*WINDOWS, SlotKind.ANSWER, SlotKind.FACTS)


class Dispute(DisputeLifecycle):
    """A case about who is responsible for a task, or about one cooperating unit's ``part``.

    For a part ``wish`` and ``wish_duty`` are what the contesting unit asks for, and ``duty``
    what the present proposal, or the ruling, lets it do.
    ``max_rounds`` and ``limits`` (working days) are stamped when the case opens and hold for
    it, whatever the configuration says later.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="disputes")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="disputes")
    scope = models.CharField(max_length=20, choices=Scope.choices, default=Scope.LEAD)
    contesting = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    proposed = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    part = models.ForeignKey(
        Cooperation, on_delete=models.PROTECT, null=True, related_name="disputes"
    )
    wish = models.CharField(max_length=20, blank=True)
    wish_duty = models.TextField(blank=True)
    duty = models.TextField(blank=True)
    new_lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    facts = models.TextField(_("facts"))
    basis = models.TextField(_("basis"))
    new_ground = models.CharField(max_length=20, choices=NewGround.choices, blank=True)
    document = models.CharField(max_length=200, blank=True)
    document_on = models.DateField(null=True)
    max_rounds = models.PositiveSmallIntegerField(default=3)
    limits = models.JSONField(default=dict)
    filed_on = models.DateField()
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("dispute")
        constraints = [
            state_check(DisputeState, "dispute_state"),
            models.UniqueConstraint(
                fields=["task"], condition=OPEN & ~ABOUT_A_PART, name="dispute_one_open"
            ),
            models.UniqueConstraint(
                fields=["part"], condition=OPEN & ABOUT_A_PART, name="dispute_one_open_part"
            ),
            models.CheckConstraint(
                condition=models.Q(ABOUT_A_PART, part__isnull=False, proposed__isnull=True)
                | (~ABOUT_A_PART & models.Q(part__isnull=True, proposed__isnull=False)),
                name="dispute_part",
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=Scope.values)
                & models.Q(wish__in=["", *(wish.value for wish in WISHES)]),
                name="dispute_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(phase="pre_issue") ^ models.Q(opinion=None), name="dispute_phase"
            ),
            models.CheckConstraint(condition=IN_ROUNDS, name="dispute_rounds"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *Outcome.values])
                & models.Q(old_lead__in=["", *OldLead.values])
                & models.Q(decided__in=["", *Decided.values]),
                name="dispute_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(profile__in=Profile.values)
                & models.Q(urgency__in=["", *Urgency.values])
                & models.Q(tier__in=["", *Tier.values])
                & models.Q(refused_for__in=["", *Refused.values]),
                name="dispute_codes",
            ),
            models.CheckConstraint(
                condition=models.Q(new_ground="", document_on__isnull=True)
                | models.Q(new_ground__in=NewGround.values, document_on__isnull=False),
                name="dispute_new_ground",
            ),
            *length_checks(
                "dispute", facts=5_000, basis=5_000, document=200, wish_duty=2_000, duty=2_000
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(due_on__isnull=False),
                name="dispute_by_limit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.get_state_display()})"

    def root(self) -> Ref:
        """The task: dispute and task share one lock."""
        return Ref(Task, self.task_id)

    @property
    def outcome_label(self) -> str:
        """The outcome in words; empty while there is none."""
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def wish_label(self) -> str:
        """What a unit that contests its part asks for, in words."""
        return str(Outcome(self.wish).label) if self.wish else ""

    @property
    def old_lead_label(self) -> str:
        """What becomes of the former lead, in words."""
        return str(OldLead(self.old_lead).label) if self.old_lead else ""

    @property
    def decided_label(self) -> str:
        """How the case was decided, in words."""
        return str(Decided(self.decided).label) if self.decided else ""

    @property
    def ruling(self) -> Any:
        """The ruling that holds: the last one."""
        return max(self.rulings.all(), key=lambda each: each.number, default=None)

    def party_ids(self) -> set[int]:
        """Ids of the units that are parties."""
        return {party.unit_id for party in self.parties.all()}

    def party_units(self) -> list[Unit]:
        """The units that are parties, in the order in which they entered."""
        return [party.unit for party in self.parties.select_related("unit").order_by("pk")]

    def units_of(self, terms: dict[str, Any]) -> list[Unit]:
        """The further units that the terms of an outcome name."""
        pks = terms.get("units", [])
        return list(Unit.objects.filter(pk__in=pks).order_by("code")) if pks else []

    def heard_ids(self) -> set[int]:
        """Ids of the units whose window for a statement has been open and is over."""
        return set(
            self.slots.filter(asked_for__in=WINDOWS, state__in=OPENED)
            .values_list("unit_id", flat=True)
            .order_by()
        )

    def signer_ids(self) -> set[int]:
        """Ids of the persons who signed for a party, for ever barred from deciding."""
        said = Statement.objects.filter(slot__dispute=self, slot__asked_for__in=SIGNED)
        return {self.filed_by_id or 0, *said.values_list("by_id", flat=True).order_by()}

    def agreed_to(self, unit: Unit, outcome: Mapping[str, Any]) -> bool:
        """Whether ``unit`` agreed in some round to a proposal of just this ``outcome``.

        It holds outcome, new_lead, old_lead and duty.
        """
        same = self.proposals.filter(**{name: outcome.get(name) for name in DECISION})
        answers = self.slots.filter(unit=unit, asked_for=SlotKind.ANSWER, stance=Stance.AGREE)
        return bool(answers.filter(round__in=same.values("round")).exists())

    def leaders(self) -> set[int]:
        """Ids of the leaders in whose portfolios the parties are today."""
        return leaders_of(self.party_ids())

    def receipt_until(self) -> date | None:
        """The last day on which the ruling is received, and a review of it asked for."""
        slots = self.slots.filter(asked_for=SlotKind.RECEIPT).order_by("due_on")
        return slots.values_list("due_on", flat=True).last()


class Party(models.Model):
    """A unit whose role the case may change."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="parties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=PartyRole.choices)

    class Meta:
        verbose_name = _("party")
        constraints = [models.UniqueConstraint(fields=["dispute", "unit"], name="party_once")]

    def __str__(self) -> str:
        return f"{self.unit} ({self.get_role_display()})"


class DisputeSlot(SlotLifecycle):
    """Unit ``unit`` is asked in ``round``; ``due_on`` is the last day to answer."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="slots")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="slots")
    round = models.PositiveSmallIntegerField()
    asked_for = models.CharField(max_length=20, choices=SlotKind.choices)
    due_on = models.DateField()

    class Meta:
        verbose_name = _("statement asked for")
        constraints = [
            state_check(SlotState, "slot_state"),
            models.UniqueConstraint(
                fields=["dispute", "round", "unit", "asked_for"], name="slot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.round} · {self.get_state_display()}"

    def root(self) -> Ref:
        """The task."""
        return Ref(Task, self.task_id)


class Statement(AppendOnly):
    """What a unit said; never changed, a revision is a further row (``position`` counts)."""

    slot = models.ForeignKey(DisputeSlot, on_delete=models.PROTECT, related_name="statements")
    position = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=20, choices=Stance.choices)
    text = models.TextField()
    basis = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("statement")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "position"], name="statement_once"),
            *length_checks("statement", text=5_000, basis=5_000),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.text}"


class Proposal(AppendOnly):
    """What the heads were asked to agree to in a round."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="proposals")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    new_lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    old_lead = models.CharField(max_length=20, choices=OldLead.choices, blank=True)
    terms = models.JSONField(default=dict)
    duty = models.TextField(blank=True)
    wording = models.TextField(blank=True)
    division = models.TextField(blank=True)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("proposal")
        constraints = [
            models.UniqueConstraint(fields=["dispute", "round"], name="proposal_once"),
            *length_checks("proposal", text=5_000, wording=5_000, division=5_000, duty=2_000),
        ]

    def __str__(self) -> str:
        return self.text
