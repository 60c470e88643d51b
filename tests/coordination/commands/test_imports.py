"""import_units and import_tasks: one document, one message, and nothing written by halves."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from coordination.plans.models import Plan
from coordination.tasks.models import Task
from coordination.units.models import Body
from tests.cast import Cast, make_plan
from tests.coordination.commands.conftest import SAMPLES, Run
from workflow.models import Record

DIRTY, UNITS = SAMPLES / "task-table-dirty.xlsx", SAMPLES / "qingpu-units.csv"
NEAT = SAMPLES / "task-table-neat.xlsx"


@pytest.mark.django_db
def test_units_make_their_body_and_twice_is_once(run: Run) -> None:
    first = run("import_units", UNITS, "--json")
    assert first.code == 0
    assert first.document == {
        "body": {"code": "QP", "name": "上海市青浦区"},
        "rows": 51,
        "new": 51,
        "units": 51,
    }
    assert run("import_units", UNITS, "--json").document["new"] == 0
    assert "51" in run("import_units", UNITS).out


@pytest.mark.django_db
def test_units_can_be_given_a_body(run: Run) -> None:
    run("import_units", UNITS, "--body", "X", "--name", "某区")
    assert Body.objects.get().name == "某区"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("units.csv", "name,code\n甲,1\n", "1"),
        ("units.csv", "code,name,short_name,aliases,kind,parent\nA,甲,甲,,planet,\n", "2"),
        ("units.csv", "code,name,short_name,aliases,kind,parent\n", ""),
        ("units.xlsx", "no workbook", ""),
        ("units.csv", "", ""),
    ],
)
def test_a_bad_list_of_units_is_one_message(
    run: Run, tmp_path: Path, name: str, content: str, place: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    ended = run("import_units", file, "--json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.error
    assert place in ended.error
    assert not Body.objects.exists()


@pytest.mark.django_db
def test_dry_run_reads_as_the_interface_says_and_writes_nothing(run: Run) -> None:
    run("import_units", UNITS)
    ended = run("import_tasks", DIRTY, "--dry-run", "--json")
    assert ended.code == 0
    document = ended.document
    assert (document["rows_in"], document["rows_out"]) == (12, 12)
    assert set(document) == {
        *("document", "tasks", "gaps", "unread", "unknown_units", "rows_in", "rows_out")
    }
    expected = json.loads((SAMPLES / "task-table-dirty.expected.json").read_text("utf-8"))
    read = [task["lead"][0]["unit"] for task in document["tasks"]]
    assert read == [row["lead"][0] for row in expected["rows"]]
    assert not Plan.objects.exists()
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_without_a_body_a_table_can_be_read_but_not_taken(run: Run) -> None:
    assert run("import_tasks", NEAT, "--dry-run", "--json").document["rows_out"] == 31
    ended = run("import_tasks", NEAT)
    assert (ended.code, Plan.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_the_body_that_knows_most_names_is_meant(run: Run) -> None:
    Body.objects.create(code="GZ", name="广州市", level="市")
    run("import_units", UNITS)
    run("import_tasks", DIRTY)
    assert Plan.objects.get().body.code == "QP"


@pytest.mark.django_db
def test_applying_twice_adds_nothing(run: Run) -> None:
    run("import_units", UNITS)
    first = run("import_tasks", DIRTY, "--json").document["applied"]
    assert (first["made"], first["known"]) == (12, 0)
    again = run("import_tasks", DIRTY, "--json").document["applied"]
    assert again == {"plan": first["plan"], "made": 0, "known": 12}
    assert Task.objects.count() == 12
    taken = Record.objects.filter(step="take_in").values_list("actor", flat=True)
    assert set(taken) == {"system"}


def test_a_person_can_be_named_who_imports(run: Run, cast: Cast) -> None:
    plan = make_plan(cast, issued=False)
    assert run("import_tasks", DIRTY, "--plan", plan.pk, "--as", "coordinator").code == 0
    assert Record.objects.get(step="take_in").actor == "coordinator"
    refused = run("import_tasks", DIRTY, "--plan", plan.pk, "--as", "lead")
    assert refused.code == 2
    assert refused.error
    assert run("import_tasks", DIRTY, "--plan", plan.pk, "--as", "nobody").code == 2


def test_an_issued_plan_takes_nothing(run: Run, cast: Cast) -> None:
    plan = make_plan(cast)
    assert run("import_tasks", DIRTY, "--plan", plan.pk).code == 2
    assert run("import_tasks", DIRTY, "--plan", 999_999).code == 2
    assert Task.objects.count() == 1


def test_a_refused_import_leaves_no_plan_behind(run: Run, cast: Cast) -> None:
    ended = run("import_tasks", DIRTY, "--as", "lead")
    assert (ended.code, Plan.objects.count()) == (2, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", b""),
        ("t.csv", "甲,乙\n1,2\n".encode()),
        ("t.xlsx", b"no workbook"),
        ("t.xls", b"\xd0\xcf\x11\xe0"),
        ("t.txt", b"text"),
    ],
)
def test_a_bad_table_is_one_message(run: Run, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ended = run("import_tasks", file, "--json")
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.error.splitlines()) == 1
    assert run("import_tasks", tmp_path / "absent.csv").code == 2


@pytest.mark.django_db
def test_the_year_can_be_given(run: Run) -> None:
    with translation.override("en"):
        ended = run("import_tasks", NEAT, "--dry-run", "--year", 2012, "--json")
    dates = {task["deadline"]["date"] for task in ended.document["tasks"] if task["deadline"]}
    assert "2012-10-31" in dates
