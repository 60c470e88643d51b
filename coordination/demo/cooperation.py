"""Parts of cooperating units at every stage, and a task that the towns share."""

from collections.abc import Mapping
from typing import Any

from coordination.demo import tables
from coordination.demo.accounts import People
from coordination.demo.days import Days
from coordination.disputes.actions import contest_part
from coordination.disputes.states import Outcome
from coordination.plans.models import Plan
from coordination.progress.actions import report_part
from coordination.tasks import groups, parts
from coordination.tasks.actions import accept_task, issue_plan
from coordination.tasks.indicators import Indicator
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.states import CooperationState, Ground, TaskState
from coordination.units.groups import units_of_groups
from coordination.units.models import Body, Unit
from workflow import clock, door

DRAFTED, ISSUED, ACCEPTED = 7, 2, 1


class Told:
    """One part, acted upon by the lead or by its unit at moments of the demo's history."""

    def __init__(
        self, part: Cooperation, words: Mapping[str, str], people: People, days: Days
    ) -> None:
        self.part, self.words, self.people, self.days = part, words, people, days
        self.lead = people.handler(str(part.task.lead.code)) if part.task.lead else None

    def word(self) -> None:
        """The lead says what the unit is to do."""
        self._take(parts.word_part, 3, 9, self.lead, duty=self.words["duty"])

    def ask(self) -> None:
        """The lead asks for the part; the days of waiting run."""
        self.word()
        until = self.days.ahead(2)
        self._take(parts.ask_part, 2, 10, self.lead, until=until, text=self.words["asked"])

    def report(self) -> None:
        """The unit reports on its part, which the lead has worded."""
        self.word()
        with clock.at(self.days.moment(1, 15)):
            actor = self.people.handler(self.part.unit.code)
            report_part(self.part, actor=actor, percent=60, done=self.words["report"])

    def contest(self) -> None:
        """The head of the unit contests the part; both are to state their positions."""
        with clock.at(self.days.moment(1, 16)):
            contest_part(
                self.part,
                actor=self.people.head(self.part.unit.code),
                version=self.part.version,
                ground=Ground.DUTY.value,
                facts=self.words["facts"],
                basis=self.words["basis"],
                wish=Outcome.RELEASE.value,
            )

    def propose_release(self) -> None:
        """The lead can do without the unit; the coordinator is to decide."""
        self._take(parts.propose_release, 2, 11, self.lead, reason=self.words["release"])

    def release(self) -> None:
        """The coordinator has confirmed the release."""
        self.propose_release()
        decision = {"granted": True, "reason": self.words["granted"]}
        self._take(parts.confirm_release, 1, 9, self.people["coordinator"], **decision)

    def _take(self, verb: Any, day: int, hour: int, actor: Any, **data: Any) -> None:
        with clock.at(self.days.moment(day, hour)):
            verb(self.part, actor=actor, version=self.part.version, **data)
        self.part.refresh_from_db()


STAGES = (
    Told.ask,
    Told.report,
    Told.contest,
    Told.propose_release,
    Told.release,
    Told.word,
)


def play(plan: Plan, words: Mapping[str, str], people: People, days: Days) -> None:
    """Bring one confirmed part of the work under way to each stage, those of different tasks."""
    confirmed = Cooperation.objects.filter(
        task__plan=plan,
        task__state=TaskState.IN_PROGRESS,
        state=CooperationState.ACCEPTED,
    ).exclude(unit=people["coordinator"].unit_id)
    of_others = confirmed.exclude(task__lead=people["coordinator"].unit_id)
    rows = of_others.select_related("task__lead", "unit").order_by("task__position", "pk")
    first = {part.task_id: part for part in reversed(rows)}
    for stage, (_task, part) in zip(STAGES, sorted(first.items()), strict=False):
        stage(Told(part, words, people, days))


def share(district: Body, data: Mapping[str, Any], people: People, days: Days) -> None:
    """A plan with one line that every town and sub-district bears by a share of its own."""
    line, title = data["shared_line"], data["shared"].format(year=days.today.year)
    towns = list(units_of_groups(district.pk, [line["group"]]))
    if len(towns) < 2:
        return
    with clock.at(days.moment(DRAFTED, 9)):
        plan, new = tables.draft(district, title, days.today.year)
    if not new:
        return
    with clock.at(days.moment(DRAFTED, 10)):
        task = _draft(plan, line, people, days)
        coordinator = people["coordinator"]
        groups.divide_task(task, actor=coordinator, version=task.version, units=towns)
    with clock.at(days.moment(ISSUED, 9)):
        issue_plan(plan, actor=people["coordinator.head"], version=plan.version)
    with clock.at(days.moment(ACCEPTED, 9)):
        signing = task.children.filter(lead__in=towns[: len(towns) // 2]).order_by("position", "pk")
        for own in signing.select_related("lead"):
            lead: Any = own.lead
            accept_task(
                own,
                actor=people.handler(lead.code),
                version=own.version,
                contact=f"{lead}联络员",
            )


def _draft(plan: Plan, line: Mapping[str, str], people: People, days: Days) -> Task:
    lead = Unit.objects.get(body=plan.body, code=line["lead"])
    with door.act(people["coordinator"]) as act:
        task = act.create(
            Task(
                plan=plan,
                position=1,
                number="1",
                title=line["title"],
                text=line["text"],
                lead=lead,
                due_on=days.month_end(3),
                collective=[line["group"]],
            ),
            "draft",
        )
    measured = {name: line[name] for name in ("comparator", "measure")}
    Indicator.objects.create(task=task, text=line["indicator"], target=line["value"], **measured)
    return task
