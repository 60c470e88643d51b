"""A list of units becomes a tree with names, once, whatever its order."""

from dataclasses import replace

import pytest

from coordination.sources.reader.errors import BadFile
from coordination.sources.unit_list import known_former_names, read_units
from coordination.units.actions import FormerName, UnitRow, add_name, add_unit, take_units
from coordination.units.directory import BodyDirectory
from coordination.units.models import Body, Unit, UnitName
from coordination.units.queries import units_of
from tests.architecture.test_files import ROOT

OFFICE = UnitRow("A1", "人民政府办公室", "区府办", "department", "区政府", ("府办",))
ARCHIVE = UnitRow("A2", "档案馆", "区档案馆", "public-body", "A1")
ROOM = UnitRow("A3", "阅览室", "区阅览室", "public-body", "A2")
TAX = UnitRow("P1", "税务局", "区税务局", "public-body", "市垂直管理")
HEADER = "code,name,short_name,aliases,kind,parent\n"


@pytest.fixture
def body(db: None) -> Body:
    return Body.objects.create(code="QP", name="上海市青浦区")


def parent_of(code: str) -> str | None:
    parent = Unit.objects.get_parent(Unit.objects.get(code=code))
    return parent.code if parent else None


@pytest.mark.parametrize("rows", [[OFFICE, ARCHIVE, ROOM], [ROOM, ARCHIVE, OFFICE]])
def test_parents_stand_above_their_children_whatever_the_order(
    body: Body, rows: list[UnitRow]
) -> None:
    assert take_units(body, rows) == 3
    assert [parent_of(code) for code in ("A1", "A2", "A3")] == [None, "A1", "A2"]
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_parent_taken_before_is_found(body: Body) -> None:
    take_units(body, [OFFICE])
    assert take_units(body, [ARCHIVE]) == 1
    assert parent_of("A2") == "A1"
    assert Unit.objects.get(code="A2").superior == ""


def test_what_stands_above_without_being_a_unit_is_kept_as_words(body: Body) -> None:
    take_units(body, [OFFICE, TAX])
    office, tax = Unit.objects.get(code="A1"), Unit.objects.get(code="P1")
    assert (office.superior, office.outside) == ("区政府", False)
    assert (tax.superior, tax.outside) == ("市垂直管理", True)


def test_taking_the_same_list_twice_adds_nothing(body: Body) -> None:
    former = [FormerName("秘书处", "A1")]
    take_units(body, [OFFICE, ARCHIVE], former)
    before = sorted(UnitName.objects.values_list("name", "unit__code", "former"))
    assert take_units(body, [OFFICE, ARCHIVE], former) == 0
    assert sorted(UnitName.objects.values_list("name", "unit__code", "former")) == before
    assert Unit.objects.count() == 2


def test_a_changed_row_changes_its_unit(body: Body) -> None:
    take_units(body, [OFFICE])
    assert take_units(body, [replace(OFFICE, short_name="区政府办公室")]) == 0
    assert str(Unit.objects.get(code="A1")) == "区政府办公室"


def test_a_unit_is_found_by_name_alias_and_former_name(body: Body) -> None:
    take_units(body, [OFFICE, ARCHIVE], [FormerName("秘书处", "A1"), FormerName("无主", "Z9")])
    directory = BodyDirectory(body)
    for name in ("人民政府办公室", "区府办", "府办", "（区府办", "区 府 办"):
        found = directory.resolve(name.strip("（"))
        assert found is not None, name
        assert (found.code, found.former) == ("A1", False)
    former = directory.resolve("秘书处")
    assert former is not None
    assert (former.code, former.name, former.former) == ("A1", "区府办", True)
    assert directory.resolve("无主") is None
    assert directory.resolve("市府办") is None


def test_a_directory_asks_once_and_knows_its_body_only(
    body: Body, django_assert_num_queries: object
) -> None:
    other = Body.objects.create(code="GZ", name="广州市", level="市")
    take_units(body, [OFFICE])
    take_units(other, [UnitRow("B1", "财政局", "市财政局", "department", "市政府", ("府办",))])
    with django_assert_num_queries(1):  # type: ignore[operator]
        directory = BodyDirectory(body)
        assert directory.resolve("财政局") is None
        assert directory.resolve("府办").code == "A1"  # type: ignore[union-attr]
    assert BodyDirectory(other).resolve("府办").code == "B1"  # type: ignore[union-attr]


def test_an_unknown_name_becomes_a_unit_once(body: Body) -> None:
    take_units(body, [OFFICE])
    made = add_unit(body, "区大数据中心")
    assert add_unit(body, "区大数据中心") == made
    assert add_unit(body, "府办").code == "A1"
    assert Unit.objects.count() == 2
    add_name(made, "大数据办")
    assert BodyDirectory(body).resolve("大数据办").code == made.code  # type: ignore[union-attr]


def test_a_long_name_becomes_a_unit_too(body: Body) -> None:
    name = "区推进长三角一体化发展和示范区建设工作领导小组办公室综合协调与督查督办专班"
    assert len(name) > 30
    made = add_unit(body, name)
    assert (made.name, made.short_name) == (name, name[:30])
    assert BodyDirectory(body).resolve(name).code == made.code  # type: ignore[union-attr]


def test_a_closed_unit_is_not_offered(body: Body) -> None:
    take_units(body, [OFFICE, TAX])
    Unit.objects.filter(code="P1").update(closed_on="2026-01-01")
    assert [unit.code for unit in units_of(body.pk)] == ["A1"]


def test_the_districts_list_gives_51_units(body: Body) -> None:
    data = (ROOT / "tests" / "samples" / "qingpu-units.csv").read_bytes()
    assert take_units(body, read_units("units.csv", data), known_former_names()) == 51
    assert BodyDirectory(body).resolve("区环保局").former  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rows", "code", "row"),
    [
        ("A1,甲,甲,,department,\nA1,乙,乙,,department,\n", "code", 3),
        (",甲,甲,,department,\n", "code", 2),
        ("A1,甲,甲,,ministry,\n", "kind", 2),
        ("A1,甲,甲,,department,A2\nA2,乙,乙,,department,A1\n", "parent", 2),
        ("A1,甲,甲,,department,A1\n", "parent", 2),
        ("A1,甲,甲,,department,\nA2,乙,乙,甲,department,\n", "name", 3),
    ],
)
def test_a_list_that_contradicts_itself_is_refused_with_the_row(
    rows: str, code: str, row: int
) -> None:
    with pytest.raises(BadFile) as bad:
        read_units("units.csv", (HEADER + rows).encode())
    assert (bad.value.code, bad.value.place.row) == (code, row)
