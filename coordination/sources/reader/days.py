"""Days written in a text: dates, months, quarters, half-years, years, and ranges of them."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_DIGITS = {character: str(n) for n, character in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_YEAR_NAME = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_NUMBER_NAME = re.compile(
    r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]{1,3})"
    r"(?=个?(?:月|日|年|季|工作日|天))"
)
_OWN_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年|今年|本年度?|当年)?"
_TO = r"[-—–~～至到]"


@dataclass(frozen=True)
class Day:
    """A day found in a text.

    ``kind`` is date or period; ``year_given`` whether the text names the year; ``doubt`` is
    month-before (9月前) or lost-zero (2022.1), else empty.
    """

    day: date
    start: int
    kind: str
    year_given: bool
    doubt: str = ""


def with_digits(text: str) -> str:
    """The text with Chinese numerals before 年, 月, 日, 季 as digits: 十二月 -> 12月."""
    text = _YEAR_NAME.sub(lambda match: "".join(_DIGITS[c] for c in match[0]), text)
    return _NUMBER_NAME.sub(lambda match: str(_number(match[0])), text)


def _number(name: str) -> int:
    tens, ten, ones = name.rpartition("十")
    if not ten:
        return int("".join(_DIGITS[c] for c in name))
    return int(_DIGITS[tens] if tens else 1) * 10 + int(_DIGITS[ones] if ones else 0)


def month_end(year: int, month: int) -> date:
    """The last day of a month. Raises ValueError for a month outside 1 to 12."""
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def _exact(match: re.Match[str], year: int) -> date:
    return date(year, int(match["month"]), int(match["day"]))


def _month(match: re.Match[str], year: int) -> date:
    return month_end(year, int(match["month"]))


def _month_part(match: re.Match[str], year: int) -> date:
    month = int(match["month"])
    ends = {"初": 10, "上旬": 10, "中": 15, "中旬": 20}
    part = match["part"]
    return date(year, month, ends[part]) if part in ends else month_end(year, month)


def _before_month(match: re.Match[str], year: int) -> date:
    month = int(match["month"])
    return month_end(year, month - 1) if month > 1 else month_end(year - 1, 12)


def _quarter(match: re.Match[str], year: int) -> date:
    return month_end(year, 3 * int(match["quarter"]))


def _half(match: re.Match[str], year: int) -> date:
    return month_end(year, 6 if match["half"] == "上" else 12)


def _year(_match: re.Match[str], year: int) -> date:
    return date(year, 12, 31)


_Ending = Callable[[re.Match[str], int], date]
_PATTERNS: tuple[tuple[str, str, _Ending, str], ...] = (
    (rf"(?:19|20)\d\d年?{_TO}(?P<year>(?:19|20)\d\d)年?(?:底|末)?", "period", _year, ""),
    (
        rf"(?:(?:19|20)\d\d年)?\d{{1,2}}月{_TO}(?P<year>(?:19|20)\d\d)年(?P<month>\d{{1,2}})月",
        "period",
        _month,
        "",
    ),
    (
        rf"{_OWN_YEAR}(?<!\d)\d{{1,2}}月?{_TO}(?P<month>\d{{1,2}})月(?:底|末)?",
        "period",
        _month,
        "",
    ),
    (
        r"(?P<year>(?:19|20)\d\d)(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})"
        r"(?!\d)[日号]?",
        "date",
        _exact,
        "",
    ),
    (r"(?<!\d)(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)", "date", _exact, ""),
    (
        rf"{_OWN_YEAR}(?<!\d)(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:日|号|(?!\d))",
        "date",
        _exact,
        "",
    ),
    (
        rf"{_OWN_YEAR}(?<!\d)(?P<month>\d{{1,2}})月份?(?P<part>[上中下]旬|[底末初中])",
        "date",
        _month_part,
        "",
    ),
    (
        rf"{_OWN_YEAR}(?<!\d)(?P<month>\d{{1,2}})月份?(?=之?前|以前)",
        "date",
        _before_month,
        "month-before",
    ),
    (r"(?P<year>(?:19|20)\d\d)\.(?P<month>1)(?!\d)", "date", _month, "lost-zero"),
    (r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})(?!\d)", "date", _month, ""),
    (rf"{_OWN_YEAR}(?<!\d)(?P<month>\d{{1,2}})月份?", "date", _month, ""),
    (rf"{_OWN_YEAR}第?(?P<quarter>[1-4])季度?(?:底|末)?", "date", _quarter, ""),
    (rf"{_OWN_YEAR}(?P<half>[上下])半年(?:底|末)?", "date", _half, ""),
    (r"(?P<year>(?:19|20)\d\d)年?(?:度|全年)?(?:年?底|年?末|年?内)?", "date", _year, ""),
    (r"(?:今|本|当)?年(?:内|底|末|终)|今年|本年度?|当年|全年", "date", _year, ""),
)
_COMPILED = tuple(
    (re.compile(pattern), kind, ending, doubt) for pattern, kind, ending, doubt in _PATTERNS
)


def find_days(text: str, year: int | None) -> tuple[list[Day], str]:
    """The days in a text, in their order, and the text that is left.

    Parameters: ``text`` without spaces, numerals as digits; ``year`` for days that name none:
    without it the first year possible is used and ``year_given`` is False.
    """
    days: list[Day] = []
    for pattern, kind, ending, doubt in _COMPILED:
        for match in list(pattern.finditer(text)):
            given = match.groupdict().get("year")
            try:
                day = ending(match, int(given) if given else year or 1)
            except ValueError:
                continue
            days.append(Day(day, match.start(), kind, given is not None, doubt))
            text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return sorted(days, key=lambda found: found.start), text.replace(" ", "")
