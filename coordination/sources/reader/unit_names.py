"""From the pieces of a unit cell to units of the directory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coordination.sources.reader.reading import Unit
from coordination.sources.reader.units_cell import Kind, Piece, split
from coordination.units.names import Directory, Match, normalise, split_brackets, without_marker

_SHARED_ENDING = re.compile(r"(街道|镇|乡)(?:办事处|人民政府)?$")
_OWN_ENDING = re.compile(
    r"[局委办部院会站所队处组厅行社台校馆署县区市镇乡村]$|(?:街道|中心|公司|集团|园区|政府)$"
)
_SHORT = 4
"""A name of at most so many characters may lack the ending it shares with the next one."""
_LONGEST_PAIR = 60
_JOINED = re.compile(r"以及|及|和|与")
_LEAD_BRACKETS = {"牵头", "牵头单位", "主办", "第一责任单位"}
_COOPERATING_BRACKETS = {"配合", "配合单位", "协办", "参与"}


@dataclass(frozen=True)
class Named:
    """A unit as named in a cell.

    ``role`` is lead or cooperating where the cell says so; ``former`` tells an old name; ``other``
    is a bracketed name that belongs to another unit.
    """

    unit: Unit
    role: str | None = None
    former: bool = False
    other: str | None = None


@dataclass(frozen=True)
class UnitsCell:
    """A unit cell as read; ``duties`` is the printed 按职责分工负责, or empty."""

    units: tuple[Named, ...] = ()
    groups: tuple[str, ...] = ()
    open_ended: bool = False
    duties: str = ""

    def __add__(self, other: "UnitsCell") -> "UnitsCell":
        return UnitsCell(
            self.units + other.units,
            self.groups + other.groups,
            self.open_ended or other.open_ended,
            self.duties or other.duties,
        )


def read_units(text: str, directory: Directory) -> UnitsCell:
    """The units, groups and marks of a cell. A unit that is not known has the code None."""
    pieces = _rejoined(_divided(split(text), directory), directory)
    units: list[Named] = []
    role: str | None = None
    start = 0
    for piece, ending in zip(pieces, _shared_endings(pieces), strict=True):
        if piece.kind is Kind.UNIT:
            units.append(_named(piece.text, ending, directory, role))
        elif piece.kind in {Kind.LEAD, Kind.COOPERATING}:
            if piece.after:
                units[start:] = [
                    replace(named, role=named.role or piece.kind.value) for named in units[start:]
                ]
                start = len(units)
            else:
                role, start = piece.kind.value, len(units)
    return UnitsCell(
        tuple(units),
        tuple(piece.text for piece in pieces if piece.kind is Kind.GROUP),
        any(piece.kind is Kind.OPEN for piece in pieces),
        next((piece.text for piece in pieces if piece.kind is Kind.DUTIES), ""),
    )


def _find(name: str, directory: Directory) -> tuple[Match | None, str | None]:
    """The unit of a printed name, and a bracketed name that belongs to another unit."""
    whole = directory.resolve(normalise(name))
    main, seconds = split_brackets(name)
    match = whole or (directory.resolve(main) if main else None)
    for second in seconds:
        plain, _was_former = without_marker(second)
        found = directory.resolve(plain)
        if found and match is None:
            match = found
        elif found and match and found.code != match.code:
            return match, second
    return match, None


def _named(text: str, ending: str, directory: Directory, role: str | None) -> Named:
    match, other = _find(text, directory)
    name = normalise(text)
    if match is None and ending and len(name) <= _SHORT and not _OWN_ENDING.search(name):
        name += ending
        match = directory.resolve(name)
    seconds = set(split_brackets(text)[1])
    if seconds & _LEAD_BRACKETS:
        role = "lead"
    elif seconds & _COOPERATING_BRACKETS:
        role = "cooperating"
    if match is None:
        return Named(Unit(text, name, None), role)
    return Named(Unit(text, match.name, match.code), role, match.former, other)


def _shared_endings(pieces: Sequence[Piece]) -> list[str]:
    """For each piece the ending of the next name that has one: 街道 for 夏阳 before 盈浦街道.

    A name with an ending of another kind stands between; then there is none.
    """
    endings: list[str] = []
    following = ""
    for piece in reversed(pieces):
        endings.append(following)
        if piece.kind is Kind.SEPARATOR:
            continue
        name = normalise(piece.text)
        ending = _SHARED_ENDING.search(name) if piece.kind is Kind.UNIT else None
        if ending:
            following = ending[1]
        elif piece.kind is not Kind.UNIT or _OWN_ENDING.search(name):
            following = ""
    return endings[::-1]


def _divided(pieces: Sequence[Piece], directory: Directory) -> list[Piece]:
    """Pieces with 甲和乙 divided where the whole is unknown and both sides are known."""
    divided: list[Piece] = []
    for piece in pieces:
        divided.extend(_sides(piece, directory) or [piece])
    return divided


def _sides(piece: Piece, directory: Directory) -> list[Piece] | None:
    too_long = len(piece.text) > _LONGEST_PAIR
    if piece.kind is not Kind.UNIT or too_long or _find(piece.text, directory)[0]:
        return None
    for joint in _JOINED.finditer(piece.text):
        left, right = piece.text[: joint.start()], piece.text[joint.end() :]
        if _find(left, directory)[0] and _find(right, directory)[0]:
            return [
                Piece(Kind.UNIT, left),
                Piece(Kind.SEPARATOR, joint[0]),
                Piece(Kind.UNIT, right),
            ]
    return None


def _rejoined(pieces: Sequence[Piece], directory: Directory) -> list[Piece]:
    """Pieces with a name that a line break cut in two put together, where only that is known."""
    joined: list[Piece] = []
    for piece in pieces:
        joined.append(piece)
        if len(joined) < 3 or piece.kind is not Kind.UNIT:
            continue
        left, gap, right = joined[-3:]
        if left.kind is not Kind.UNIT or not gap.text.isspace():
            continue
        whole = left.text + gap.text + right.text
        known = [_find(part.text, directory)[0] for part in (left, right)]
        if None in known and _find(whole, directory)[0]:
            joined[-3:] = [Piece(Kind.UNIT, whole)]
    return joined
