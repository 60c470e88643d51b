"""A week in the life of the plan: units accept, start, report and claim; supervisors verify."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from coordination.demo.accounts import People
from coordination.demo.days import Days
from coordination.demo.fates import CLAIMED, STARTED, Fate, supervisor_of
from coordination.demo.values import findings, planned, reported, results
from coordination.plans.models import Plan
from coordination.progress.actions import claim_completion, edit_report, report_progress
from coordination.progress.files import discarded_on_failure
from coordination.tasks.actions import start_task
from coordination.tasks.limits import PART_SIGN_OFF, SIGN_OFF
from coordination.tasks.models import Cooperation, Task
from coordination.tasks.periods import period_of
from coordination.tasks.states import CooperationState, Method, ResultGrade
from coordination.tasks.verification import begin_verification, return_task, verify_task
from workflow import clock, deadlines, door

BEHIND = 0.2


class Story:
    """What becomes of the tasks of one plan, by their fates."""

    def __init__(
        self,
        plan: Plan,
        fates: Mapping[str, Fate],
        people: People,
        days: Days,
        data: Any,
        rng: Random,
    ) -> None:
        self.plan, self.people, self.days, self.rng = plan, people, days, rng
        self.words: dict[str, Any] = data["reports"]
        found = (
            plan.tasks.select_related("lead").prefetch_related("indicators").order_by("position")
        )
        self.tasks = [(task, fates[task.number]) for task in found]

    def play(self) -> None:
        """Let everything happen, in the order of time."""
        rest = (Fate.ACCEPTED, *STARTED)
        self._by_lead(rest, 5, "accept", lambda unit: {"contact": f"{unit}联络员"})
        self._parts(STARTED, 4, "coop_accept", CooperationState.PENDING)
        self._start()
        self._report()
        self._parts(CLAIMED, 3, "coop_done", CooperationState.ACCEPTED, result=self.words["part"])
        self._claim()
        self._verify()

    def _of(self, fates: Iterable[Fate]) -> list[tuple[Task, Fate]]:
        wanted = frozenset(fates)
        return [(task, fate) for task, fate in self.tasks if fate in wanted]

    def _by_lead(
        self, fates: Iterable[Fate], day: int, step: str, data: Callable[[str], dict[str, str]]
    ) -> None:
        """One act of each lead for all its tasks that come so far."""
        groups: dict[str, list[int]] = defaultdict(list)
        names: dict[str, str] = {}
        for task, _fate in self._of(fates):
            if task.lead:
                groups[task.lead.code].append(task.pk)
                names[task.lead.code] = str(task.lead)
        for code, pks in sorted(groups.items()):
            with clock.at(self._moment(day, 10)), door.act(self.people.handler(code)) as act:
                tasks = act.take_all(Task, pks)
                act.step_all(tasks, step, **data(names[code]))
                deadlines.lift_all(tasks, SIGN_OFF)

    def _parts(
        self, fates: Iterable[Fate], day: int, step: str, state: CooperationState, **data: str
    ) -> None:
        """One act of each cooperating unit for all its parts; of work under way some wait."""
        claimed = {task.pk for task, fate in self._of(fates) if fate in CLAIMED}
        pks = [task.pk for task, _fate in self._of(fates)]
        groups: dict[str, list[Cooperation]] = defaultdict(list)
        found = Cooperation.objects.filter(task__plan=self.plan, task__in=pks, state=state)
        for part in found.select_related("unit").order_by("pk"):
            if part.task_id in claimed or self.rng.random() > BEHIND:
                groups[part.unit.code].append(part)
        for code, parts in sorted(groups.items()):
            with clock.at(self._moment(day, 11)), door.act(self.people.handler(code)) as act:
                act.take_all(Task, sorted({part.task_id for part in parts}))
                act.step_all(parts, step, **data)
                deadlines.lift_all(parts, PART_SIGN_OFF)

    def _start(self) -> None:
        """Each lead files its plan of work, with a milestone before the due date and on it."""
        for task, _fate in self._of(STARTED):
            due = task.due_on or self.days.month_end(3)
            halfway = min(due, self.days.today + (due - self.days.today) / 2)
            task.refresh_from_db()
            with clock.at(self._moment(4, 14)):
                start_task(
                    task,
                    actor=self.people.handler(_lead(task)),
                    version=task.version,
                    breakdown=self.words["breakdown"],
                    milestones=[("完成摸底和任务分解", halfway), ("全部完成", due)],
                    measures={each.pk: "项" for each in task.indicators.all() if not each.measure},
                    planned=planned(task, halfway, due),
                )

    def _report(self) -> None:
        for task, fate in self._of(STARTED):
            if fate == Fate.PROGRESS and self.rng.random() < BEHIND:
                continue
            percent = 80 if fate in CLAIMED else self.rng.choice((10, 20, 30, 40, 55))
            self._report_once(task, percent, self._moment(3, 14))
            if fate == Fate.PROGRESS and self.rng.random() < 0.6:
                percent += self.rng.choice((10, 15, 25))
                self._report_once(task, percent, self._moment(1, 10))

    def _report_once(self, task: Task, percent: int, moment: datetime) -> None:
        troubled = self.rng.random() < 0.35
        actor = self.people.handler(_lead(task))
        words: dict[str, Any] = {
            "percent": percent,
            "done": self.rng.choice(self.words["done"]),
            "problem": self.rng.choice(self.words["problem"]) if troubled else "",
            "next_steps": self.rng.choice(self.words["next"]),
            "values": reported(task, percent),
        }
        period = period_of(task.report_cycle, timezone.localdate(moment))
        filed = task.reports.filter(unit=actor.unit_id, period=period).first()
        with clock.at(moment):
            if filed:
                edit_report(filed, actor=actor, version=filed.version, **words)
            else:
                report_progress(task, actor=actor, **words)

    def _claim(self) -> None:
        for task, _fate in self._of(CLAIMED):
            indicator = "、".join(str(each) for each in task.indicators.all())
            text = self.words["evidence"].format(title=task.title, indicator=indicator)
            file = ContentFile(text.encode(), name="完成情况说明.txt")
            task.refresh_from_db()
            with clock.at(self._moment(2, 15)), discarded_on_failure([file]) as kept:
                claim_completion(
                    task,
                    actor=self.people.head(_lead(task)),
                    version=task.version,
                    grade=self.rng.choice((ResultGrade.A, ResultGrade.B, ResultGrade.B)).value,
                    result=self.words["result"],
                    files=kept,
                    results=results(task),
                )

    def _verify(self) -> None:
        parts: dict[int, set[str]] = defaultdict(set)
        for pk, code in Cooperation.objects.filter(task__plan=self.plan).values_list(
            "task_id", "unit__code"
        ):
            parts[pk].add(code)
        for task, fate in self._of((Fate.REWORK, Fate.VERIFIED)):
            actor = self.people[str(supervisor_of(parts[task.pk] | {_lead(task)}))]
            task.refresh_from_db()
            with clock.at(self._moment(1, 15)):
                if fate == Fate.VERIFIED:
                    begin_verification(task, actor=actor, version=task.version)
                    task.refresh_from_db()
                    verify_task(
                        task,
                        actor=actor,
                        version=task.version,
                        how=self.rng.choice(list(Method)).value,
                        finding=self.words["finding"],
                        findings=findings(task, confirmed=True),
                    )
                else:
                    return_task(
                        task,
                        actor=actor,
                        version=task.version,
                        reason=self.words["missing"],
                        limit=self.days.ahead(7),
                        findings=findings(task, confirmed=False, note=self.words["missing"]),
                    )

    def _moment(self, day: int, hour: int) -> datetime:
        return self.days.moment(day, hour, self.rng.randint(0, 55))


def _lead(task: Task) -> str:
    return str(task.lead.code) if task.lead else ""
