"""The score of a likeness, told by hand."""

from typing import Any

import pytest
from django.utils import translation

from coordination.precedents.likeness import Side, likeness, share, shared_phrases, telling

ONE = Side(
    ground="duty",
    ground_label="职责",
    units={1: "甲局", 2: "乙局"},
    cited={7: "《规定》第三条"},
    wording="优化营商环境",
    facts="企业开办",
)


def test_a_case_is_wholly_like_itself_and_every_part_is_told() -> None:
    found = likeness(ONE, ONE)
    assert found.score == 1.0 + 2 * 1.5 + 3.0 + 5.0 + 2.0
    assert len(found.reasons) == 5


def test_nothing_in_common_is_no_likeness() -> None:
    other = Side("law", "法律", {3: "丙局"}, {8: "x"}, "河道清淤", "水体")
    assert likeness(ONE, other).score == 0
    assert likeness(ONE, other).reasons == ()
    assert likeness(Side(), Side()).score == 0


@pytest.mark.parametrize(
    ("other", "score"),
    [
        (Side(ground="duty"), 1.0),
        (Side(units={1: "甲局"}), 1.5),
        (Side(units={1: "甲局", 2: "乙局"}), 3.0),
        (Side(cited={7: "x"}), 3.0),
        (Side(wording="营商环境评价"), 3.0),
        (Side(facts="企业"), 0.67),
        (Side(facts="优化营商环境"), 0.0),
    ],
)
def test_each_kind_of_likeness_has_its_weight(other: Side, score: float) -> None:
    assert likeness(ONE, other).score == score


def test_more_than_two_units_weigh_no_more() -> None:
    units = {n: str(n) for n in range(5)}
    assert likeness(Side(units=units), Side(units=units)).score == 3.0


def test_the_weights_are_configuration(settings: Any) -> None:
    weights = dict.fromkeys(settings.PRECEDENTS["weights"], 0)
    settings.PRECEDENTS = settings.PRECEDENTS | {"weights": weights}
    assert likeness(ONE, ONE).score == 0


def test_what_stands_in_every_paper_tells_nothing() -> None:
    assert telling("推进工作", "加强落实") == []
    assert share("推进工作", "推进工作") == 0
    assert shared_phrases("推进医保", "推进社保") == []


def test_shared_phrases_are_the_longest_pieces_first() -> None:
    phrases = shared_phrases("医保基金监管，优化营商环境；5G", "营商环境与医保基金及5g网络")
    assert phrases == ["医保基金", "营商环境", "5g"]


def test_the_reason_is_said_in_chinese() -> None:
    with translation.override("zh-hans"):
        reasons = likeness(ONE, ONE).reasons
    assert reasons == (
        "同一异议理由：职责",
        "相同单位：甲局、乙局",
        "引用同一条款：《规定》第三条",
        "任务文字相近：“优化营商环境”",
        "事实表述相近：“企业开办”",
    )
