"""The two real tables of the demo, read and taken into draft plans of their bodies."""

import hashlib
from dataclasses import dataclass

from coordination.demo.wording import DATA
from coordination.plans.actions import draft_plan
from coordination.plans.models import Plan
from coordination.sources.reader.table import read_table
from coordination.sources.unit_list import known_former_names, read_units
from coordination.tasks.intake import take_tasks
from coordination.units.actions import UnitRow, add_unit, take_units
from coordination.units.directory import BodyDirectory
from coordination.units.models import Body, Unit
from coordination.units.official import Official
from workflow.actor import SYSTEM

NEAT, DIRTY = "task-table-neat.xlsx", "task-table-dirty.xlsx"
NEAT_TITLE, NEAT_YEAR = "广州市人才集聚工程任务分工表（2012年）", 2012
DIRTY_TITLE, DIRTY_YEAR = "2022年度区政府重点工作任务分工表（征求意见稿）", 2022


@dataclass(frozen=True)
class Source:
    """A file of the demo with its content."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.data).hexdigest()


def source(name: str) -> Source:
    """A file that ships with the demo."""
    return Source(name, (DATA / name).read_bytes())


def take_district(units: int, seats: tuple[str, ...]) -> tuple[Body, list[Unit]]:
    """The district with ``units`` of its units; those with a function are never left out."""
    body, _made = Body.objects.get_or_create(
        code="QP", defaults={"name": "上海市青浦区", "level": "区"}
    )
    file = source("qingpu-units.csv")
    rows = _chosen(read_units(file.name, file.data), units, seats)
    take_units(body, rows, known_former_names())
    return body, list(Unit.objects.filter(body=body).order_by("code"))


def _chosen(rows: list[UnitRow], count: int, seats: tuple[str, ...]) -> list[UnitRow]:
    first = [row for row in rows if row.code in seats]
    rest = [row for row in rows if row.code not in seats]
    return [*first, *rest][:count]


def take_city() -> tuple[Body, Unit]:
    """The city of the neat table, its units made of the table's own names."""
    body, _made = Body.objects.get_or_create(code="GZ", defaults={"name": "广州市", "level": "市"})
    file = source(NEAT)
    reading = read_table(file.name, file.data, BodyDirectory(body), NEAT_YEAR)
    for name in reading.unknown_units:
        add_unit(body, name)
    return body, Unit.objects.filter(body=body).order_by("code")[0]


def draft(body: Body, title: str, year: int) -> tuple[Plan, bool]:
    """The plan of this title, and whether it was made just now."""
    plan = Plan.objects.filter(body=body, title=title, year=year).first()
    if plan is not None:
        return plan, False
    return draft_plan(body, actor=SYSTEM, title=title, year=year), True


def fill(plan: Plan, name: str, actor: Official) -> None:
    """Take the table into its plan; names that its body does not know stay visible."""
    file = source(name)
    reading = read_table(file.name, file.data, BodyDirectory(plan.body), plan.year)
    take_tasks(
        plan,
        reading,
        actor=actor,
        version=plan.version,
        file=file.name,
        digest=file.digest,
    )
