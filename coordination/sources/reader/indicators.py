"""Figures to reach, found in the wording of a task."""

import re

from coordination.sources.reader.reading import Indicator

_BEFORE = (
    ("ge", r"不少于|不低于|不小于|至少|达到|达|超过|突破|高于|大于|多于"),
    ("le", r"不超过|不高于|不多于|不大于|控制在|低于|少于|小于"),
    ("increase", r"提高|提升|增长|增加|上升|新增"),
    ("decrease", r"降低|下降|减少|压缩|缩减|压减"),
)
_AFTER = (("ge", r"以上"), ("le", r"以内|以下|之内"), ("about", r"左右|上下"))
_UNIT = (
    r"(?:个百分点|[%‰]|(?:亿|万|千|百)?(?:美元|欧元|元|名|人次|人(?![才民口均员])|家|项|件|个(?!月)|"
    r"户|套|台|辆|座|所|场次|场|次|篇|部|门|批|支|条|处|张|平方米|平方公里|公顷|公里|千米|米|亩|吨|"
    r"千瓦时|千瓦|立方米|工作日|小时|分钟|分(?!年)|天|位))"
)
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "|".join(words for _comparator, words in _BEFORE)
_AFTER_WORDS = "|".join(words for _comparator, words in _AFTER)
_FIGURE = re.compile(
    rf"(?P<before>(?:{_WORDS}))?(?P<level>[到至])?(?<![第前\d.+＋/-])(?P<value>{_NUMBER})"
    rf"(?:[%万亿]?(?:到|至|[-—–~～])(?P<last>{_NUMBER}))?\s*(?P<unit>{_UNIT})"
    rf"(?P<after>{_AFTER_WORDS})?"
)
_SCALE_GAP = re.compile(
    r"(?<=\d)\s+(?=[亿万千百%‰个名人家项件美元])|(?<=[亿万])\s+(?=[美元名人家])"
)
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


def read_indicators(text: str) -> tuple[Indicator, ...]:
    """The figures of a text in their order.

    A number counts where a unit of measure follows; years, ages, ordinals and numbers inside names
    do not. Spaces between number and unit are left out of ``text``.
    """
    plain = _SCALE_GAP.sub("", text.translate(_WIDE))
    return tuple(_indicator(match) for match in _FIGURE.finditer(plain))


def _indicator(match: re.Match[str]) -> Indicator:
    value = match["value"].replace(",", "")
    last = match["last"]
    if last:
        return Indicator(match[0], "range", f"{value}-{last.replace(',', '')}", match["unit"])
    return Indicator(match[0], _comparator(match), value, match["unit"])


def _comparator(match: re.Match[str]) -> str:
    """The comparator of the words around a figure; 提高到 names a level, not a change."""
    for words, table in ((match["after"], _AFTER), (match["before"], _BEFORE)):
        for comparator, pattern in table:
            if words and re.fullmatch(pattern, words):
                level = match["level"] and comparator in {"increase", "decrease"}
                return {"increase": "ge", "decrease": "le"}[comparator] if level else comparator
    return "eq"
