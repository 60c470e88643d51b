"""The grammar of a unit cell: every character belongs to a unit, a group, or a mark between."""

import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a piece of a unit cell is."""

    UNIT = "unit"
    GROUP = "group"
    SEPARATOR = "separator"
    OPEN = "open"
    DUTIES = "duties"
    LEAD = "lead"
    COOPERATING = "cooperating"


@dataclass(frozen=True)
class Piece:
    """A piece of the cell; ``after`` tells a role word that speaks of the units before it."""

    kind: Kind
    text: str
    after: bool = False


_SEPARATORS = r"、，,；;/／\\＼|｜。\s"
_BRACKET = r"[（(][^（）()]*[）)]"
_GROUP_START = r"(?:各|有关|相关|其他|其它|其余)"
_OPEN = (
    r"等(?:\d+|[一二三四五六七八九十两几]+)?(?:个|家)?(?:有关|相关)?"
    r"(?:部门和单位|部门|单位|委办局|街镇|镇|地区|企业|公司|机构)?"
)
_DUTIES = (
    r"(?:按照?各?自?(?:的)?职责(?:分工)?)?(?:共同|分别|具体)?(?:负责|落实)|按照?各?自?职责(?:分工)?"
)
_LEAD = r"(?:共同|联合)?牵头(?:负责|落实|实施)?"
_COOPERATING = r"(?:协同|密切)?配合(?:落实|实施)?"
_PLACE = r"(?:县级市|街道办事处|街道办|街道|开发区|功能区|办事处|园区|区|县|市|镇|乡|村)"

SEPARATOR = re.compile(rf"[{_SEPARATORS}]+(?:(?:以及|及|和|与)(?={_GROUP_START}))?")
_JOINER = re.compile(rf"(?:以及|及|和|与)(?={_GROUP_START})")
_LABEL_LEAD = re.compile(r"(?:牵头|主办|责任)(?:单位|部门)?\s*[：:]")
_LABEL_COOPERATING = re.compile(r"(?:配合|协办|协助|参与)(?:单位|部门)?\s*[：:]")
_GROUP = re.compile(
    rf"(?:[省市区县]、)*(?:全?[省市区县])?{_GROUP_START}(?:{_BRACKET}|[^{_SEPARATORS}（）()])*"
)
_MORE_GROUP = re.compile(rf"、{_PLACE}(?:{_BRACKET})?(?=[{_SEPARATORS}]|$|等|按|共同|牵头|配合)")
_UNIT = re.compile(rf"(?:{_BRACKET}|\s+(?=[（(])|[^{_SEPARATORS}])+")
_TAIL = re.compile(rf"(?:{_OPEN}|{_DUTIES}|{_LEAD}|{_COOPERATING})+$")
_JOINED_GROUP = re.compile(rf"(?:以及|及|和|与){_GROUP_START}")
_MARKS = (
    (Kind.SEPARATOR, SEPARATOR, False),
    (Kind.SEPARATOR, _JOINER, False),
    (Kind.LEAD, _LABEL_LEAD, False),
    (Kind.COOPERATING, _LABEL_COOPERATING, False),
)
_TAIL_END = rf"(?=$|[{_SEPARATORS}]|{_OPEN}|{_DUTIES}|{_LEAD}|{_COOPERATING})"
_TAIL_MARKS = tuple(
    (kind, re.compile(rf"(?:{pattern}){_TAIL_END}"))
    for kind, pattern in (
        (Kind.OPEN, _OPEN),
        (Kind.DUTIES, _DUTIES),
        (Kind.LEAD, _LEAD),
        (Kind.COOPERATING, _COOPERATING),
    )
)


def split(text: str) -> tuple[Piece, ...]:
    """The pieces of a unit cell; joined they are the text again, whatever the text is."""
    pieces: list[Piece] = []
    position = 0
    while position < len(text):
        piece = _piece(text, position)
        pieces.append(piece)
        position += len(piece.text)
    return tuple(_letter_spaced(pieces))


def _piece(text: str, position: int) -> Piece:
    for kind, pattern, after in _MARKS:
        if match := pattern.match(text, position):
            return Piece(kind, match[0], after)
    for kind, pattern in _TAIL_MARKS:
        if match := pattern.match(text, position):
            return Piece(kind, match[0], after=True)
    if match := _GROUP.match(text, position):
        return Piece(Kind.GROUP, _group(text, position, match[0]))
    if match := _UNIT.match(text, position):
        return Piece(Kind.UNIT, _without_tail(match[0]))
    return Piece(Kind.SEPARATOR, text[position])


def _group(text: str, position: int, start: str) -> str:
    """A group name with the places that belong to it: 各区、县级市 is one name."""
    kept = _without_tail(start)
    if kept != start:
        return kept
    end = position + len(start)
    while match := _MORE_GROUP.match(text, end):
        end = match.end()
    return text[position:end]


def _without_tail(token: str) -> str:
    """The token up to 等部门, 按职责分工负责, 牵头, 配合 or a group joined to its end."""
    ends = [
        match.start()
        for pattern in (_TAIL, _JOINED_GROUP)
        if (match := pattern.search(token, 1)) is not None
    ]
    return token[: min(ends)] if ends else token


def _letter_spaced(pieces: list[Piece]) -> list[Piece]:
    """Pieces with a name set in spaced letters (财 政 局) put together again."""
    joined: list[Piece] = []
    for piece in pieces:
        if len(joined) >= 2 and _is_letter(piece) and joined[-1].text.isspace():
            before = joined[-2]
            if before.kind is Kind.UNIT and all(len(part) == 1 for part in before.text.split()):
                joined[-2:] = [Piece(Kind.UNIT, before.text + joined[-1].text + piece.text)]
                continue
        joined.append(piece)
    return joined


def _is_letter(piece: Piece) -> bool:
    return piece.kind is Kind.UNIT and len(piece.text) == 1
