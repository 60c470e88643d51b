"""Random runs of the flow: whatever people do or leave undone, every case ends in time.

25 runs in the ordinary suite, 10,000 with ``TRUST=full``; each seed is a test of its own lot.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from coordination.disputes import actions, deciding, opening, profiles
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import LIVE_STATES, OPEN_STATES, DisputeState, SlotState
from coordination.reports.invariants import findings
from coordination.tasks.models import Task
from coordination.units.calendar import working_days_between
from coordination.units.models import CalendarDay, Unit
from tests.case_stages import PEOPLE, file
from tests.cast import Cast, make_task
from tests.conftest import MONDAY
from tests.figures import size
from workflow import clock, deadlines
from workflow.errors import Refusal

RUNS = size(25, full=10_000)
LOT = 25
PROPOSED = ("QP-D17", "QP-T05", "QP-P01", "QP-D21")
OPINION_GIVERS = {"QP-C01": "establishment", "QP-D08": "legal"}
CHAIRS = ("lead", "coordinator", "coordinator_head")
OUTCOMES = ("maintain", "reassign", "add_coop", "joint_lead", "adjust")
LATE = 3  # working days that a party which comes later adds in its round


class Run:
    """One case, day by day: each who could act does so, or does not, as the dice fall."""

    def __init__(self, cast: Cast, number: int) -> None:
        self.cast, self.dice = cast, Random(number)
        self.lazy = self.dice.choice((0.0, 0.3, 0.7, 0.95))
        self.now: datetime = MONDAY
        task = make_task(cast, title=f"任务{number}")
        urgent = self.dice.choice(("", "紧急"))
        ground = self.dice.choice(("duty", "law", "fact"))
        with clock.at(self.now):
            self.case = file(
                cast, task, proposed=self.dice.choice(PROPOSED), urgent=urgent, ground=ground
            )

    def play(self) -> None:
        """Until the case is over, at the latest by its ceiling."""
        for _day in range(150):
            with clock.at(self.now):
                deadlines.settle(self.case)
                for slot in DisputeSlot.objects.filter(dispute=self.case, state=SlotState.ASKED):
                    deadlines.settle(slot)
                self.acts()
                self.case.refresh_from_db()
            if self.case.state not in LIVE_STATES:
                return
            self.now += timedelta(days=1)
        raise AssertionError(f"the case stays {self.case.state}")

    def acts(self) -> None:
        """Some of what is possible today, in any order; a refusal changes nothing."""
        for _turn in range(self.dice.randint(0, 3)):
            moves = list(self.moves())
            if not moves or self.dice.random() < self.lazy:
                return
            move = self.dice.choice(moves)
            before = Dispute.objects.values_list("version", flat=True).get(pk=self.case.pk)
            try:
                move()
            except Refusal:
                now = Dispute.objects.values_list("version", flat=True).get(pk=self.case.pk)
                assert now == before
            self.case.refresh_from_db()

    def moves(self) -> Iterator[Any]:
        case, cast, dice = self.case, self.cast, self.dice
        for slot in case.slots.filter(state=SlotState.ASKED).select_related("unit"):
            yield lambda slot=slot: self.fill(slot)
        head = {"actor": cast["lead_head"], "version": case.version}
        if case.state in OPEN_STATES and dice.random() < 0.03:
            yield lambda: actions.withdraw_dispute(case, reason="r", **head)
        if case.state in (DisputeState.COLLECTING, DisputeState.ANSWERING):
            who = dice.choice(sorted(case.party_ids()))
            actor = cast[PEOPLE[Unit.objects.get(pk=who).code]]
            if dice.random() < 0.2:
                yield lambda: actions.skip_rounds(case, actor=actor, version=case.version)
        yield from self.of_functions()

    def of_functions(self) -> Iterator[Any]:
        case, cast, dice = self.case, self.cast, self.dice
        own = {"version": case.version}
        office = {"actor": cast["coordinator"], **own}
        if case.state == DisputeState.FILED:
            yield lambda: opening.admit_dispute(case, **office)
            yield lambda: opening.ask_completion(case, text="t", **office)
            yield lambda: opening.complete_objection(
                case, actor=cast["lead_head"], facts="f", **own
            )
            yield lambda: opening.decide_urgency(
                case, actor=cast["coordinator_head"], granted=True, reason="r", **own
            )
        elif case.state == DisputeState.CONSULTING:
            chair = "coordinator" if case.max_rounds == 1 else CHAIRS[case.round - 1]
            yield lambda: actions.propose_settlement(
                case, actor=cast[chair], text="t", **own, **self.choice()
            )
        elif case.state == DisputeState.FILING:
            yield lambda: deciding.submit_file(case, issues="i", advice="a", draft="d", **office)
        elif case.state == DisputeState.RULING:
            ruler = {"leader": "leader", "top": "vice"}.get(case.tier, "meeting")
            yield lambda: deciding.rule_dispute(
                case, actor=cast[ruler], reasons="r", **own, **self.choice()
            )
            if dice.random() < 0.3:
                yield lambda: deciding.hear_unit(
                    case, actor=cast[ruler], unit=cast.units["QP-T05"], reason="r", **own
                )
        elif case.state == DisputeState.RECEIPT:
            yield lambda: deciding.ask_review(
                case, actor=cast["lead_head"], ground="fact", reason="r", **own
            )
            ruler = {"leader": "leader", "top": "vice"}.get(case.tier, "meeting")
            yield lambda: deciding.decide_review(
                case,
                actor=cast[ruler],
                stands=dice.random() < 0.5,
                reasons="r",
                **own,
                **self.choice(),
            )

    def choice(self) -> dict[str, Any]:
        """Some outcome, whether or not it is possible."""
        outcome = self.dice.choice(OUTCOMES)
        unit = self.cast.units[self.dice.choice(PROPOSED)]
        chosen: dict[str, Any] = {"outcome": outcome}
        if outcome == "reassign":
            chosen |= {"new_lead": unit, "old_lead": self.dice.choice(("cooperating", "released"))}
        elif outcome in ("add_coop", "joint_lead"):
            chosen |= {"units": [unit], "division": "各负其责"}
        elif outcome == "adjust":
            chosen |= {"wording": "调整后的表述"}
        return chosen

    def fill(self, slot: DisputeSlot) -> None:
        actor = self.cast[OPINION_GIVERS.get(slot.unit.code) or PEOPLE[slot.unit.code]]
        common: dict[str, Any] = {"actor": actor, "version": slot.version}
        stance = self.dice.choice(("agree", "agree", "object"))
        if slot.asked_for in ("statement", "window"):
            actions.give_statement(slot, stance="refuse", text="t", **common)
        elif slot.asked_for == "answer":
            actions.answer_proposal(slot, stance=stance, text="t", **common)
        elif slot.asked_for == "opinion":
            deciding.give_opinion(slot, stance="shared", text="t", basis="b", **common)
        elif slot.asked_for == "facts":
            deciding.confirm_facts(slot, stance="confirm", **common)
        else:
            deciding.receive_ruling(slot, **common)


def allowed(case: Dispute) -> int:
    """Working days from filing to decision at most, with the extras that this case took."""
    named = case.parties.filter(role="named").count()
    return profiles.ceiling(case) + LATE * (named + case.heard) + 2 * case.returned


@pytest.mark.parametrize("lot", range(0, RUNS, LOT))
def test_every_case_ends_within_its_rounds_and_days(cast: Cast, lot: int) -> None:
    for number in range(lot, lot + LOT):
        run = Run(cast, number)
        run.play()
        case = run.case
        assert case.round <= case.max_rounds
        assert case.state in ("closed", "withdrawn"), number
        if case.ended_on:
            took = working_days_between(case.filed_on, case.ended_on)
            assert took <= allowed(case), (number, took)
    open_leads = Task.objects.filter(assignments__until=None, assignments__accountable=True)
    assert open_leads.count() == Task.objects.count() == LOT
    assert list(findings()) == []


NORMAL, URGENT = (42, 49), (11, 14)


@pytest.mark.parametrize(("urgent", "limits"), [("", NORMAL), ("紧急", URGENT)])
@pytest.mark.parametrize("published", [True, False])
def test_the_worst_silences_of_everybody(
    cast: Cast, urgent: str, limits: tuple[int, int], published: bool
) -> None:
    """Nobody acts but the ruler, on the last day; then, with completion, nobody at all."""
    if published:
        CalendarDay.objects.create(day=date(2026, 4, 6), working=False, name="清明节")
        CalendarDay.objects.create(day=date(2026, 4, 11), working=True, name="调休")
    plain, ceiling = limits
    case = silent(cast, urgent, completion=False)
    until_ruling(case)
    assert working_days_between(case.filed_on, case.due_on or date.max) <= plain
    slow = silent(cast, urgent, completion=True, title="二")
    while slow.state in OPEN_STATES:
        assert slow.due_on
        with clock.at(MONDAY + (slow.due_on - MONDAY.date()) + timedelta(days=1)):
            last = slow.due_on
            deadlines.settle(slow)
        slow.refresh_from_db()
    assert (slow.state, slow.outcome) == ("closed", "no_ruling")
    assert working_days_between(slow.filed_on, last) <= ceiling


def silent(cast: Cast, urgent: str, *, completion: bool, title: str = "一") -> Dispute:
    """Filed, urgent where the head grants it on the last day; perhaps to be completed."""
    case = file(cast, make_task(cast, title=title), urgent=urgent)
    if urgent:
        with clock.at(MONDAY + timedelta(days=1)):
            opening.decide_urgency(
                case, actor=cast["coordinator_head"], version=1, granted=True, reason="r"
            )
        case.refresh_from_db()
    if completion:
        with clock.at(MONDAY + timedelta(days=1)):
            opening.ask_completion(case, actor=cast["coordinator"], version=case.version, text="t")
        case.refresh_from_db()
    return case


def until_ruling(case: Dispute) -> None:
    """The clock alone brings the case before the leader."""
    while case.state != DisputeState.RULING:
        assert case.due_on
        with clock.at(MONDAY + (case.due_on - MONDAY.date()) + timedelta(days=1)):
            deadlines.settle(case)
        case.refresh_from_db()
