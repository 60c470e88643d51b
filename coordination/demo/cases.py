"""The disputes of the demo, each told up to the stage at which somebody must act today."""

from dataclasses import dataclass
from typing import Any

from coordination.demo.accounts import People
from coordination.demo.days import Days
from coordination.demo.duties import fitting
from coordination.disputes import actions, deciding, opening
from coordination.disputes.joining import join_case
from coordination.disputes.models import Dispute, DisputeSlot
from coordination.disputes.states import OldLead, Outcome, SlotKind, SlotState, Stance
from coordination.plans.models import Plan
from coordination.tasks.actions import accept_task, start_task
from coordination.tasks.models import Task
from coordination.units.models import Unit
from workflow import clock

Moment = tuple[int, int]
# Who opines for each of the two offices.
OFFICES = {"QP-C01": "establishment", "QP-D08": "legal"}


@dataclass
class Case:
    """One dispute: its task, the unit proposed instead of the lead, and the words of both."""

    task: Task
    lead: Unit
    proposed: Unit
    words: dict[str, str]
    people: People
    days: Days
    dispute: Dispute | None = None

    def accept(self, when: Moment) -> None:
        """The lead accepts at first."""
        with self._at(when):
            accept_task(
                self.task,
                actor=self.people.handler(self.lead.code),
                version=self.task.version,
                contact=f"{self.lead}联络员",
            )
        self.task.refresh_from_db()

    def start(self, when: Moment, breakdown: str) -> None:
        """The lead begins; the duty goes on whatever follows."""
        with self._at(when):
            start_task(
                self.task,
                actor=self.people.handler(self.lead.code),
                version=self.task.version,
                breakdown=breakdown,
                milestones=[("全部完成", self.task.due_on or self.days.month_end(3))],
            )
        self.task.refresh_from_db()

    def contest(self, when: Moment) -> None:
        """The head of the lead contests."""
        with self._at(when):
            self.dispute = actions.contest_task(
                self.task,
                actor=self.people.head(self.lead.code),
                version=self.task.version,
                ground=self.words["ground"],
                facts=self.words["facts"],
                basis=self.words["basis"],
                proposed=self.proposed,
                cited=fitting(self.proposed, f"{self.task.title} {self.words['basis']}"),
            )
            opening.admit_dispute(
                self.dispute, actor=self.people["coordinator2"], version=self.dispute.version
            )

    def state(self, *moments: Moment) -> None:
        """The contesting unit states its position, then the proposed one, one at each moment."""
        words = (self.words["facts"], self.words["refusal"])
        stances = (Stance.OTHER, Stance.REFUSE)
        for unit, text, stance, when in zip(
            (self.lead, self.proposed), words, stances, moments, strict=False
        ):
            slot = self._slot(unit, SlotKind.STATEMENT)
            with self._at(when):
                actions.give_statement(
                    slot,
                    actor=self.people.head(unit.code),
                    version=slot.version,
                    stance=stance.value,
                    text=text,
                    basis=self.words["basis"] if unit is self.lead else "",
                )

    def propose(self, when: Moment) -> None:
        """The coordinator proposes."""
        dispute = self._fresh()
        chairs = [self.people.handler(self.lead.code)]
        chairs += [self.people[name] for name in ("coordinator2", "coordinator2.head")]
        change = self.words["outcome"] == Outcome.REASSIGN
        with self._at(when):
            actions.propose_settlement(
                dispute,
                actor=chairs[dispute.round - 1],
                version=dispute.version,
                outcome=self.words["outcome"],
                new_lead=self.proposed if change else None,
                old_lead=OldLead.COOPERATING.value if change else "",
                text=self.words["proposal"],
            )

    def answer(self, unit: Unit, stance: Stance, when: Moment, text: str = "") -> None:
        """The head of a party answers the proposal."""
        slot = self._slot(unit, SlotKind.ANSWER)
        with self._at(when):
            actions.answer_proposal(
                slot,
                actor=self.people.head(unit.code),
                version=slot.version,
                stance=stance.value,
                text=text,
            )

    def to_ruling(self, when: Moment) -> None:
        """The offices have opined, the file is submitted."""
        dispute = self._fresh()
        with self._at(when):
            for slot in dispute.slots.filter(asked_for=SlotKind.OPINION, state=SlotState.ASKED):
                deciding.give_opinion(
                    slot,
                    actor=self.people[OFFICES[slot.unit.code]],
                    version=slot.version,
                    stance=Stance.SHARED.value,
                    text="两单位职责在此交叉，建议按主要环节确定牵头。",
                    basis=self.words["basis"],
                )
            for slot in dispute.slots.filter(asked_for=SlotKind.FACTS, state=SlotState.ASKED):
                deciding.confirm_facts(
                    slot,
                    actor=self.people.handler(slot.unit.code),
                    version=slot.version,
                    stance=Stance.CONFIRM.value,
                )
            dispute.refresh_from_db()
            deciding.submit_file(
                dispute,
                actor=self.people["coordinator2"],
                version=dispute.version,
                issues=self.words["facts"],
                advice=self.words["proposal"],
                draft=self.words["proposal"],
            )

    def withdraw(self, when: Moment) -> None:
        """The contesting unit takes its objection back."""
        dispute = self._fresh()
        with self._at(when):
            actions.withdraw_dispute(
                dispute,
                actor=self.people.head(self.lead.code),
                version=dispute.version,
                reason="经沟通，台账由对方提供，撤回异议。",
            )

    def join(self, when: Moment) -> None:
        """The coordinator joins the case to the one it asks the same as, where there is that."""
        into = Dispute.objects.filter(
            task__plan=self.task.plan_id, task__title=self.words["into"]
        ).first()
        if into is None:
            return
        dispute = self._fresh()
        with self._at(when):
            join_case(
                dispute,
                actor=self.people["coordinator2"],
                version=dispute.version,
                into=into,
                reason=self.words["joined_for"],
            )

    def _fresh(self) -> Dispute:
        return Dispute.objects.get(task=self.task)

    def _slot(self, unit: Unit, kind: SlotKind) -> DisputeSlot:
        slots = DisputeSlot.objects.filter(dispute__task=self.task, unit=unit, asked_for=kind)
        return slots.latest("round")

    def _at(self, when: Moment) -> Any:
        return clock.at(self.days.moment(*when))


def collecting(case: Case) -> None:
    """Round 1; one statement is in, the other one is owed."""
    case.accept((5, 10))
    case.start((4, 10), "先行排查点位，职责明确前按现分工推进。")
    case.contest((2, 10))
    case.state((1, 11))


def joined(case: Case) -> None:
    """It asks the same as an earlier case, and waits for that."""
    case.contest((2, 14))
    case.join((1, 15))


def consulting(case: Case) -> None:
    """Round 1; both statements are open, the coordinator is to propose."""
    case.contest((3, 10))
    case.state((2, 10), (1, 9))


def second(case: Case) -> None:
    """Round 2; one answer to the proposal is still owed."""
    case.accept((5, 10))
    case.contest((5, 11))
    case.state((5, 15), (4, 9))
    case.propose((4, 15))
    case.answer(case.lead, Stance.AGREE, (3, 10))
    case.answer(case.proposed, Stance.OBJECT, (3, 16), case.words["refusal"])
    case.state((2, 10), (2, 15))
    case.propose((1, 10))
    case.answer(case.lead, Stance.AGREE, (1, 15))


def ruling(case: Case) -> None:
    """Three rounds have failed; the leader is to rule."""
    case.contest((5, 11))
    for day in (5, 4, 3):
        case.state((day, 15), (day, 17))
        case.propose((day - 1, 9))
        case.answer(case.lead, Stance.OBJECT, (day - 1, 11), case.words["facts"])
        case.answer(case.proposed, Stance.AGREE, (day - 1, 14))
    case.to_ruling((1, 16))


def settled(case: Case) -> None:
    """Both agree in the first round; the outcome is carried out."""
    case.contest((4, 10))
    case.state((4, 15), (3, 9))
    case.propose((3, 14))
    case.answer(case.lead, Stance.AGREE, (2, 10))
    case.answer(case.proposed, Stance.AGREE, (2, 15))


def withdrawn(case: Case) -> None:
    """The contesting unit has thought better of it."""
    case.contest((4, 11))
    case.withdraw((3, 10))


STAGES = {
    "collecting": collecting,
    "joined": joined,
    "consulting": consulting,
    "second": second,
    "ruling": ruling,
    "settled": settled,
    "maintained": settled,
    "withdrawn": withdrawn,
}


def play(plan: Plan, cases: list[dict[str, str]], people: People, days: Days) -> None:
    """Tell every case whose task and units the plan has."""
    units = {unit.code: unit for unit in Unit.objects.filter(body=plan.body)}
    tasks = {task.title: task for task in Task.objects.filter(plan=plan).select_related("lead")}
    for words in cases:
        task, proposed = tasks.get(words["item"]), units.get(words["proposed"])
        if task and task.lead and proposed and proposed.pk != task.lead_id:
            STAGES[words["stage"]](Case(task, task.lead, proposed, words, people, days))
