"""Unit names: one spelling to compare by, bracketed second names, what a directory answers."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

_BRACKETS = str.maketrans("()[]{}〔〕【】「」", "（）（）（）（）（）（）")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_EDGES = "、，,；;。.：:/\\|·-—"
_SECOND_NAME = re.compile(r"（([^（）]*)）")
_MARKER = re.compile(r"^(?:原名|原称|曾用名|原|曾称|即|又名|简称|挂牌?)[：:为]?")
_FORMER_MARKERS = ("原", "曾")


@dataclass(frozen=True)
class Match:
    """A unit found: ``code``, its present short ``name``, ``former`` if found by an old name."""

    code: str
    name: str
    former: bool


class Directory(Protocol):
    """Whatever knows the units of a body."""

    def resolve(self, name: str) -> Match | None:
        """The unit of this name, alias or former name, or None. Raises nothing."""


def normalise(name: str) -> str:
    """One spelling of a name for comparison.

    Full-width letters and digits become half-width, white space and invisible characters go, all
    brackets become （）, separators at the ends go.
    """
    plain = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return _INVISIBLE.sub("", plain).strip(_EDGES)


def spellings(name: str, level: str = "区", bodies: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The spellings under which a unit of a body may be listed, the nearest first.

    Parameters: ``level`` the character of the body's level (区, 市, 县, 省), put before or taken
    off; ``bodies`` full names of the body (上海市青浦区, 青浦区) that may stand before the name.
    A name of another level keeps its character: 市发改委 is never taken for 区发改委.
    """
    plain = normalise(name)
    found = [plain]
    for body in sorted(bodies, key=len, reverse=True):
        if plain.startswith(body) and len(plain) > len(body) + 1:
            found.append(plain[len(body) :])
            break
    for spelling in tuple(found):
        if not spelling.startswith(level):
            found.append(level + spelling)
        elif len(spelling) > 2:
            found.append(spelling[1:])
    return tuple(dict.fromkeys(found))


def split_brackets(name: str) -> tuple[str, tuple[str, ...]]:
    """The name outside its brackets and the names inside: 经委（商务委） -> 经委, (商务委,)."""
    plain = normalise(name)
    inside = tuple(second for second in _SECOND_NAME.findall(plain) if second)
    return _SECOND_NAME.sub("", plain), inside


def without_marker(second: str) -> tuple[str, bool]:
    """A bracketed name without 原, 曾用名 and the like, and whether they told a former name."""
    return _MARKER.sub("", second, count=1), second.startswith(_FORMER_MARKERS)
