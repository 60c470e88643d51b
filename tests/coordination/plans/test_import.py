"""A read table becomes drafts in one act, once; unknown units are never dropped."""

from typing import Any

import pytest

from coordination.plans.actions import draft_plan
from coordination.plans.models import Plan, Section
from coordination.sources.reader.reading import Reading
from coordination.sources.reader.table import read_table
from coordination.sources.unit_list import known_former_names, read_units
from coordination.tasks import intake
from coordination.tasks.actions import assign_lead, issue_plan
from coordination.tasks.groups import take_collective
from coordination.tasks.indicators import Indicator
from coordination.tasks.intake import ChosenNames, NameChoice, Taken, take_tasks
from coordination.tasks.models import Cooperation, Task
from coordination.units.actions import take_units
from coordination.units.directory import BodyDirectory
from coordination.units.grants import appoint
from coordination.units.models import Body, Unit, UnitName, User
from coordination.units.official import Official, official_of
from coordination.units.states import Duty
from tests.architecture.test_files import ROOT
from tests.cast import SINCE
from workflow.errors import NotAllowed, Stale, WrongState
from workflow.models import Record

DIRTY = (ROOT / "tests" / "samples" / "task-table-dirty.xlsx").read_bytes()


@pytest.fixture
def drafter(db: None) -> Official:
    body = Body.objects.create(code="QP", name="上海市青浦区")
    data = (ROOT / "tests" / "samples" / "qingpu-units.csv").read_bytes()
    take_units(body, read_units("units.csv", data), known_former_names())
    user = User.objects.create_user("drafter")
    appoint(user, Unit.objects.get(code="QP-D29"), Duty.COORDINATOR, SINCE)
    draft_plan(body, actor=official_of(user), title="要点", year=2022)
    return official_of(user)


@pytest.fixture
def plan(drafter: Official) -> Plan:
    return Plan.objects.get()


def reading_of(plan: Plan, choices: list[NameChoice] | None = None) -> Reading:
    names: Any = BodyDirectory(plan.body)
    return read_table("表.xlsx", DIRTY, ChosenNames(names, choices or []), plan.year)


def take(plan: Plan, actor: Official, choices: list[NameChoice] | None = None) -> Taken:
    plan.refresh_from_db()
    return take_tasks(
        plan,
        reading_of(plan, choices),
        actor=actor,
        version=plan.version,
        file="表.xlsx",
        digest="d" * 64,
        choices=choices or [],
    )


def counts() -> list[int]:
    models = (Task, Cooperation, Indicator, Section, Unit, UnitName)
    return [model._default_manager.count() for model in models]


def test_the_printed_table_becomes_drafts_in_its_order(drafter: Official, plan: Plan) -> None:
    reading = reading_of(plan)
    assert take(plan, drafter) == Taken(made=12, known=0)
    rows = list(Task.objects.order_by("position"))
    assert [row.title for row in rows] == [read.title[:200] for read in reading.tasks]
    assert {row.state for row in rows} == {"draft"}
    assert [row.position for row in rows] == list(range(1, 13))
    for row, read in zip(rows, reading.tasks, strict=True):
        lead = read.lead[0].unit if read.lead else None
        assert (row.lead.code if row.lead else None) == lead
        known = {unit.unit for unit in (*read.lead[1:], *read.cooperating) if unit.unit} - {lead}
        assert {part.unit.code for part in row.cooperations.all()} == known
        assert row.source["row"] == read.source.row
        assert row.flags == list(read.flags)


def test_the_record_names_the_file_and_its_digest(drafter: Official, plan: Plan) -> None:
    take(plan, drafter)
    record = Record.objects.get(kind="plan", step="take_in")
    assert record.told["data"] == {"file": "表.xlsx", "digest": "d" * 64, "tasks": 12}
    assert (record.actor, record.unit, record.hat) == ("drafter", "QP-D29", "coordinator")
    assert Record.objects.filter(kind="task", step="draft").count() == 12


def test_the_same_table_twice_adds_nothing(drafter: Official, plan: Plan) -> None:
    take(plan, drafter)
    before = counts()
    assert take(plan, drafter) == Taken(made=0, known=12)
    assert counts() == before


def test_the_same_table_in_another_plan_is_taken_in(drafter: Official, plan: Plan) -> None:
    take(plan, drafter)
    other = draft_plan(plan.body, actor=drafter, title="另一要点", year=2022)
    again = official_of(User.objects.get())
    assert take(other, again) == Taken(made=12, known=0)


def test_what_fails_half_way_leaves_nothing(
    drafter: Official, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, records = counts(), Record.objects.count()

    def broken(*_args: Any) -> None:
        raise RuntimeError("no more room")

    monkeypatch.setattr(intake, "_cooperating", broken)
    with pytest.raises(RuntimeError):
        take(plan, drafter, [NameChoice("区物价局")])
    assert counts() == before
    assert Record.objects.count() == records


def test_unknown_units_left_stay_as_printed(drafter: Official, plan: Plan) -> None:
    reading = reading_of(plan)
    assert list(reading.unknown_units) != []
    take(plan, drafter)
    kept = {name for row in Task.objects.all() for name in row.unresolved}
    printed = {unit.text for row in reading.tasks for unit in (*row.lead, *row.cooperating)}
    assert kept
    assert kept <= printed
    assert Unit.objects.count() == 51


def test_unknown_units_become_units_or_names_as_chosen(drafter: Official, plan: Plan) -> None:
    first, second = list(reading_of(plan).unknown_units)[:2]
    known = Unit.objects.get(code="QP-D02")
    choices = [NameChoice(first), NameChoice(second, known)]
    take(plan, drafter, choices)
    made = Unit.objects.get(name=first)
    assert Unit.objects.count() == 52
    directory = BodyDirectory(plan.body)
    assert directory.resolve(first).code == made.code  # type: ignore[union-attr]
    assert directory.resolve(second).code == "QP-D02"  # type: ignore[union-attr]
    touched = {*Task.objects.values_list("lead", flat=True)}
    touched |= {*Cooperation.objects.values_list("unit", flat=True)}
    assert made.pk in touched
    assert not any(row.unresolved for row in Task.objects.all())
    assert list(reading_of(plan).unknown_units) == []
    assert take(plan, drafter, choices) == Taken(made=0, known=12)
    assert Unit.objects.count() == 52


def test_only_drafters_import_and_only_into_the_version_they_saw(
    drafter: Official, plan: Plan
) -> None:
    reading = reading_of(plan)
    common: dict[str, Any] = {"file": "f", "digest": "d"}
    user = User.objects.create_user("head")
    appoint(user, Unit.objects.get(code="QP-D02"), Duty.HEAD, SINCE)
    with pytest.raises(NotAllowed):
        take_tasks(plan, reading, actor=official_of(user), version=1, **common)
    take(plan, drafter)
    with pytest.raises(Stale):
        take_tasks(plan, reading, actor=drafter, version=1, **common)
    assert Task.objects.count() == 12


def test_nothing_is_imported_into_an_issued_plan(drafter: Official, plan: Plan) -> None:
    take(plan, drafter)
    for task in Task.objects.filter(lead__isnull=True):
        assign_lead(task, actor=drafter, version=1, lead=Unit.objects.get(code="QP-D02"))
    for task in Task.objects.exclude(collective=[]):
        take_collective(task, actor=drafter, version=task.version, units=[])
    plan.refresh_from_db()
    issue_plan(plan, actor=drafter, version=plan.version)
    plan.refresh_from_db()
    with pytest.raises(WrongState):
        take(plan, drafter)
