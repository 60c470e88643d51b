"""The deadline cell of a task."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from coordination.sources.reader.days import Day, find_days, with_digits
from coordination.sources.reader.reading import Deadline
from coordination.sources.reader.roles import Doubts

_SERIAL = re.compile(r"[3-7]\d{4}(?:\.0)?")
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_EVERY = (
    ("day", r"每[天日]|逐日|按日"),
    ("week", r"每周|逐周|按周"),
    ("half-year", r"每半年|按半年"),
    ("month", r"每个?月|逐月|按月"),
    ("quarter", r"每个?季度?|逐季|按季度?"),
    ("year", r"每年度?|逐年|按年度?"),
)
_REGULARLY = re.compile(r"定期|适时")
_RELATIVE = re.compile(
    r"\d+个?(?:工作日|日|天|周|月)(?:之?内|以内)|之日起|立即|即时|即刻|马上|尽快"
)
_YEARS = re.compile(r"(?<!\d)(\d{1,2})年(?:之?内|以内|左右)?$|(?<!\d)(\d{1,2})年(?:之?内|以内)")
_ONGOING = re.compile(r"长期|持续|常年|常态|经常|贯穿|不断|动态|始终|日常")
_NONE = re.compile(r"[-—–/\\无]*")
_FILLER = re.compile(
    r"之?以?前|以内|之内|完成|报送|上报|提交|实施|落实|推进|启动|办结|建成|印发|出台|力争|确保|"
    r"底|末|内|于|在|坚持|开展|进行|[、，,；;。.（）()]"
)


@dataclass(frozen=True)
class YearSource:
    """The year for deadlines that name none, and where it comes from: title or plan."""

    year: int | None
    origin: str


def read_deadline(text: str, value: object, source: YearSource, doubts: Doubts) -> Deadline | None:
    """The deadline of a cell, None for an empty one.

    Parameters: ``text`` as shown; ``value`` as stored: a date, a number, or text; ``doubts``
    receives what must be confirmed.
    """
    printed = text.strip()
    if isinstance(value, datetime):
        return Deadline(printed, "date", value.date())
    if isinstance(value, date):
        return Deadline(printed, "date", value)
    plain = with_digits(re.sub(r"\s+", "", unicodedata.normalize("NFKC", printed)))
    if _NONE.fullmatch(plain):
        return None
    if _SERIAL.fullmatch(plain):
        doubts.add(
            "excel-serial-date", "deadline", _("{text} is read as a day number."), text=printed
        )
        day = _FIRST_SERIAL_DAY + timedelta(days=int(plain.partition(".")[0]))
        return Deadline(printed, "date", day)
    return _from_words(printed, plain, source, doubts)


def _from_words(printed: str, plain: str, source: YearSource, doubts: Doubts) -> Deadline:
    for every, pattern in _EVERY:
        if re.search(pattern, plain):
            _question_rest(re.sub(pattern, "", plain), printed, doubts)
            return Deadline(printed, "recurring", None, every)
    if _REGULARLY.search(plain):
        doubts.add("unclear-deadline", "deadline", _("{text} names no rhythm."), text=printed)
        return Deadline(printed, "recurring")
    if _RELATIVE.search(plain):
        doubts.add(
            "relative-deadline",
            "deadline",
            _("{text} counts from an event; the day must be set."),
            text=printed,
        )
        return Deadline(printed, "relative")
    if match := _YEARS.search(plain):
        return _period(printed, int(match[1] or match[2]), source, doubts)
    return _from_days(printed, plain, source, doubts)


def _period(printed: str, years: int, source: YearSource, doubts: Doubts) -> Deadline:
    """5年内 in a document of 2012 ends with 2017, to be confirmed."""
    if not _question_year(printed, source, doubts) or source.year is None:
        return Deadline(printed, "period")
    end = date(source.year + years, 12, 31)
    doubts.add(
        "period-from-document-year",
        "deadline",
        _("{text} is counted from {year} and ends on {end}."),
        text=printed,
        year=source.year,
        end=end.isoformat(),
    )
    return Deadline(printed, "period", end)


def _from_days(printed: str, plain: str, source: YearSource, doubts: Doubts) -> Deadline:
    days, rest = find_days(plain, source.year)
    if not days:
        if _ONGOING.search(plain):
            return Deadline(printed, "ongoing")
        doubts.add(
            "unclear-deadline", "deadline", _("No deadline can be read from {text}."), text=printed
        )
        return Deadline(printed, "relative")
    last = max(days, key=lambda found: found.day)
    if len(days) > 1:
        doubts.add(
            "several-deadlines",
            "deadline",
            _("{text} names several days; the last is taken."),
            text=printed,
        )
    _question_rest(rest, printed, doubts)
    _question_day(last, printed, doubts)
    known = all(found.year_given for found in days) or _question_year(printed, source, doubts)
    return Deadline(printed, last.kind, last.day if known else None)


def _question_day(day: Day, printed: str, doubts: Doubts) -> None:
    if day.doubt == "month-before":
        doubts.add(
            "month-before",
            "deadline",
            _("{text} may end before or with that month; the earlier day is taken."),
            text=printed,
        )
    if day.doubt == "lost-zero":
        doubts.add(
            "lost-zero",
            "deadline",
            _("{text} may stand for October: spreadsheets drop the last zero."),
            text=printed,
        )


def _question_rest(rest: str, printed: str, doubts: Doubts) -> None:
    if left := _FILLER.sub("", rest):
        doubts.add(
            "",
            "deadline",
            _("In {text} the words “{rest}” were not read."),
            text=printed,
            rest=left,
        )


def _question_year(printed: str, source: YearSource, doubts: Doubts) -> bool:
    """Flag where the year comes from; False where there is none."""
    if source.year is None:
        doubts.add("year-unknown", "deadline", _("{text} names no year."), text=printed)
        return False
    reason = (
        _("{text} names no year; {year} is taken from the title.")
        if source.origin == "title"
        else _("{text} names no year; {year} is the year of the plan.")
    )
    doubts.add(f"year-from-{source.origin}", "deadline", reason, text=printed, year=source.year)
    return True
