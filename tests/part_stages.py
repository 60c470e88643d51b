"""Cooperating parts and lines for groups of units, brought to a stage by the verbs."""

from datetime import timedelta
from typing import Any

from coordination.tasks import actions as tasks
from coordination.tasks import groups, parts
from coordination.tasks.models import Cooperation, Task
from tests.cast import Cast, make_plan
from workflow import clock


def finish_parts(cast: Cast, task: Task) -> None:
    for part in Cooperation.objects.filter(task=task, state="pending"):
        tasks.accept_part(part, actor=cast["helper"], version=part.version)
        part.refresh_from_db()
        tasks.finish_part(part, actor=cast["helper"], version=part.version, result="已配合")


def accepted_part(cast: Cast, task: Task) -> Cooperation:
    """The helper's part, which it has confirmed."""
    part = Cooperation.objects.get(task=task, unit=cast.units["QP-D21"])
    if part.state == "pending":
        tasks.accept_part(part, actor=cast["helper"], version=part.version)
        part.refresh_from_db()
    return part


def ask_part(cast: Cast, part: Cooperation, text: str = "请报送数据") -> None:
    day = clock.today() + timedelta(days=3)
    parts.ask_part(part, actor=cast["lead"], version=part.version, until=day, text=text)
    part.refresh_from_db()


def propose_release(cast: Cast, part: Cooperation) -> None:
    parts.propose_release(part, actor=cast["lead"], version=part.version, reason="已无需配合")
    part.refresh_from_db()


def divide(cast: Cast, task: Task, *codes: str) -> None:
    units = [cast.units[code] for code in codes or ("QP-T05", "QP-D17")]
    groups.divide_task(task, actor=cast["coordinator"], version=task.version, units=units)


def take_collective(cast: Cast, task: Task, *codes: str) -> None:
    units = [cast.units[code] for code in codes or ("QP-T05",)]
    groups.take_collective(task, actor=cast["coordinator"], version=task.version, units=units)


def group_line(cast: Cast, title: str = "要点", **more: Any) -> Task:
    """A draft whose printed line names a group of units."""
    plan = make_plan(cast, issued=False, title=title, collective=["各镇、街道"], **more)
    return plan.tasks.get()


def divided(cast: Cast, title: str = "要点") -> Task:
    """An issued container with the shares of a town and of a department."""
    task = group_line(cast, title)
    divide(cast, task)
    tasks.issue_plan(task.plan, actor=cast["coordinator"], version=task.plan.version)
    task.refresh_from_db()
    return task
