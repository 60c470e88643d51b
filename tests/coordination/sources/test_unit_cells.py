"""The grammar of unit cells, and the roles that follow from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.sources.reader.roles import Doubts, Roles, assign
from coordination.sources.reader.unit_names import read_units
from coordination.sources.reader.units_cell import Kind, split
from coordination.units.names import normalise, spellings, split_brackets, without_marker
from tests.coordination.sources.directories import Plain, Qingpu

pytestmark = pytest.mark.once

WORDS = (
    "区经委", "区发改委", "夏阳", "盈浦街道", "各街镇", "各区、县级市", "相关镇", "等部门", "等",
    "按职责分工负责", "牵头", "配合", "牵头单位：", "（商务委）", "（原", "）", "(牵头)", "和",
    "及各镇", "、", "，", ",", "；", ";", "/", "\\", " ", "\n", "。", "5", "A",
)  # fmt: skip
CELLS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=14).map("".join))


def _roles(lead: str, cooperating: str | None, first_leads: bool = False) -> tuple[Roles, Doubts]:
    doubts = Doubts()
    directory = Qingpu()
    other = None if cooperating is None else read_units(cooperating, directory)
    return assign(read_units(lead, directory), other, first_leads, doubts), doubts


def _codes(roles: Roles) -> tuple[list[str | None], list[str | None]]:
    return [unit.unit for unit in roles.lead], [unit.unit for unit in roles.cooperating]


@settings(max_examples=1_000, deadline=None)
@given(CELLS)
def test_every_character_belongs_to_a_piece(cell: str) -> None:
    pieces = split(cell)
    assert "".join(piece.text for piece in pieces) == cell
    assert all(piece.text for piece in pieces)


@settings(max_examples=500, deadline=None)
@given(CELLS)
def test_every_name_comes_out(cell: str) -> None:
    directory = Qingpu()
    found = read_units(cell, directory)
    pieces = split(cell)
    printed = "".join(named.unit.text for named in found.units)
    for piece in pieces:
        if piece.kind is Kind.UNIT:
            assert all(
                character in printed for character in piece.text if character not in "以及和与"
            )
    assert found.groups == tuple(piece.text for piece in pieces if piece.kind is Kind.GROUP)


@settings(max_examples=300, deadline=None)
@given(CELLS, st.one_of(st.none(), CELLS), st.booleans())
def test_every_unit_has_a_role_or_is_named_in_a_doubt(
    lead: str, cooperating: str | None, first_leads: bool
) -> None:
    roles, doubts = _roles(lead, cooperating, first_leads)
    kept = {unit.text for unit in (*roles.lead, *roles.cooperating)}
    reasons = " ".join(str(request.reason) for request in doubts.confirm)
    for cell in (lead, cooperating or ""):
        for named in read_units(cell, Qingpu()).units:
            assert named.unit.text in kept or named.unit.text in reasons


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("区发改委、区经委，区科委", ["区发改委", "区经委", "区科委"]),
        ("区发改委,区经委;区科委；区财政局", ["区发改委", "区经委", "区科委", "区财政局"]),
        ("区发改委/区经委\\区科委\n区财政局", ["区发改委", "区经委", "区科委", "区财政局"]),
        ("青浦新城公司\n（原朱家角投资公司）", ["青浦新城公司\n（原朱家角投资公司）"]),
        ("财　政　局、经委", ["财　政　局", "经委"]),
        ("区人力资源和社\n会保障局", ["区人力资源和社\n会保障局"]),
        ("区经委和区科委", ["区经委", "区科委"]),
        ("区规划和自然资源局", ["区规划和自然资源局"]),
        ("上海青浦新城发展（集团）有限公司", ["上海青浦新城发展（集团）有限公司"]),
    ],
)
def test_names_are_divided(cell: str, texts: list[str]) -> None:
    units = read_units(cell, Qingpu()).units
    assert [named.unit.text for named in units] == texts
    assert all(named.unit.unit for named in units)


@pytest.mark.parametrize(
    "group",
    ["各街镇", "各有关单位", "各区、县级市", "各有关区、县级市", "有关部门", "相关镇", "各镇、街道",
     "各项目牵头单位", "市有关部门", "其他相关单位", "各区（县级市）"],
)  # fmt: skip
def test_collectives_are_kept_whole(group: str) -> None:
    found = read_units(f"区经委、{group}，区科委", Qingpu())
    assert found.groups == (group,)
    assert [named.unit.text for named in found.units] == ["区经委", "区科委"]
    assert _codes(_roles(group, "区经委")[0]) == (["QP-D03"], [])


def test_shared_ending() -> None:
    named = read_units("夏阳、盈浦街道", Qingpu()).units
    assert [entry.unit.name for entry in named] == ["夏阳街道", "盈浦街道"]
    unknown = read_units("大良、容桂街道", Plain()).units
    assert [entry.unit.name for entry in unknown] == ["大良街道", "容桂街道"]
    assert [entry.unit.text for entry in unknown] == ["大良", "容桂街道"]


@pytest.mark.parametrize(
    "cell", ["区经委等部门", "区经委等", "区经委、区科委 等有关部门", "区经委等5个单位"]
)
def test_open_list(cell: str) -> None:
    found = read_units(cell, Qingpu())
    assert found.open_ended
    assert all(named.unit.unit for named in found.units)


def test_roles_in_one_cell() -> None:
    roles, doubts = _roles("区经委牵头，区科委、区发改委配合", None)
    assert _codes(roles) == (["QP-D03"], ["QP-D04", "QP-D02"])
    assert doubts.flags == []
    roles, doubts = _roles("牵头单位：区经委；配合单位：区科委，区发改委", None)
    assert _codes(roles) == (["QP-D03"], ["QP-D04", "QP-D02"])
    roles, doubts = _roles("区科委、区经委（牵头）", None)
    assert _codes(roles) == (["QP-D03"], ["QP-D04"])
    roles, doubts = _roles("区科委、区经委", None)
    assert _codes(roles) == (["QP-D04"], ["QP-D03"])
    assert doubts.flags == ["first-as-lead"]
    assert _roles("区科委、区经委", None, first_leads=True)[1].flags == []
    assert _roles("区科委、区经委按职责分工负责", None)[1].flags == ["lead-missing"]


def test_joint_leads_unless_the_document_says_first_leads() -> None:
    roles, doubts = _roles("区科委、区经委", "区财政局")
    assert _codes(roles) == (["QP-D04", "QP-D03"], ["QP-D09"])
    assert doubts.flags == ["two-units-in-lead-cell"]
    roles, doubts = _roles("区科委、区经委", "区财政局", first_leads=True)
    assert _codes(roles) == (["QP-D04"], ["QP-D03", "QP-D09"])


def test_no_unit_at_all() -> None:
    roles, doubts = _roles("", "")
    assert _codes(roles) == ([], [])
    assert doubts.flags == ["lead-missing"]


def test_a_unit_in_both_cells_counts_once() -> None:
    roles, doubts = _roles("区经委", "经委、区科委、区科委")
    assert _codes(roles) == (["QP-D03"], ["QP-D04"])
    assert doubts.flags == ["same-unit-twice"]
    assert len(doubts.confirm) == 2


def test_brackets_that_name_another_unit() -> None:
    roles, doubts = _roles("区经委（区科委）", "")
    assert _codes(roles) == (["QP-D03"], [])
    assert doubts.flags == ["brackets-name-another-unit"]


def test_names() -> None:
    assert normalise(" 区 经委(商务委)； ") == "区经委（商务委）"
    assert split_brackets("区经委(商务委)") == ("区经委", ("商务委",))
    assert without_marker("原朱家角投资公司") == ("朱家角投资公司", True)
    assert without_marker("商务委") == ("商务委", False)
    assert "发改委" not in spellings("市发改委")
    assert set(spellings("上海市青浦区发改委", bodies=("上海市青浦区", "青浦区"))) >= {
        "发改委",
        "区发改委",
    }
